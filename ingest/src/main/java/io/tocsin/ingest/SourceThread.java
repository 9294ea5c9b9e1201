package io.tocsin.ingest;

import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.port.FailStop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** The one thread of a source that reads by itself: its start, its waiting and its end. */
public final class SourceThread {
    private static final long STOP_TIMEOUT_MS = 2_000;
    private static final long DEFINITION_RETRY_NS = 100_000L;
    private static final long LONGEST_PARK_NS = 50_000_000L;

    private final String sourceName;
    private final FailStop failStop;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile Thread thread;

    public SourceThread(String sourceName, FailStop failStop) {
        this.sourceName = sourceName;
        this.failStop = failStop;
    }

    /** Something that may fail with an exception of any kind. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Starts the work; what it throws goes to the fail-stop. */
    public void start(Work work) {
        Thread created = new Thread(() -> run(work), "tocsin-source-" + sourceName);
        created.setDaemon(true);
        thread = created;
        created.start();
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (Exception | Error e) {
            failStop.failed("source " + sourceName, e);
        } finally {
            ended.countDown();
        }
    }

    /** Ends a source that has nothing to do, without a thread. */
    public void endAtOnce() {
        ended.countDown();
    }

    /** Whether {@link #stop()} was called: the work should come to its end. */
    public boolean isStopping() {
        return stopping;
    }

    /** Asks the work to end and waits for it, 2 s at most. */
    public void stop() {
        stopping = true;
        Thread running = thread;
        if (running == null) {
            ended.countDown();
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the work. */
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return ended.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /**
     * Asks for a definition again and again while the ring has no room for it. The working thread, or before the start.
     *
     * @param define returns an id or a refusal of {@link Intake}
     * @return the last id or refusal; {@link Intake#NO_ROOM_FOR_DEFINITION} only when the source is stopping
     */
    public int untilRoom(IntSupplier define) {
        int id = define.getAsInt();
        while (id == Intake.NO_ROOM_FOR_DEFINITION && !stopping) {
            LockSupport.parkNanos(DEFINITION_RETRY_NS);
            id = define.getAsInt();
        }
        return id;
    }

    /**
     * Parks for a time, or until {@link #stop()}. The working thread only.
     *
     * @param pauseNs nanoseconds
     */
    public void pause(long pauseNs) {
        long startNs = System.nanoTime();
        for (long passedNs = 0; !stopping && passedNs < pauseNs; passedNs = System.nanoTime() - startNs) {
            LockSupport.parkNanos(Math.min(pauseNs - passedNs, LONGEST_PARK_NS));
        }
    }

    /**
     * Parks until the clock reaches a time, or {@link #stop()}. The working thread only.
     *
     * @param clockNs epoch nanoseconds
     * @param dueNs epoch nanoseconds
     */
    public void waitUntil(LongSupplier clockNs, long dueNs) {
        waitUntil(clockNs, dueNs, () -> false);
    }

    /**
     * Parks until the clock reaches a time, a condition holds, or {@link #stop()}. The condition is checked every 50 ms
     * and at each {@link #wake()}. The working thread only.
     *
     * @param clockNs epoch nanoseconds
     * @param dueNs epoch nanoseconds
     */
    public void waitUntil(LongSupplier clockNs, long dueNs, BooleanSupplier condition) {
        while (!stopping && !condition.getAsBoolean()) {
            long waitNs = dueNs - clockNs.getAsLong();
            if (waitNs <= 0) {
                return;
            }
            LockSupport.parkNanos(Math.min(waitNs, LONGEST_PARK_NS));
        }
    }

    /** Makes the working thread check the condition that it waits for. Any thread. */
    public void wake() {
        LockSupport.unpark(thread);
    }
}
