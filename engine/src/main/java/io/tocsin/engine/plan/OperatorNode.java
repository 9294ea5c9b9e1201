package io.tocsin.engine.plan;

import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;
import java.util.Set;

/**
 * A keyed operator of a plan. The operator receives the sensors of its selector and keeps state for each of its keys.
 */
public sealed interface OperatorNode permits AlarmRule, DerivedNode {
    NodeType kind();

    /** Name of the operator, unique within its kind. */
    String name();

    /** Selects the sensors that the operator receives. */
    SensorSelector selector();

    /** Names of the sinks that receive the operator's results. */
    List<String> sinks();

    /** Whether the operator looks up the sensor of this name, such as a table's cell, and accepts a text there. */
    default boolean readsTextsOf(String sensorName) {
        return false;
    }

    /**
     * Whether the operator receives the sensor of this name and accepts only numbers. Texts then only advance its time.
     */
    default boolean comparesNumbersOf(String sensorName) {
        return selector().matches(sensorName);
    }

    /** The texts that the operator compares with. Places in the dictionary of texts are reserved for them. */
    default Set<String> namedTexts() {
        return Set.of();
    }

    /**
     * Whether the operator computes or compares with the numbers of the sensor of this name, so that a text would
     * disable it. False for a selector that begins with a wildcard, which may match the sensor unintentionally, except
     * in a lookup.
     */
    default boolean readsNumbersOf(String sensorName) {
        return false;
    }

    /**
     * This operator without message, priority and sinks. Operators with equal detection share version and state.
     */
    OperatorNode detection();
}
