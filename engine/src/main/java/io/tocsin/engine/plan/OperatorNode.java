package io.tocsin.engine.plan;

import java.util.List;

/** A keyed operator of a plan: it sees the sensors that its selector selects, and keeps state for each of its keys. */
public sealed interface OperatorNode permits AlarmRule, DerivedNode {
    /** Unique among the operators of its kind. */
    String name();

    /** Which sensors it sees. */
    SensorSelector selector();

    /** Names of the sinks that its results go to. */
    List<String> sinks();

    /** Whether it sees the sensor of this name, and what that says may be a text. */
    default boolean readsTextsOf(String sensorName) {
        return false;
    }

    /**
     * This operator without what only presents its results. Two with equal detection are one to the engine: they keep
     * version and state.
     */
    OperatorNode detection();
}
