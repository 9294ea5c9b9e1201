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
    /** The kind's name in the configuration. */
    String type();
}
