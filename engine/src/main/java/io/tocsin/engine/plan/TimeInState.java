package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.StateSet;

/**
 * The number of seconds of a window in which the value was in a range (1 is running, above 80 is hot), or one of some
 * states (RUN is running). A value holds from its sample to the next one, as for
 * {@link io.tocsin.engine.plan.window.Aggregate#TIME_WEIGHTED_AVG}.
 *
 * @param name of the state, unique in its stream
 * @param least of the range; may be infinite
 * @param hasLeast whether the least is in the range
 * @param greatest of the range; may be infinite
 * @param hasGreatest whether the greatest is in the range
 * @param states texts and numbers instead of the range, which is empty then; {@link StateSet#NONE} for a range
 */
public record TimeInState(
        String name, double least, boolean hasLeast, double greatest, boolean hasGreatest, StateSet states) {
    /** Prefix of {@link #label}. */
    public static final String LABEL_PREFIX = "time_in_";

    public TimeInState {
        AlarmRule.validate(name, AlarmRule.ON_ARRIVAL);
        boolean isRange = least < greatest || (least == greatest && hasLeast && hasGreatest);
        boolean isEmpty = least == 0 && greatest == 0 && !hasLeast && !hasGreatest;
        if (!states.isEmpty()) {
            if (!isEmpty) {
                throw new IllegalArgumentException("the state " + name + " has both states and a range");
            }
        } else if (!isRange || (Double.isInfinite(least) && Double.isInfinite(greatest))) {
            throw new IllegalArgumentException("the state " + name + " contains no value or every value, least=" + least
                    + ", greatest=" + greatest);
        }
    }

    /** Creates a state of a range. */
    public TimeInState(String name, double least, boolean hasLeast, double greatest, boolean hasGreatest) {
        this(name, least, hasLeast, greatest, hasGreatest, StateSet.NONE);
    }

    /** One of these texts and numbers. */
    public static TimeInState in(String name, StateSet states) {
        return new TimeInState(name, 0, false, 0, false, states);
    }

    /** The range from one value to another, both included. */
    public static TimeInState between(String name, double least, double greatest) {
        return new TimeInState(name, least, true, greatest, true);
    }

    /** The range of a single value. */
    public static TimeInState at(String name, double value) {
        return between(name, value, value);
    }

    /** The range of all greater values. */
    public static TimeInState above(String name, double limit) {
        return new TimeInState(name, limit, false, Double.POSITIVE_INFINITY, true);
    }

    /** The range of all lesser values. */
    public static TimeInState below(String name, double limit) {
        return new TimeInState(name, Double.NEGATIVE_INFINITY, true, limit, false);
    }

    /** The state's name in rows and in the names of derived sensors. */
    public String label() {
        return LABEL_PREFIX + name;
    }

    /** Whether the state is that of texts and numbers, and not of a range. */
    public boolean isOfStates() {
        return !states.isEmpty();
    }

    /** Whether a value is in the range. */
    public boolean contains(double value) {
        return (hasLeast ? value >= least : value > least) && (hasGreatest ? value <= greatest : value < greatest);
    }
}
