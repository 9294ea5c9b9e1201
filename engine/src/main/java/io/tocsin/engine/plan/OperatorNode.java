package io.tocsin.engine.plan;

import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;
import java.util.Set;

/** A keyed operator of a plan: it sees the sensors that its selector selects, and keeps state for each of its keys. */
public sealed interface OperatorNode permits AlarmRule, DerivedNode {
    NodeType kind();

    /** Unique among the operators of its kind. */
    String name();

    /** Which sensors it sees. */
    SensorSelector selector();

    /** Names of the sinks that its results go to. */
    List<String> sinks();

    /** Whether it looks up the sensor of this name, a table's cell, and what that holds may be a text. */
    default boolean readsTextsOf(String sensorName) {
        return false;
    }

    /** Whether it sees the sensor of this name and takes numbers only: it looks over texts, which move its time. */
    default boolean comparesNumbersOf(String sensorName) {
        return selector().matches(sensorName);
    }

    /** The texts that it waits for; they find a place in the dictionary whatever else is said. */
    default Set<String> namedTexts() {
        return Set.of();
    }

    /**
     * Whether it computes or compares with the numbers of the sensor of this name, so that a text would switch
     * something off. False for a selector that begins with a wildcard, which may match the sensor unintentionally,
     * except in a lookup.
     */
    default boolean readsNumbersOf(String sensorName) {
        return false;
    }

    /**
     * This operator without message, priority and sinks. Operators with equal detection share version and state.
     */
    OperatorNode detection();
}
