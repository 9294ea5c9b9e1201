package io.tocsin.engine.plan.window;

/** Which rows of a stream leave. */
public enum EmitMode {
    /** One final row a window, when nothing can change it any more. */
    APPEND,
    /** A row when a window closes and one for every change after that. */
    UPDATE,
    /** Every row of the table, at each firing. */
    COMPLETE
}
