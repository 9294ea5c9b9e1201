package io.tocsin.bench.paced;

import io.tocsin.bench.BenchPipeline;
import io.tocsin.bench.NullJournal;
import io.tocsin.engine.journal.Journal;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.nio.file.Path;

/** Stations between a reading and its decision. */
public enum PacedJournal {
    /** One thread sends and decides by flat arrays: the machine's own tail. */
    LIMIT("limit, no ring"),
    /** Ring and alarm log. */
    NONE("none"),
    /** Ring, journal and alarm log; the operating system writes when it likes. */
    OS("os"),
    /** Ring, journal and alarm log; forced every 10 ms. */
    INTERVAL("10 ms");

    private static final long INTERVAL_NS = 10_000_000;

    private final String label;

    PacedJournal(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Opens a journal in a directory. */
    public Journal open(Path directory, int sensorCount) {
        return switch (this) {
            case LIMIT, NONE -> new NullJournal();
            case OS -> open(directory, sensorCount, SyncPolicy.OS);
            case INTERVAL -> open(directory, sensorCount, SyncPolicy.every(INTERVAL_NS));
        };
    }

    private static Journal open(Path directory, int sensorCount, SyncPolicy sync) {
        return ChronicleJournal.open(
                new JournalConfig(directory, sync, JournalConfig.DEFAULT_SEGMENT_BYTES),
                sensorCount,
                BenchPipeline.FAIL_STOP);
    }
}
