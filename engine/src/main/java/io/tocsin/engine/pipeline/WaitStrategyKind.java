package io.tocsin.engine.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.LiteBlockingWaitStrategy;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.util.concurrent.TimeUnit;

/** How the engine thread waits for readings: low latency against low processor time. */
public enum WaitStrategyKind {
    /** {@link #BUSY_SPIN} from four cores on, {@link #PHASED} below. */
    AUTO,
    /** Takes a whole core, wakes in well under a microsecond. */
    BUSY_SPIN,
    /** Takes a whole core, yielding it to other threads between checks. */
    YIELDING,
    /** Spins 5 µs, yields 20 µs, then sleeps until woken: some percent of a core when quiet. */
    PHASED,
    /** Sleeps until woken. */
    BLOCKING;

    private static final int CORES_FOR_SPINNING = 4;
    private static final long SPIN_US = 5;
    private static final long YIELD_US = 20;

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

    /** The Disruptor's strategy; AUTO must have been resolved. */
    public WaitStrategy create() {
        return switch (this) {
            case BUSY_SPIN -> new BusySpinWaitStrategy();
            case YIELDING -> new YieldingWaitStrategy();
            case PHASED ->
                new PhasedBackoffWaitStrategy(SPIN_US, YIELD_US, TimeUnit.MICROSECONDS, new LiteBlockingWaitStrategy());
            case BLOCKING -> new BlockingWaitStrategy();
            case AUTO -> throw new IllegalStateException("AUTO has no strategy; call resolve() first");
        };
    }
}
