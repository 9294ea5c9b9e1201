package io.tocsin.engine.window;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.Window;

/**
 * Windows defined by time alone: which windows contain a time, in the order of their ends. No two windows end at the
 * same time. One thread; allocates nothing, except for new stretches of a calendar.
 */
public interface TimeWindows {
    /** Value of {@link #firstEndNs} for no window. */
    long NO_END = Long.MAX_VALUE;

    /**
     * The end of the first window that contains a time and ends after another time, or {@link #NO_END}.
     *
     * @param timeNs time within the window, epoch ns
     * @param afterNs time before the window's end, epoch ns
     */
    long firstEndNs(long timeNs, long afterNs);

    /** Whether all windows that contain a time end at or before another time. */
    default boolean isOver(long timeNs, long afterNs) {
        return firstEndNs(timeNs, afterNs) == NO_END;
    }

    /** Start of the window with this end. */
    long startNs(long endNs);

    /** Start of the next window by end, after the window with this end. No later window begins earlier. */
    long nextStartNs(long endNs);

    /** Whether time alone decides where windows of a kind end. */
    static boolean isOf(Window window) {
        return window instanceof AlignedWindow
                || window instanceof CumulativeWindow
                || window instanceof CalendarWindow;
    }

    /**
     * Creates the windows of a kind.
     *
     * @throws IllegalArgumentException when more than time decides where the windows end
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
        throw new IllegalArgumentException("time alone does not decide the windows' ends, type=" + window.type());
    }

    /** Tumbling and sliding windows. */
    record Aligned(AlignedWindow window) implements TimeWindows {
        @Override
        public long firstEndNs(long timeNs, long afterNs) {
            long endNs = window.firstEndAfterNs(Math.max(timeNs, afterNs));
            return endNs - window.sizeNs() <= timeNs ? endNs : NO_END;
        }

        /** Answers most calls without a division, because every time has a window. */
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

    /** Cumulative windows, which begin together and end one step apart. */
    record Cumulative(CumulativeWindow window) implements TimeWindows {
        @Override
        public long firstEndNs(long timeNs, long afterNs) {
            long baseNs = baseNs(timeNs);
            long behindNs = Math.max(timeNs, afterNs) - baseNs;
            return behindNs < window.sizeNs() ? baseNs + (behindNs / window.stepNs() + 1) * window.stepNs() : NO_END;
        }

        /** Answers most calls without a division, as {@link Aligned#isOver}. */
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
