package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/**
 * Raised when a sensor has shown one value for a time.
 *
 * @param tolerance how far a value may be from the first one of its run and still be the same
 * @param holdNs how long a run must last before it is raised
 * @param minSamples how many samples it must have before it is raised, the first one included
 * @param maxGapNs two samples further apart are not of one run; {@link #ANY_GAP}: they always are
 * @param onBad what it does when its value goes
 * @param ignoreAbsAtMost samples that are this or less, signs aside, are of no run; {@link #IGNORE_NOTHING}: none is
 */
public record StuckRule(
        String name,
        SensorSelector selector,
        Priority priority,
        String message,
        List<String> sinks,
        double tolerance,
        long holdNs,
        int minSamples,
        long maxGapNs,
        double ignoreAbsAtMost,
        long reorderNs,
        OnBad onBad)
        implements AlarmRule {
    /** {@link #maxGapNs()}: none is too long. */
    public static final long ANY_GAP = Long.MAX_VALUE;

    /** {@link #ignoreAbsAtMost()}: every sample counts. */
    public static final double IGNORE_NOTHING = -1;

    /** Least number of samples of a run: a single sample is not stuck. */
    public static final int LEAST_SAMPLES = 2;

    public StuckRule {
        AlarmRule.validate(name, reorderNs);
        if (!Double.isFinite(tolerance) || tolerance < 0) {
            throw new IllegalArgumentException("tolerance must be finite and not negative, tolerance=" + tolerance);
        }
        if (holdNs < 0) {
            throw new IllegalArgumentException("hold must not be negative, holdNs=" + holdNs);
        }
        if (minSamples < LEAST_SAMPLES) {
            throw new IllegalArgumentException(
                    "minSamples must be at least " + LEAST_SAMPLES + ", minSamples=" + minSamples);
        }
        if (maxGapNs <= 0) {
            throw new IllegalArgumentException("maxGap must be positive, maxGapNs=" + maxGapNs);
        }
        if (!Double.isFinite(ignoreAbsAtMost) || (ignoreAbsAtMost < 0 && ignoreAbsAtMost != IGNORE_NOTHING)) {
            throw new IllegalArgumentException(
                    "ignoreAbsAtMost must be finite and not negative, ignoreAbsAtMost=" + ignoreAbsAtMost);
        }
        sinks = List.copyOf(sinks);
    }

    /** A rule that holds when its value goes. */
    public StuckRule(
            String name,
            SensorSelector selector,
            Priority priority,
            String message,
            List<String> sinks,
            double tolerance,
            long holdNs,
            int minSamples,
            long maxGapNs,
            double ignoreAbsAtMost,
            long reorderNs) {
        this(
                name,
                selector,
                priority,
                message,
                sinks,
                tolerance,
                holdNs,
                minSamples,
                maxGapNs,
                ignoreAbsAtMost,
                reorderNs,
                OnBad.HOLD);
    }

    /** The same alarm that does something else when its value goes. */
    public StuckRule onBad(OnBad other) {
        return new StuckRule(
                name,
                selector,
                priority,
                message,
                sinks,
                tolerance,
                holdNs,
                minSamples,
                maxGapNs,
                ignoreAbsAtMost,
                reorderNs,
                other);
    }

    @Override
    public boolean readsNumbersOf(String sensorName) {
        return selector.names(sensorName);
    }

    @Override
    public AlarmType type() {
        return AlarmType.STUCK;
    }

    @Override
    public void writeFields(FieldWriter out) {
        out.putDouble(tolerance);
        out.putLong(holdNs);
        out.putInt(minSamples);
        out.putLong(maxGapNs);
        out.putDouble(ignoreAbsAtMost);
    }

    static StuckRule read(RuleHead head, FieldReader in) {
        return new StuckRule(
                head.name(),
                head.selector(),
                head.priority(),
                head.message(),
                head.sinks(),
                in.getDouble(),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                in.getDouble(),
                head.reorderNs(),
                head.onBad());
    }

    @Override
    public StuckRule detection() {
        return new StuckRule(
                name,
                selector,
                Priority.MEDIUM,
                "",
                List.of(),
                tolerance,
                holdNs,
                minSamples,
                maxGapNs,
                ignoreAbsAtMost,
                reorderNs,
                onBad);
    }
}
