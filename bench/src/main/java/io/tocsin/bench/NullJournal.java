package io.tocsin.bench;

import io.tocsin.engine.journal.Journal;
import org.agrona.DirectBuffer;

/** A journal that stores nothing and reports everything as durable, to measure only the ring and the operators. */
public final class NullJournal implements Journal {
    private long nextPosition;
    private volatile long journalledPosition;

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        nextPosition++;
    }

    @Override
    public void onTick(long position, long clockNs) {
        nextPosition++;
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        nextPosition++;
    }

    @Override
    public void commit() {
        journalledPosition = nextPosition;
    }

    @Override
    public long nextPosition() {
        return nextPosition;
    }

    @Override
    public long commitInNs() {
        return 0;
    }

    @Override
    public long journalledPosition() {
        return journalledPosition;
    }

    @Override
    public long durablePosition() {
        return journalledPosition;
    }

    /** No source waits for durability here. */
    @Override
    public void onDurable(Runnable action) {}

    @Override
    public void requestSync() {}

    @Override
    public long forcedPosition() {
        return journalledPosition;
    }

    @Override
    public boolean isWaitingForRoom() {
        return false;
    }

    @Override
    public void stopWaiting() {}

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
