package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/**
 * Raised when a value changes too fast from one sample to the next.
 *
 * @param perNs time unit of the rate, nanoseconds
 * @param limit greatest change per time unit that raises no alarm
 * @param deadband how far below the limit the rate must fall before the alarm clears
 * @param maxGapNs longest gap between two samples that have a rate; {@link #ANY_GAP} for no limit
 * @param direction of the changes that count
 * @param onBad behaviour of an active alarm when its value is lost
 */
public record RateOfChangeRule(
        String name,
        SensorSelector selector,
        Priority priority,
        String message,
        List<String> sinks,
        long perNs,
        double limit,
        double deadband,
        long maxGapNs,
        RateDirection direction,
        long reorderNs,
        OnBad onBad)
        implements AlarmRule {
    /** Value of {@link #maxGapNs()}: no gap is too long. */
    public static final long ANY_GAP = Long.MAX_VALUE;

    public RateOfChangeRule {
        AlarmRule.validate(name, reorderNs);
        if (perNs <= 0) {
            throw new IllegalArgumentException("per must be positive, perNs=" + perNs);
        }
        if (!Double.isFinite(limit) || limit < 0) {
            throw new IllegalArgumentException("limit must be finite and not negative, limit=" + limit);
        }
        if (!Double.isFinite(deadband) || deadband < 0) {
            throw new IllegalArgumentException("deadband must be finite and not negative, deadband=" + deadband);
        }
        if (direction == RateDirection.ANY && deadband > limit) {
            throw new IllegalArgumentException(
                    "deadband must be at most limit, or no rate clears the alarm, deadband=" + deadband);
        }
        if (maxGapNs <= 0) {
            throw new IllegalArgumentException("maxGap must be positive, maxGapNs=" + maxGapNs);
        }
        sinks = List.copyOf(sinks);
    }

    /** This rule with another behaviour when the value is lost. */
    public RateOfChangeRule onBad(OnBad other) {
        return new RateOfChangeRule(
                name, selector, priority, message, sinks, perNs, limit, deadband, maxGapNs, direction, reorderNs,
                other);
    }

    @Override
    public boolean readsNumbersOf(String sensorName) {
        return selector.names(sensorName);
    }

    @Override
    public AlarmType type() {
        return AlarmType.RATE_OF_CHANGE;
    }

    @Override
    public void writeFields(FieldWriter out) {
        out.putLong(perNs);
        out.putDouble(limit);
        out.putDouble(deadband);
        out.putLong(maxGapNs);
        out.putByte(direction.ordinal());
    }

    static RateOfChangeRule read(RuleHead head, FieldReader in) {
        return new RateOfChangeRule(
                head.name(),
                head.selector(),
                head.priority(),
                head.message(),
                head.sinks(),
                in.getLong(),
                in.getDouble(),
                in.getDouble(),
                in.getLong(),
                in.getOneOf(RateDirection.values()),
                head.reorderNs(),
                head.onBad());
    }

    @Override
    public RateOfChangeRule detection() {
        return new RateOfChangeRule(
                name,
                selector,
                Priority.MEDIUM,
                "",
                List.of(),
                perNs,
                limit,
                deadband,
                maxGapNs,
                direction,
                reorderNs,
                onBad);
    }
}
