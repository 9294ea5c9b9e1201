package io.tocsin.engine.plan;

/** How a stream's samples are cut into windows. Times are epoch nanoseconds, windows are {@code [start, end)}. */
public sealed interface Window
        permits AlignedWindow, CalendarWindow, CountWindow, CumulativeWindow, SessionWindow, StateWindow {
    /** The kind's name in the configuration. */
    String type();
}
