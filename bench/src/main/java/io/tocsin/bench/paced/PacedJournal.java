package io.tocsin.bench.paced;

import io.tocsin.bench.BenchPipeline;
import io.tocsin.bench.NullJournal;
import io.tocsin.engine.journal.Journal;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.nio.file.Path;

/** Stations between a reading and its decision. */
enum PacedJournal {
    /** One thread sends and decides by flat arrays: the machine's own tail. */
    LIMIT("limit, no ring", null),
    /** Ring and alarm log. */
    NONE("none", null),
    /** Ring, journal and alarm log; the operating system writes when it likes. */
    OS("os", SyncPolicy.OS),
    /** Ring, journal and alarm log; forced every 10 ms. */
    INTERVAL("10 ms", SyncPolicy.every(10_000_000L));

    private final String label;
    private final SyncPolicy sync;

    PacedJournal(String label, SyncPolicy sync) {
        this.label = label;
        this.sync = sync;
    }

    String label() {
        return label;
    }

    Journal open(Path directory, int sensorCount) {
        return sync == null
                ? new NullJournal()
                : ChronicleJournal.open(
                        new JournalConfig(directory, sync, JournalConfig.DEFAULT_SEGMENT_BYTES),
                        sensorCount,
                        BenchPipeline.FAIL_STOP);
    }
}
