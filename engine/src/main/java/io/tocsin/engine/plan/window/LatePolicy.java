package io.tocsin.engine.plan.window;

/** Treatment of a sample behind the watermark and the allowed lateness of every window it belongs to. */
public enum LatePolicy {
    /** It is counted and gone. */
    DROP,
    /** As {@link #DROP}; said by those who want changed rows of windows within their lateness. */
    UPDATE,
    /** It is counted and leaves as a row of its own. */
    SIDE
}
