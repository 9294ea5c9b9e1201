package io.tocsin.gateway.fault;

import io.tocsin.engine.journal.Journal;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/** A journal on a slow device: every commit takes a while. */
final class SlowJournal implements Journal {
    private final Journal journal;
    private final long commitNs;

    SlowJournal(Journal journal, long commitNs) {
        this.journal = journal;
        this.commitNs = commitNs;
    }

    @Override
    public void commit() {
        LockSupport.parkNanos(commitNs);
        journal.commit();
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        journal.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
    }

    @Override
    public void onTick(long position, long clockNs) {
        journal.onTick(position, clockNs);
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        journal.onControl(position, kind, buffer, offset, length);
    }

    @Override
    public long nextPosition() {
        return journal.nextPosition();
    }

    @Override
    public long commitInNs() {
        return journal.commitInNs();
    }

    @Override
    public long journalledPosition() {
        return journal.journalledPosition();
    }

    @Override
    public long durablePosition() {
        return journal.durablePosition();
    }

    @Override
    public void onDurable(Runnable action) {
        journal.onDurable(action);
    }

    @Override
    public void requestSync() {
        journal.requestSync();
    }

    @Override
    public long appendedBytes() {
        return journal.appendedBytes();
    }

    @Override
    public long syncCount() {
        return journal.syncCount();
    }

    @Override
    public void close() {
        journal.close();
    }

    @Override
    public long forcedPosition() {
        return journal.forcedPosition();
    }

    @Override
    public boolean isWaitingForRoom() {
        return journal.isWaitingForRoom();
    }

    @Override
    public void stopWaiting() {
        journal.stopWaiting();
    }
}
