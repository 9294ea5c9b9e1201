package io.tocsin.engine.testkit;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** A journal in memory. Durable at once, or when told; commits can be held up or made to fail. */
public final class MemoryJournal implements Journal {
    private final RecordList records;
    private RecordList batch = new RecordList();
    private volatile long journalledPosition;
    private volatile long durablePosition;
    private volatile long syncRequests;
    private volatile int largestBatch;
    private volatile int commitCount;
    private volatile long commitInNs;
    private volatile boolean durableAtOnce = true;
    private volatile CountDownLatch commitsWaitFor = new CountDownLatch(0);
    private final CountDownLatch waitsNoLonger = new CountDownLatch(1);
    private volatile boolean waitsForRoom;
    private volatile long fullFromPosition = Long.MAX_VALUE;
    private volatile long failsFromPosition = Long.MAX_VALUE;
    private final List<Runnable> durableActions = new CopyOnWriteArrayList<>();

    public MemoryJournal() {
        this(new RecordList());
    }

    /** A journal that has these records. */
    public MemoryJournal(RecordList records) {
        this.records = records;
        this.journalledPosition = records.size();
        this.durablePosition = records.size();
    }

    public MemoryJournal durableOnlyWhenTold() {
        durableAtOnce = false;
        return this;
    }

    /** Batches may wait so long for more records, ns, from whenever that is asked. */
    public MemoryJournal groupingFor(long ns) {
        commitInNs = ns;
        return this;
    }

    /** The commit of a batch that reaches this position fails, and so do all after it. */
    public MemoryJournal failingFrom(long position) {
        failsFromPosition = position;
        return this;
    }

    /** The commit of a batch that reaches this position finds no room, and waits until it is told not to. */
    public MemoryJournal fullFrom(long position) {
        fullFromPosition = position;
        return this;
    }

    public void holdCommits(CountDownLatch latch) {
        commitsWaitFor = latch;
    }

    public void makeDurable(long position) {
        durablePosition = position;
        durableActions.forEach(Runnable::run);
    }

    /** All committed records. After the pipeline has stopped. */
    public RecordList records() {
        return records;
    }

    public int largestBatch() {
        return largestBatch;
    }

    /** Commits of batches that had records. */
    public int commitCount() {
        return commitCount;
    }

    public long syncRequests() {
        return syncRequests;
    }

    /** Reads what is committed. After the pipeline has stopped. */
    public JournalReader reader() {
        return new JournalReader() {
            @Override
            public long firstPosition() {
                return 0;
            }

            @Override
            public long endPosition() {
                return records.size();
            }

            @Override
            public long read(long fromPosition, long toPosition, RecordHandler handler) {
                for (long position = fromPosition; position < toPosition; position++) {
                    records.entries().get((int) position).forward(position, handler);
                }
                return toPosition;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        requirePosition(position);
        batch.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
    }

    @Override
    public void onTick(long position, long clockNs) {
        requirePosition(position);
        batch.onTick(position, clockNs);
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        requirePosition(position);
        batch.onControl(position, kind, buffer, offset, length);
    }

    @Override
    public long commitInNs() {
        return commitInNs;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread commits
    public void commit() {
        try {
            if (!commitsWaitFor.await(30, TimeUnit.SECONDS)) {
                throw new JournalException("nobody let the commit go");
            }
        } catch (InterruptedException e) {
            throw new JournalException("interrupted", e);
        }
        if (nextPosition() > failsFromPosition) {
            throw new JournalException("disk full");
        }
        if (nextPosition() > fullFromPosition) {
            waitForRoom();
        }
        commitCount += batch.size() > 0 ? 1 : 0;
        largestBatch = Math.max(largestBatch, batch.size());
        records.entries().addAll(batch.entries());
        batch = new RecordList();
        journalledPosition = records.size();
        if (durableAtOnce) {
            makeDurable(records.size());
        }
    }

    @Override
    public long nextPosition() {
        return records.size() + (long) batch.size();
    }

    @Override
    public long journalledPosition() {
        return journalledPosition;
    }

    @Override
    public long durablePosition() {
        return durablePosition;
    }

    @Override
    public void onDurable(Runnable action) {
        durableActions.add(action);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only whether there were any is asked
    public void requestSync() {
        syncRequests++;
    }

    @Override
    public long forcedPosition() {
        return durablePosition;
    }

    @Override
    public boolean isWaitingForRoom() {
        return waitsForRoom;
    }

    @Override
    public void stopWaiting() {
        waitsNoLonger.countDown();
    }

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

    private void waitForRoom() {
        waitsForRoom = true;
        try {
            if (waitsNoLonger.await(30, TimeUnit.SECONDS)) {
                throw new JournalFullException("no room");
            }
            throw new JournalException("nobody stopped the waiting");
        } catch (InterruptedException e) {
            throw new JournalException("interrupted", e);
        }
    }

    private void requirePosition(long position) {
        if (position != nextPosition()) {
            throw new JournalException("expected=" + nextPosition() + ", position=" + position);
        }
    }
}
