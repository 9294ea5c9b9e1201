package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.port.FailStop;
import io.tocsin.persistence.journal.JournalRecord.Collector;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.TornTail;
import java.nio.file.Path;
import java.util.List;

/** Helpers that the journal's tests share. */
final class JournalTesting {
    static final int MAX_SENSORS = 1000;
    static final long SEGMENT_BYTES = 1 << 20;
    static final FailStop NO_FAIL_STOP = (where, cause) -> {
        throw new AssertionError(where, cause);
    };

    private JournalTesting() {}

    /**
     * Of random input: {@code -Dtocsin.seed=N}; a new one in the heavy profile; otherwise always the same, so that a
     * change is not refused for what it did not do.
     */
    static long seed() {
        return Long.getLong("tocsin.seed", Boolean.getBoolean("tocsin.heavy") ? System.nanoTime() : 1);
    }

    static JournalConfig config(Path dir, SyncPolicy sync) {
        return new JournalConfig(dir, sync, SEGMENT_BYTES);
    }

    static ChronicleJournal open(Path dir) {
        return ChronicleJournal.open(config(dir, SyncPolicy.OS), MAX_SENSORS, NO_FAIL_STOP);
    }

    /** Appends in batches of a size. */
    static void append(Journal journal, List<JournalRecord> records, int batchSize) {
        int inBatch = 0;
        for (JournalRecord record : records) {
            record.writeTo(journal, journal.nextPosition());
            if (++inBatch == batchSize) {
                journal.commit();
                inBatch = 0;
            }
        }
        journal.commit();
    }

    static List<JournalRecord> readAll(Path dir) {
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(dir, MAX_SENSORS, JournalTesting::refuse)) {
            Collector collector = new Collector(reader.firstPosition());
            reader.read(reader.firstPosition(), reader.endPosition(), collector);
            return collector.records;
        }
    }

    private static void refuse(TornTail tornTail) {
        throw new AssertionError(tornTail.toString());
    }
}
