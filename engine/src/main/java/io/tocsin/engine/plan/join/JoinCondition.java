package io.tocsin.engine.plan.join;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.Window;

/** Condition under which two samples of one key are partners. */
public sealed interface JoinCondition {
    /**
     * Pairs samples whose time difference, right less left, is within inclusive bounds.
     *
     * @param lowerNs least difference, ns; negative when the right sample may come first
     * @param upperNs greatest difference, ns; at least the lower bound
     */
    record Interval(long lowerNs, long upperNs) implements JoinCondition {
        /** Greatest absolute value of a bound: a hundred years. */
        private static final long MAX_NS = 36_525L * 86_400_000_000_000L;

        public Interval {
            if (lowerNs > upperNs || lowerNs < -MAX_NS || upperNs > MAX_NS) {
                throw new IllegalArgumentException(
                        "lower must not be above upper, lowerNs=" + lowerNs + ", upperNs=" + upperNs);
            }
        }
    }

    /**
     * Pairs a left sample with the newest right sample that has arrived: a set-point, a limit from a table. Only left
     * samples trigger a lookup.
     */
    record Latest() implements JoinCondition {}

    /**
     * Pairs samples in the same window.
     *
     * @param window of a kind that time alone defines
     */
    record SameWindow(Window window) implements JoinCondition {
        public SameWindow {
            if (!(window instanceof AlignedWindow
                    || window instanceof CumulativeWindow
                    || window instanceof CalendarWindow)) {
                throw new IllegalArgumentException(
                        "a join needs windows that time alone defines, type=" + window.type());
            }
        }
    }
}
