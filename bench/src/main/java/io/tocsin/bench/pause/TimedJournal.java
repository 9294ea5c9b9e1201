package io.tocsin.bench.pause;

import io.tocsin.engine.journal.Journal;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * Delegates to a journal and measures its part of every batch on the engine thread, from the first record to the end of
 * the commit: in wall time, and without the time of waiting for a processor.
 */
final class TimedJournal implements Journal {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final int WORST_COUNT = 8;

    /** One of the longest calls. */
    record Worst(long position, long wallNs, long runningNs, long waitingNs) {
        long ownNs() {
            return wallNs - waitingNs;
        }
    }

    private final Journal journal;
    private final Histogram wall = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram own = new Histogram(HIGHEST_NS, DIGITS);
    private final Worst[] worst = new Worst[WORST_COUNT];
    private ThreadClock clock;
    private Thread clockOwner;
    private boolean isBatchOpen;
    private long startNs;
    private long startRunningNs;
    private long startWaitingNs;
    private volatile boolean isMeasuring;

    TimedJournal(Journal journal) {
        this.journal = journal;
    }

    /** Starts the measurement. Any thread, once. */
    void begin() {
        isMeasuring = true;
    }

    /** Ends the measurement. */
    void end() {
        isMeasuring = false;
    }

    /** Wall time. Only when the engine has stopped. */
    Histogram wall() {
        return wall;
    }

    /** Without waiting for a processor. Only when the engine has stopped. */
    Histogram own() {
        return own;
    }

    /** The longest calls, less their waits for a processor, unordered; null in unused places. */
    Worst[] worst() {
        return worst;
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        open();
        journal.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
    }

    @Override
    public void onTick(long position, long clockNs) {
        open();
        journal.onTick(position, clockNs);
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        open();
        journal.onControl(position, kind, buffer, offset, length);
    }

    @Override
    public void commit() {
        journal.commit();
        if (isBatchOpen && isMeasuring) {
            record();
        }
        isBatchOpen = false;
    }

    private void open() {
        if (isBatchOpen || !isMeasuring) {
            return;
        }
        if (clockOwner != Thread.currentThread()) {
            clockOwner = Thread.currentThread();
            clock = new ThreadClock();
        }
        isBatchOpen = true;
        startWaitingNs = clock.waitingNs();
        startRunningNs = clock.runningNs();
        startNs = System.nanoTime();
    }

    private void record() {
        long wallNs = System.nanoTime() - startNs;
        long runningNs = clock.runningNs() - startRunningNs;
        long waitingNs = Math.min(wallNs, clock.waitingNs() - startWaitingNs);
        wall.recordValue(Math.min(wallNs, HIGHEST_NS));
        own.recordValue(Math.min(wallNs - waitingNs, HIGHEST_NS));
        int least = 0;
        for (int i = 0; i < WORST_COUNT; i++) {
            if (worst[i] == null) {
                least = i;
                break;
            }
            least = worst[i].ownNs() < worst[least].ownNs() ? i : least;
        }
        if (worst[least] == null || worst[least].ownNs() < wallNs - waitingNs) {
            worst[least] = new Worst(journal.nextPosition(), wallNs, runningNs, waitingNs);
        }
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
    public long forcedPosition() {
        return journal.forcedPosition();
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
    public boolean isWaitingForRoom() {
        return journal.isWaitingForRoom();
    }

    @Override
    public void stopWaiting() {
        journal.stopWaiting();
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
}
