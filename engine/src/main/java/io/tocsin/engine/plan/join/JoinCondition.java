package io.tocsin.engine.plan.join;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.Window;

/** When two samples of one key are partners. */
public sealed interface JoinCondition {
    /**
     * Pairs samples when the right one's time less the left one's is within inclusive bounds.
     *
     * @param lowerNs negative: the right sample may come before the left one, ns
     * @param upperNs at least the lower bound, ns
     */
    record Interval(long lowerNs, long upperNs) implements JoinCondition {
        /** Bounds are at most this far from zero: a hundred years. */
        private static final long MAX_NS = 36_525L * 86_400_000_000_000L;

        public Interval {
            if (lowerNs > upperNs || lowerNs < -MAX_NS || upperNs > MAX_NS) {
                throw new IllegalArgumentException(
                        "lower must not be above upper, lowerNs=" + lowerNs + ", upperNs=" + upperNs);
            }
        }
    }

    /** When the right one is the newest that has come: a set-point, a limit from a table. Only the left one asks. */
    record Latest() implements JoinCondition {}

    /**
     * When they are in one window.
     *
     * @param window of a kind whose windows follow from the time alone
     */
    record SameWindow(Window window) implements JoinCondition {
        public SameWindow {
            if (!(window instanceof AlignedWindow
                    || window instanceof CumulativeWindow
                    || window instanceof CalendarWindow)) {
                throw new IllegalArgumentException(
                        "joined are windows whose ends follow from the time alone: not those of type " + window.type());
            }
        }
    }
}
