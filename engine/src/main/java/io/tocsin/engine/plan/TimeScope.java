package io.tocsin.engine.plan;

/** The sensors whose time a reading advances. */
public enum TimeScope {
    /** A reading advances the time of its own sensor. */
    SENSOR,
    /** A reading advances the time of all sensors of its source. */
    SOURCE
}
