package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ClockStep;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The gateway's two clocks. <i>Elapsed</i> time runs on the processor's timer and never steps; it measures idle times,
 * delays and waits. The <i>wall clock</i> is elapsed time plus the sum of all steps; it stamps received records. Both
 * are epoch nanoseconds, and equal until the first step.
 *
 * <pre>
 *   elapsed = monotonic timer + base          base: set at the start, then moved slowly, at most 1 ms in a second
 *   wall    = elapsed + steps                 steps: changed by CLOCK_STEP records alone
 * </pre>
 *
 * <p>Once a second the wall clock is compared with the system's clock. A difference of up to {@link #STEP_NS} is
 * removed by running slower or faster; the clock still never goes back. A larger difference is a step: {@link #look}
 * returns it, the clock's thread publishes it as a record, and the wall clock adopts it when the engine thread journals
 * that record. Each record is thus stamped by the clock that the journal describes.
 *
 * <p>Threads: the clock's thread calls {@link #look} and {@link #announced}, the engine thread calls {@link #applied},
 * any thread may call the other methods.
 */
public final class GatewayClock {
    /** Difference from the system's clock above which the wall clock steps. */
    public static final long STEP_NS = 1_000_000_000L;
    /** 2025-01-01T00:00:00Z. An earlier clock was never set, because this program is younger. */
    public static final long SET_FROM_NS = 1_735_689_600_000_000_000L;

    private static final long LOOK_EVERY_NS = 1_000_000_000L;
    private static final long SLEW_DIVISOR = 1_000;
    private static final long MICRO_NS = 1_000;
    private static final int SAMPLES = 8;
    /**
     * Largest uncertainty of a reading of the system's clock; a wider one is due to an interruption of the thread and
     * is discarded.
     */
    private static final long WIDEST_SAMPLE_NS = 100_000_000L;
    /** Latest time of a clock, 2262-01-01; later times would overflow. */
    private static final long LATEST_SECOND = 9_214_646_400L;

    private final LongSupplier monotonicNs;
    private final LongSupplier systemNs;
    private final boolean isCompared;
    private volatile Base base = new Base(0, 0, 0);
    private volatile long stepsNs;

    // fields of the clock's thread
    private long announcedNs;
    private long lookedAtNs;
    private long aheadNs;

    /**
     * Offset of elapsed time from the timer.
     *
     * @param fromNs time of the timer at which the offset begins to change
     * @param baseNs the offset at that time
     * @param moreNs total change of the offset; negative when elapsed time slows down
     */
    private record Base(long fromNs, long baseNs, long moreNs) {
        long atNs(long timerNs) {
            if (moreNs == 0) {
                return baseNs;
            }
            long movedNs = Math.min(Math.abs(moreNs), Math.max(0, timerNs - fromNs) / SLEW_DIVISOR);
            return moreNs > 0 ? baseNs + movedNs : baseNs - movedNs;
        }
    }

    /**
     * Creates a clock that is compared with the system's clock.
     *
     * @param monotonicNs never goes back; from any origin
     * @param systemNs the system's wall clock, epoch ns
     */
    public GatewayClock(LongSupplier monotonicNs, LongSupplier systemNs) {
        this(monotonicNs, systemNs, true);
        start();
    }

    private GatewayClock(LongSupplier monotonicNs, LongSupplier systemNs, boolean isCompared) {
        this.monotonicNs = monotonicNs;
        this.systemNs = systemNs;
        this.isCompared = isCompared;
    }

    /** The clock of this machine. */
    public static GatewayClock ofSystem() {
        return new GatewayClock(System::nanoTime, GatewayClock::systemNs);
    }

    /**
     * Creates a clock that trusts a wall clock and makes no steps of its own.
     *
     * @param stepsNs the sum of the steps in the journal
     */
    static GatewayClock believing(EpochNanoClock wallClock, long stepsNs) {
        GatewayClock clock = new GatewayClock(wallClock::nanoTime, wallClock::nanoTime, false);
        clock.base = new Base(0, -stepsNs, 0);
        clock.stepsNs = stepsNs;
        clock.announcedNs = stepsNs;
        return clock;
    }

    /** Elapsed time, epoch ns. */
    public long elapsedNs() {
        long timerNs = monotonicNs.getAsLong();
        return timerNs + base.atNs(timerNs);
    }

    /** Time of the wall clock, epoch ns. */
    public long wallNs() {
        return elapsedNs() + stepsNs;
    }

    /** Time of the wall clock at an elapsed time, epoch ns. */
    public long wallNs(long elapsedTimeNs) {
        return elapsedTimeNs + stepsNs;
    }

    /** The sum of the steps so far, ns: the wall clock less elapsed time. */
    public long stepsNs() {
        return stepsNs;
    }

    /** Whether the wall clock can be right: it is not earlier than this program. */
    public boolean isSet() {
        return isSet(wallNs());
    }

    /** Whether a time of the wall clock can be right. */
    public static boolean isSet(long wallTimeNs) {
        return wallTimeNs >= SET_FROM_NS;
    }

    /**
     * Continues the clock from the end of the journal, before any thread uses it. A system's clock ahead of the
     * journal's last time measures how long the gateway was down; a clock put forward meanwhile cannot be distinguished
     * from that. A system's clock behind the journal was put back or never set: elapsed time then continues as if no
     * time had passed.
     *
     * @param latestElapsedNs elapsed time of the last record; {@link Long#MIN_VALUE} when the journal has no time
     * @param journalledStepsNs the sum of the steps in the journal
     * @return the step that must be the next record, or null
     */
    public ClockStep goOnFrom(long latestElapsedNs, long journalledStepsNs) {
        start();
        stepsNs = journalledStepsNs;
        announcedNs = journalledStepsNs;
        long behindNs = latestElapsedNs == Long.MIN_VALUE ? 0 : latestElapsedNs - (elapsedNs() - journalledStepsNs);
        base = new Base(0, base.baseNs() - journalledStepsNs + Math.max(0, behindNs), 0);
        if (behindNs <= STEP_NS) {
            return null; // the clock slews over this difference
        }
        ClockStep step = new ClockStep(
                latestElapsedNs + journalledStepsNs, latestElapsedNs + journalledStepsNs - wholeMicros(behindNs));
        announced(step);
        applied(step);
        return step;
    }

    /**
     * Compares the wall clock with the system's, at most once a second, however often it is called. The clock's thread.
     *
     * @return the step to publish, or null; repeated until the step is {@linkplain #announced announced}
     */
    ClockStep look() {
        if (!isCompared) {
            return null;
        }
        long nowNs = monotonicNs.getAsLong();
        if (nowNs - lookedAtNs < LOOK_EVERY_NS) {
            return null;
        }
        if (!readSystem()) {
            return null;
        }
        long differenceNs = aheadNs - announcedNs;
        if (Math.abs(differenceNs) > STEP_NS) {
            base = new Base(nowNs, base.atNs(nowNs), 0); // the step includes the difference that was being slewed
            long fromNs = elapsedNs() + announcedNs;
            return new ClockStep(fromNs, fromNs + wholeMicros(differenceNs));
        }
        lookedAtNs = nowNs;
        base = new Base(nowNs, base.atNs(nowNs), differenceNs);
        return null;
    }

    /** Notes that a step has been published. The clock's thread. */
    void announced(ClockStep step) {
        announcedNs += step.byNs();
        lookedAtNs = monotonicNs.getAsLong();
    }

    /**
     * Adopts a step that has its place in the journal: later records are stamped by the new wall clock. The engine
     * thread.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void applied(ClockStep step) {
        stepsNs += step.byNs();
    }

    private void start() {
        base = new Base(0, 0, 0);
        // The start needs a time, even if the machine is too busy for an accurate one.
        base = new Base(0, readSystem() ? aheadNs : systemNs.getAsLong() - monotonicNs.getAsLong(), 0);
        stepsNs = 0;
        announcedNs = 0;
        lookedAtNs = monotonicNs.getAsLong();
    }

    /**
     * Reads how far the system's clock is ahead of elapsed time; false when the thread was interrupted too often to be
     * accurate.
     */
    private boolean readSystem() {
        long narrowestNs = WIDEST_SAMPLE_NS;
        for (int i = 0; i < SAMPLES; i++) {
            long beforeNs = elapsedNs();
            long systemTimeNs = systemNs.getAsLong();
            long widthNs = elapsedNs() - beforeNs;
            if (widthNs < narrowestNs) {
                narrowestNs = widthNs;
                aheadNs = systemTimeNs - (beforeNs + widthNs / 2);
            }
        }
        return narrowestNs < WIDEST_SAMPLE_NS;
    }

    /** Rounds to whole microseconds, which take fewer bytes in the journal. */
    private static long wholeMicros(long durationNs) {
        return durationNs / MICRO_NS * MICRO_NS;
    }

    private static long systemNs() {
        Instant now = Instant.now();
        long second = Math.max(-LATEST_SECOND, Math.min(now.getEpochSecond(), LATEST_SECOND));
        return second * 1_000_000_000L + now.getNano();
    }
}
