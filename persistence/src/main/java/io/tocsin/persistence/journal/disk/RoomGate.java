package io.tocsin.persistence.journal.disk;

import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gate at which the journal thread waits while the device has no room. Meanwhile no reading is journalled, decided or
 * acknowledged, and the sources wait too.
 *
 * <p>Threads: the journal thread waits, the maintenance thread makes and checks for room, any thread may end the
 * waiting.
 */
public final class RoomGate {
    /** Interval between two checks, of either thread. */
    public static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long CALL_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIB = 1 << 20;

    /** Actions that need room. */
    public interface Attempt<T> {
        /**
         * Tries.
         *
         * @throws NoRoomException when it can be tried again
         */
        T make() throws IOException;
    }

    private final DiskReserve reserve;
    private final RoomListener listener;
    private volatile boolean isWaiting = false;
    private volatile boolean isStopped = false;
    private boolean isReported = false;
    private long beganNs;
    private long calledNs;

    public RoomGate(DiskReserve reserve, RoomListener listener) {
        this.reserve = reserve;
        this.listener = listener;
    }

    /**
     * Journal thread: tries until there is room.
     *
     * @param maintenance is woken
     * @throws JournalFullException when it was stopped
     */
    public <T> T await(Attempt<T> attempt, Thread maintenance) throws IOException {
        boolean wasInterrupted = false;
        reserve.waiting();
        isWaiting = true;
        LockSupport.unpark(maintenance);
        try {
            while (true) {
                if (isStopped) {
                    throw new JournalFullException(
                            "no room for the journal, and the gateway stops, dir=" + reserve.dir());
                }
                LockSupport.parkNanos(this, PAUSE_NS);
                wasInterrupted |= Thread.interrupted(); // otherwise parking would return at once
                T made = tryOnce(attempt);
                if (made != null) {
                    return made;
                }
            }
        } finally {
            reserve.running();
            isWaiting = false;
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Any thread. */
    public boolean isWaiting() {
        return isWaiting;
    }

    /** Ends all waiting from now on. Any thread. */
    public void stop() {
        isStopped = true;
    }

    /** Maintenance thread: whether it must check again soon. */
    public boolean needsAttention() {
        return isWaiting || isReported;
    }

    /**
     * Maintenance thread: logs the wait and calls the listener that may make room.
     *
     * @param nowNs of {@link System#nanoTime()}
     */
    public void attend(long nowNs) throws IOException {
        if (isWaiting) {
            if (!isReported) {
                isReported = true;
                beganNs = nowNs;
                calledNs = nowNs - CALL_INTERVAL_NS;
                LineLog.warn(
                        listener.log(),
                        "journal: no room on " + reserve.dir() + ": " + freeMib()
                                + " MiB free, waiting; nothing is acknowledged");
            }
            if (nowNs - calledNs >= CALL_INTERVAL_NS) {
                calledNs = nowNs;
                listener.onNoRoom().run();
            }
        } else if (isReported && !isStopped && reserve.isRoomAgain()) {
            // A wait also ends when a batch fits into space reserved earlier; a wait right after that gets no line of
            // its own.
            isReported = false;
            listener.log()
                    .accept("journal: room again on " + reserve.dir() + ": " + freeMib() + " MiB free, continues after "
                            + TimeUnit.NANOSECONDS.toSeconds(nowNs - beganNs) + " s");
        }
    }

    private long freeMib() throws IOException {
        return reserve.freeBytes() / MIB;
    }

    private static <T> T tryOnce(Attempt<T> attempt) throws IOException {
        try {
            return attempt.make();
        } catch (NoRoomException e) {
            return null; // still none
        }
    }
}
