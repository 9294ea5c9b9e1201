package io.tocsin.engine.window;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.Window;

/**
 * Windows that follow from the time alone: which ones hold a time, in the order of their ends. No two end at the same
 * time. One thread; allocates nothing, but for calendars when times are new.
 */
public interface TimeWindows {
    /** {@link #firstEndNs}: no window. */
    long NO_END = Long.MAX_VALUE;

    /**
     * The end of the first window that holds a time and ends after another, or {@link #NO_END}.
     *
     * @param timeNs that it holds, epoch ns
     * @param afterNs at which or before which it must not end, epoch ns
     */
    long firstEndNs(long timeNs, long afterNs);

    /** Whether no window that holds a time ends after another. */
    default boolean isOver(long timeNs, long afterNs) {
        return firstEndNs(timeNs, afterNs) == NO_END;
    }

    /** Where the window begins that has this end. */
    long startNs(long endNs);

    /** Where the window begins that ends next after the one with this end. Nor does any later one begin before that. */
    long nextStartNs(long endNs);

    /** Whether the time alone decides where windows of a kind end. */
    static boolean isOf(Window window) {
        return window instanceof AlignedWindow
                || window instanceof CumulativeWindow
                || window instanceof CalendarWindow;
    }

    /**
     * The windows of a kind.
     *
     * @throws IllegalArgumentException when more than the time decides where they end
     */
    static TimeWindows of(Window window) {
        if (window instanceof AlignedWindow aligned) {
            return new Aligned(aligned);
        }
        if (window instanceof CumulativeWindow cumulative) {
            return new Cumulative(cumulative);
        }
        if (window instanceof CalendarWindow calendar) {
            return new Calendar(new CalendarBoundaries(calendar));
        }
        throw new IllegalArgumentException("no windows of time, type=" + window.type());
    }

    /** Tumbling and sliding ones. */
    record Aligned(AlignedWindow window) implements TimeWindows {
        @Override
        public long firstEndNs(long timeNs, long afterNs) {
            long endNs = window.firstEndAfterNs(Math.max(timeNs, afterNs));
            return endNs - window.sizeNs() <= timeNs ? endNs : NO_END;
        }

        /** Most answers need no division, because every time has a window. */
        @Override
        public boolean isOver(long timeNs, long afterNs) {
            return timeNs < afterNs && TimeWindows.super.isOver(timeNs, afterNs);
        }

        @Override
        public long startNs(long endNs) {
            return endNs - window.sizeNs();
        }

        @Override
        public long nextStartNs(long endNs) {
            return startNs(endNs + window.slideNs());
        }
    }

    /** Cumulative windows: they begin together and end a step after each other. */
    record Cumulative(CumulativeWindow window) implements TimeWindows {
        @Override
        public long firstEndNs(long timeNs, long afterNs) {
            long baseNs = baseNs(timeNs);
            long behindNs = Math.max(timeNs, afterNs) - baseNs;
            return behindNs < window.sizeNs() ? baseNs + (behindNs / window.stepNs() + 1) * window.stepNs() : NO_END;
        }

        /** As {@link Aligned#isOver}. */
        @Override
        public boolean isOver(long timeNs, long afterNs) {
            return timeNs < afterNs && TimeWindows.super.isOver(timeNs, afterNs);
        }

        @Override
        public long startNs(long endNs) {
            return baseNs(endNs - 1);
        }

        @Override
        public long nextStartNs(long endNs) {
            return baseNs(endNs);
        }

        private long baseNs(long timeNs) {
            return timeNs - Math.floorMod(timeNs - window.offsetNs(), window.sizeNs());
        }
    }

    /** Days and shifts. */
    record Calendar(CalendarBoundaries boundaries) implements TimeWindows {
        @Override
        public long firstEndNs(long timeNs, long afterNs) {
            if (!CalendarBoundaries.isKnown(timeNs)) {
                return NO_END;
            }
            long endNs = boundaries.endNs(timeNs);
            return endNs > afterNs ? endNs : NO_END;
        }

        @Override
        public long startNs(long endNs) {
            return boundaries.startNs(endNs - 1);
        }

        @Override
        public long nextStartNs(long endNs) {
            return endNs;
        }
    }
}
