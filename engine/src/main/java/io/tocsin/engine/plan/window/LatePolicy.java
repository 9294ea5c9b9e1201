package io.tocsin.engine.plan.window;

/** Treatment of a sample behind the watermark and the allowed lateness of every window it belongs to. */
public enum LatePolicy {
    /** The sample is counted and dropped. */
    DROP,
    /** As {@link #DROP}; said by those who want changed rows of windows within their lateness. */
    UPDATE,
    /** The sample is counted and emitted as a row of its own. */
    SIDE
}
