package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.pipeline.FailStop;
import org.agrona.DirectBuffer;

/** The journal on Chronicle Queue. */
public final class ChronicleJournal implements Journal {
    private ChronicleJournal() {}

    /**
     * Opens the journal behind what is there: positions go on at {@link ChronicleJournalReader#endPosition()}. The
     * caller holds the {@link DataDirectoryLock}.
     *
     * @param config where and how
     * @param maxSensors sensor ids are below this
     * @param failStop told when a sync fails
     */
    public static ChronicleJournal open(JournalConfig config, int maxSensors, FailStop failStop) {
        return new ChronicleJournal();
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {}

    @Override
    public void onTick(long position, long clockNs) {}

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {}

    @Override
    public void commit() {}

    @Override
    public long nextPosition() {
        return 0;
    }

    @Override
    public long journalledPosition() {
        return 0;
    }

    @Override
    public long durablePosition() {
        return 0;
    }

    @Override
    public void requestSync() {}

    @Override
    public long appendedBytes() {
        return 0;
    }

    @Override
    public long syncCount() {
        return 0;
    }

    @Override
    public void close() {}
}
