package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.port.FailStop;
import io.tocsin.persistence.journal.SyncPolicy.Kind;
import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.disk.NoRoomException;
import io.tocsin.persistence.journal.disk.RoomGate;
import io.tocsin.persistence.journal.read.EndMark;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The maintenance thread beside the journal thread: prepares the next segment, reserves and touches pages ahead,
 * forces, publishes the durable position, trims and closes full segments.
 *
 * <p>Group commit: a force covers all records journalled before it began. With an interval a force begins when the
 * oldest unforced record has that age: a record waits at most the interval and one force, and readings that arrive
 * together share a force. The durable position moves only after everything below it has been forced, segment by
 * segment. A failed force is never repeated, because the operating system may have marked unwritten pages clean.
 *
 * <p>A quiet journal costs nothing: without progress the thread parks until the journal thread wakes it.
 */
final class JournalMaintenance implements Runnable {
    private static final long ACTIVE_PARK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MAX_AHEAD_BYTES = 4L << 20;
    private static final long MIN_RESERVED_AHEAD_BYTES = 512L << 10;

    /** The next segment is prepared when the current one has reached its last quarter. */
    private static final int PREPARED_PART = 4;

    /** Pages touched ahead, as a multiple of the writer's progress since the last time. */
    private static final long AHEAD_FACTOR = 4;

    /** An open batch waits for more records at most this part of the interval. */
    private static final int GROUP_PART = 2;

    /** An open batch is committed this part of the interval before a sync, so that the sync covers it. */
    private static final int SYNC_MARGIN_PART = 16;

    private final SyncPolicy policy;
    private final long segmentBytes;
    private final long prepareFromBytes;
    private final Forcer forcer;
    private final FailStop failStop;
    private final SegmentSupply supply;
    private final RoomGate room;
    private final Thread thread;

    /** The oldest segment that is not forced and trimmed yet. */
    private SegmentFile head;

    private SegmentFile aheadOf;
    private long aheadOffset = 0;
    private long seenPosition;

    private boolean canReserveAhead = true;

    /** When the last sync began, {@link System#nanoTime()}. Written by this thread. */
    private volatile long syncBeganNs = System.nanoTime();

    /** When the first record behind a wholly forced journal came. Written by the journal thread. */
    private volatile long dirtySinceNs = System.nanoTime();

    private volatile long journalledPosition;
    private volatile long forcedPosition;
    private volatile long syncCount = 0;
    private volatile boolean isRequested = false;
    private volatile boolean isIdle = false;
    private volatile boolean isClosing = false;
    private volatile Throwable failure;
    private volatile Runnable durableAction = () -> {};

    /**
     * @param config sync policy and segment size
     * @param position where the journal continues; everything below is forced
     * @param head the segment that will be written first
     * @param supply of the segments after it
     * @param room gate at which the journal thread waits for room
     */
    JournalMaintenance(
            JournalConfig config,
            long position,
            SegmentFile head,
            SegmentSupply supply,
            RoomGate room,
            Forcer forcer,
            FailStop failStop) {
        this.policy = config.sync();
        this.segmentBytes = config.segmentBytes();
        this.prepareFromBytes = segmentBytes - segmentBytes / PREPARED_PART;
        this.forcer = forcer;
        this.failStop = failStop;
        this.supply = supply;
        this.room = room;
        this.head = head;
        this.journalledPosition = position;
        this.forcedPosition = position;
        this.seenPosition = position;
        this.thread = new Thread(this, "tocsin-journal-sync");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Journal thread: publishes the position below which the operating system has every record.
     *
     * @param openedNs when the first record of the batch came
     */
    void journalled(long position, long openedNs) {
        if (!isDirty()) {
            dirtySinceNs = openedNs;
        }
        journalledPosition = position;
        if (isIdle) {
            LockSupport.unpark(thread);
        }
        if (policy.kind() == Kind.OS) {
            durableAction.run();
        }
    }

    /**
     * Journal thread: how long an open batch may wait, ns. With an interval half of it, and not beyond the next sync:
     * the sync then covers the batch, and no record waits longer for its sync than the interval.
     *
     * @param openedNs when its first record came
     */
    long commitInNs(long openedNs) {
        if (policy.kind() != Kind.INTERVAL) {
            return 0;
        }
        long inNs = openedNs + policy.intervalNs() / GROUP_PART - System.nanoTime();
        return isDirty() ? Math.min(inNs, syncInNs() - policy.intervalNs() / SYNC_MARGIN_PART) : inNs;
    }

    long journalledPosition() {
        return journalledPosition;
    }

    /** Position below which every record is on the device. */
    long forcedPosition() {
        return forcedPosition;
    }

    long durablePosition() {
        return policy.kind() == Kind.OS ? journalledPosition : forcedPosition;
    }

    synchronized void onDurable(Runnable action) {
        Runnable before = durableAction;
        durableAction = () -> {
            before.run();
            action.run();
        };
    }

    long syncCount() {
        return syncCount;
    }

    /** Journal thread: tries until there is room; see {@link RoomGate}. */
    <T> T awaitRoom(RoomGate.Attempt<T> attempt) throws IOException {
        return room.await(attempt, thread);
    }

    /** Failure that ended this thread, or null. */
    Throwable failure() {
        return failure;
    }

    void requestSync() {
        if (!isRequested) {
            isRequested = true;
            LockSupport.unpark(thread);
        }
    }

    /** Forces the rest, trims, ends the thread. Call it after the last write. */
    void close() {
        isClosing = true;
        LockSupport.unpark(thread);
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            abandon();
        }
    }

    @Override
    public void run() {
        try {
            while (!isClosing) {
                work(System.nanoTime());
                park();
            }
            forceAll();
            if (head.writeOffset() > 0) {
                head.forceWhole(forcer);
            }
            head.finish();
            supply.close();
        } catch (Throwable e) { // after any failure durability can no longer be promised
            failure = e;
            room.stop();
            failStop.failed("journal sync", new JournalException("journal maintenance failed: " + FaultText.of(e), e));
        }
    }

    private void work(long nowNs) throws IOException {
        boolean wasRequested = isRequested;
        isRequested = false;
        if (policy.kind() == Kind.OS && !wasRequested) {
            finishFullSegments();
        } else if (isDirty() && (wasRequested || syncInNs() <= 0)) {
            syncBeganNs = nowNs;
            forceAll();
        }
        keepAhead();
        room.attend(nowNs);
    }

    private void forceAll() throws IOException {
        long position = journalledPosition;
        finishFullSegments();
        if (position > forcedPosition) {
            head.force(forcer);
            forced(position);
        }
    }

    private void finishFullSegments() throws IOException {
        for (SegmentFile next = head.next(); next != null; next = head.next()) {
            head.forceWhole(forcer);
            forced(next.firstPosition());
            head.finish();
            EndMark.discard(head.generation()); // the journal continues, so it does not end there
            head = next;
        }
    }

    /** The only writer of two fields that other threads read */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void forced(long position) {
        forcedPosition = position;
        syncCount++;
        if (policy.kind() != Kind.OS) {
            durableAction.run();
        }
    }

    private void keepAhead() throws IOException {
        SegmentFile segment = head;
        for (SegmentFile next = segment.next(); next != null; next = segment.next()) {
            segment = next;
        }
        long offset = segment.writeOffset();
        long written = segment == aheadOf ? offset - aheadOffset : 0;
        aheadOf = segment;
        aheadOffset = offset;
        if (offset == 0) {
            return; // nothing was written yet, and the beginning is already touched
        }
        long ahead = Math.min(Math.max(written * AHEAD_FACTOR, SegmentQueue.PAGE_BYTES), MAX_AHEAD_BYTES);
        long reservedAhead = Math.max(ahead, MIN_RESERVED_AHEAD_BYTES);
        reserveAhead(segment, offset + reservedAhead);
        if (offset >= prepareFromBytes) {
            prepareNext(segment);
        }
        if (written > 0) {
            segment.touchAhead(ahead);
        }
    }

    /**
     * Without room ahead the existing records can still be forced. The journal thread reserves missing room when it
     * needs it: it then waits for room, or meets the same error and reports it.
     */
    private void reserveAhead(SegmentFile segment, long to) {
        if (!canReserveAhead) {
            return;
        }
        try {
            segment.reserveTo(Math.min(to, segmentBytes + SegmentFile.MARGIN_BYTES));
        } catch (NoRoomException e) {
            // the next round tries again
        } catch (IOException e) {
            canReserveAhead = false;
        }
    }

    /**
     * Ignores a failure to prepare ahead, as with reserving, because it is retried. A name that cannot be forced is a
     * failure.
     */
    private void prepareNext(SegmentFile segment) throws IOException {
        if (!canReserveAhead) {
            return;
        }
        SegmentFile prepared = null;
        try {
            prepared = supply.prepareAfter(segment);
        } catch (NoRoomException e) {
            // the next round tries again
        } catch (IOException | RuntimeException e) {
            canReserveAhead = false;
        }
        if (prepared != null) {
            prepared.forceName(forcer);
        }
    }

    private void park() {
        if (room.needsAttention()) {
            LockSupport.parkNanos(this, RoomGate.PAUSE_NS);
            return;
        }
        long position = journalledPosition;
        boolean hasProgress = position != seenPosition;
        seenPosition = position;
        if (policy.kind() != Kind.OS && isDirty()) {
            long restNs = syncInNs();
            if (restNs > 0) {
                LockSupport.parkNanos(this, hasProgress ? Math.min(restNs, ACTIVE_PARK_NS) : restNs);
            }
        } else if (hasProgress && policy.kind() != Kind.ALWAYS) {
            long parkNs = policy.kind() == Kind.OS ? ACTIVE_PARK_NS : Math.min(ACTIVE_PARK_NS, policy.intervalNs());
            LockSupport.parkNanos(this, parkNs);
        } else {
            parkIdle();
        }
    }

    private void parkIdle() {
        isIdle = true;
        if (journalledPosition == seenPosition && !isRequested && !isClosing) {
            LockSupport.park(this);
        }
        isIdle = false;
    }

    /** Time until the next sync, ns, if something is unforced: its oldest record then has the interval's age. */
    private long syncInNs() {
        long nowNs = System.nanoTime();
        return policy.intervalNs() - Math.min(nowNs - syncBeganNs, nowNs - dirtySinceNs);
    }

    private boolean isDirty() {
        return journalledPosition > forcedPosition;
    }

    private void abandon() {
        try {
            for (SegmentFile segment = head; segment != null; segment = segment.next()) {
                segment.abandon();
            }
            supply.abandon();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
