package io.tocsin.gateway.restart;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A second fold that follows the journal behind the live fold, so that a snapshot never stops the live one: a snapshot
 * is the state folded from the journal, exactly as in a restart, not a copy of the engine's memory. One thread.
 */
final class Follower {
    /** Records between two changes of {@link #position()}, by which other threads see progress. */
    private static final long RECORDS_A_STEP = 65_536;

    private final Path journalDir;
    private final JournalFold shard;
    private final Recovery recovery;
    /** The reader of the last call, kept to reuse its memory */
    private ChronicleJournalReader reader;

    private volatile long position;

    /** Begins at the newest snapshot at or below a position, or at the beginning of the journal. */
    Follower(Path journalDir, Functions functions, SnapshotStore snapshots, long maxPosition) {
        this.shard = new JournalFold(ResultHandler.NOTHING, functions);
        this.recovery = Recovery.into(shard);
        this.journalDir = journalDir;
        long base = snapshots.restoreNewest(maxPosition, in -> recovery.readFrom(new StateInput(in)));
        this.position = base == SnapshotStore.NONE ? 0 : base;
    }

    /** Folds the records up to a position. */
    void advanceTo(long toPosition) {
        reader = reader == null
                ? ChronicleJournalReader.open(journalDir, Dictionaries.MAX_SENSORS, tornTail -> {})
                : reader.reopened(tornTail -> {});
        while (position < toPosition) {
            position = reader.read(position, Math.min(toPosition, position + RECORDS_A_STEP), recovery);
        }
    }

    /** Every record below it is in the state. Any thread. */
    long position() {
        return position;
    }

    /** Events and rows decided by those records. */
    long eventCount() {
        return shard.eventCount();
    }

    /** Writes the state. */
    void writeTo(OutputStream out) {
        recovery.writeTo(new StateOutput(out));
    }
}
