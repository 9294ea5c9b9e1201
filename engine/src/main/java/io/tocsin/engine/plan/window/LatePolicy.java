package io.tocsin.engine.plan.window;

/** Treatment of a sample behind the watermark and beyond the allowed lateness of every window that would contain it. */
public enum LatePolicy {
    /** Counts and drops the sample. */
    DROP,
    /** As {@link #DROP}; states explicitly that windows emit changed rows within their lateness. */
    UPDATE,
    /** Counts the sample and emits it as a row of its own. */
    SIDE
}
