package io.tocsin.engine.plan;

/** Whose readings move time. */
public enum TimeScope {
    /** Each sensor its own. */
    SENSOR,
    /** Each reading that of all sensors of its source. */
    SOURCE
}
