package io.tocsin.engine.plan.window;

/** The rows that a stream emits. */
public enum EmitMode {
    /** One final row per window, once the window has expired. */
    APPEND,
    /** A row when a window closes, and another for every later change. */
    UPDATE,
    /** Every row of the table, at each firing. */
    COMPLETE
}
