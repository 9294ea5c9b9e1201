package io.tocsin.engine.plan.window;

/** How a stream's samples are divided into windows. Times are epoch nanoseconds; windows are {@code [start, end)}. */
public sealed interface Window
        permits AlignedWindow,
                CalendarWindow,
                CountWindow,
                CumulativeWindow,
                RollingWindow,
                SessionWindow,
                StateWindow {
    /** Value of {@link #stepNs} of windows that end by their samples. */
    long NO_STEP = 0;

    /** The least time from the end of a window to the end of the next, ns, where time alone decides the ends. */
    default long stepNs() {
        return NO_STEP;
    }

    /** The kind's name in the configuration. */
    String type();
}
