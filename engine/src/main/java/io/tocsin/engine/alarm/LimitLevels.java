package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.LimitLayout.ACTIVE;
import static io.tocsin.engine.alarm.LimitLayout.NORMAL;
import static io.tocsin.engine.alarm.LimitLayout.PENDING_OFF;
import static io.tocsin.engine.alarm.LimitLayout.PENDING_ON;
import static io.tocsin.engine.alarm.LimitLayout.levelState;

import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.alarm.LimitLevel;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * The levels of a limit alarm: their limits, deadbands and delays, and how the state of a level changes. Immutable.
 *
 * <p>A level is addressed by its index in the rule; its states are those of {@link LimitLayout}.
 */
final class LimitLevels {
    private final boolean[] high;
    private final double[] limits;
    private final double[] clearAt;
    private final int[] codes;
    private final long onDelayNs;
    private final long offDelayNs;

    LimitLevels(LimitRule rule) {
        List<LimitLevel> levels = rule.levels();
        int count = levels.size();
        this.onDelayNs = rule.onDelayNs();
        this.offDelayNs = rule.offDelayNs();
        this.high = new boolean[count];
        this.limits = new double[count];
        this.clearAt = new double[count];
        this.codes = new int[count];
        for (int i = 0; i < count; i++) {
            LimitLevel level = levels.get(i);
            high[i] = level.level().isHigh();
            limits[i] = level.limit();
            clearAt[i] = level.clearAt();
            codes[i] = level.level().ordinal();
        }
    }

    int count() {
        return limits.length;
    }

    double limit(int level) {
        return limits[level];
    }

    /** The level in events: the ordinal of its name. */
    int code(int level) {
        return codes[level];
    }

    /** The values that change no state. */
    LimitBands bands() {
        return new LimitBands(high, limits, clearAt);
    }

    /** The state of a level after a value. */
    int next(int levelState, int level, double value) {
        return switch (levelState) {
            case NORMAL -> isInAlarm(level, value) ? (onDelayNs == 0 ? ACTIVE : PENDING_ON) : NORMAL;
            case PENDING_ON -> isInAlarm(level, value) ? PENDING_ON : NORMAL;
            case ACTIVE -> isClear(level, value) ? (offDelayNs == 0 ? NORMAL : PENDING_OFF) : ACTIVE;
            default -> isClear(level, value) ? PENDING_OFF : ACTIVE;
        };
    }

    private boolean isInAlarm(int level, double value) {
        return high[level] ? value > limits[level] : value < limits[level];
    }

    private boolean isClear(int level, double value) {
        return high[level] ? value <= clearAt[level] : value >= clearAt[level];
    }

    /**
     * When the delay of a level ends; {@link KeyedOperator#NO_TIMER} in a state without a delay.
     *
     * @param sinceAt address of the time since which the level is in this state
     */
    long dueNs(int levelState, long sinceAt) {
        return switch (levelState) {
            case PENDING_ON -> UnsafeApi.getLong(sinceAt) + onDelayNs;
            case PENDING_OFF -> UnsafeApi.getLong(sinceAt) + offDelayNs;
            default -> KeyedOperator.NO_TIMER;
        };
    }
}
