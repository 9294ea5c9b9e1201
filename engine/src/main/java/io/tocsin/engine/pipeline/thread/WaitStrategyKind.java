package io.tocsin.engine.pipeline.thread;

import com.lmax.disruptor.WaitStrategy;
import java.util.function.LongSupplier;

/** How the engine thread waits for readings: low latency against low processor time. */
public enum WaitStrategyKind {
    /** {@link #BUSY_SPIN} from four cores on, {@link #PHASED} below. */
    AUTO,
    /** Takes a whole core, wakes in well under a microsecond. */
    BUSY_SPIN,
    /** Takes a whole core, yielding it to other threads between checks. */
    YIELDING,
    /**
     * Spins 5 µs, yields 20 µs, then sleeps until woken; sleeps at once while records usually come later than that, so
     * that a slow stream costs a wake-up a record and no more.
     */
    PHASED,
    /** Sleeps until woken. */
    BLOCKING;

    private static final int CORES_FOR_SPINNING = 4;
    private static final long SPIN_NS = 5_000;
    private static final long YIELD_NS = 20_000;

    /**
     * Chooses the strategy for a machine.
     *
     * @param coreCount number of processors that the gateway may use
     * @return this strategy, or the replacement of AUTO
     */
    public WaitStrategyKind resolve(int coreCount) {
        if (this != AUTO) {
            return this;
        }
        return coreCount >= CORES_FOR_SPINNING ? BUSY_SPIN : PHASED;
    }

    /**
     * The Disruptor's strategy; AUTO must have been resolved.
     *
     * @param dueNs when the engine's next duty of its own is due, by {@link System#nanoTime}; ends a wait
     */
    public WaitStrategy create(LongSupplier dueNs) {
        return switch (this) {
            case BUSY_SPIN -> new EngineWait(EngineWait.FOR_EVER, 0, dueNs);
            case YIELDING -> new EngineWait(0, EngineWait.FOR_EVER, dueNs);
            case PHASED -> new EngineWait(SPIN_NS, YIELD_NS, dueNs);
            case BLOCKING -> new EngineWait(0, 0, dueNs);
            case AUTO -> throw new IllegalStateException("AUTO has no strategy; call resolve() first");
        };
    }
}
