package io.tocsin.engine.plan;

/**
 * The number of seconds of a window in which the value was in a range: 1 is running, above 80 is hot. A value holds
 * from its sample to the next one, as for {@link io.tocsin.engine.plan.window.Aggregate#TIME_WEIGHTED_AVG}.
 *
 * @param name of the state, unique in its stream
 * @param least of the range; may be infinite
 * @param hasLeast whether the least is in the range
 * @param greatest of the range; may be infinite
 * @param hasGreatest whether the greatest is in the range
 */
public record TimeInState(String name, double least, boolean hasLeast, double greatest, boolean hasGreatest) {
    /** Prefix of {@link #label}. */
    public static final String LABEL_PREFIX = "time_in_";

    public TimeInState {
        AlarmRule.validate(name, AlarmRule.ON_ARRIVAL);
        boolean isRange = least < greatest || (least == greatest && hasLeast && hasGreatest);
        if (!isRange || (Double.isInfinite(least) && Double.isInfinite(greatest))) {
            throw new IllegalArgumentException("the state " + name + " contains no value or every value, least=" + least
                    + ", greatest=" + greatest);
        }
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

    /** Whether a value is in the state. */
    public boolean contains(double value) {
        return (hasLeast ? value >= least : value > least) && (hasGreatest ? value <= greatest : value < greatest);
    }
}
