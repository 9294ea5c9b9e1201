package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/**
 * Raised when a sensor has reported one value for a time.
 *
 * @param tolerance how far a value may differ from the first value of its run and still count as the same
 * @param holdNs how long a run must last before the alarm is raised
 * @param minSamples how many samples a run must have before the alarm is raised, the first one included
 * @param maxGapNs longest gap between two samples of one run; {@link #ANY_GAP} for no limit
 * @param onBad behaviour of an active alarm when its value is lost
 * @param ignoreAbsAtMost samples whose absolute value is at most this belong to no run; {@link #IGNORE_NOTHING} for no
 *     limit
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
    /** Value of {@link #maxGapNs()}: no gap is too long. */
    public static final long ANY_GAP = Long.MAX_VALUE;

    /** Value of {@link #ignoreAbsAtMost()}: every sample counts. */
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

    /** Creates a rule that holds an active alarm when its value is lost. */
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

    /** This rule with another behaviour when the value is lost. */
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
