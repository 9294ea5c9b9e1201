package io.tocsin.engine.plan;

/** Scope of the time that a reading moves. */
public enum TimeScope {
    /** Each sensor its own. */
    SENSOR,
    /** Each reading that of all sensors of its source. */
    SOURCE
}
