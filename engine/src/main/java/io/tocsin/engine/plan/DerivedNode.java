package io.tocsin.engine.plan;

import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/**
 * A keyed operator whose results are readings themselves: each output of each key is the derived sensor
 * {@code name/key/output}, which alarms and later streams can select.
 */
public sealed interface DerivedNode extends OperatorNode permits StreamNode, JoinNode, ProcessNode {
    /** Where its samples come from; those of one key meet, whichever input they come by. */
    List<Input> inputs();

    @Override
    default boolean readsNumbersOf(String sensorName) {
        return inputs().stream().anyMatch(input -> input.selector().names(sensorName) && input.hasKey(sensorName));
    }

    /** Whether a sample counts at the time it was received, not at its event time. */
    boolean byReceiveTime();

    /** How far a key's watermark is behind its newest sample, ns. */
    long outOfOrdernessNs();

    /** How far behind a key's time the results may still be that come of it, ns. */
    default long delayNs() {
        return outOfOrdernessNs();
    }

    /**
     * Whether its results lose their value when the sources of a key have ended, for they are made of several sensors.
     * A result of one sensor stays as the sensor does, and a function decides for itself.
     */
    default boolean losesValueAtEnd() {
        return false;
    }

    /** How many values a result has. */
    int outputCount();

    /** The name of a value, the last level of its derived sensor's name. */
    String outputLabel(int output);

    /** Code of a value in snapshots, from 0. */
    int outputCode(int output);

    /** The name of the value of a code. */
    String labelOfCode(int code);

    /**
     * The name of the derived sensor of a value.
     *
     * @param keyName of the key
     * @param label of the value
     */
    default String resultName(String keyName, String label) {
        return name() + '/' + keyName + '/' + label;
    }

    @Override
    default boolean comparesNumbersOf(String sensorName) {
        return inputs().stream().anyMatch(input -> input.selector().matches(sensorName));
    }

    /** Value of the first input. */
    @Override
    default SensorSelector selector() {
        return inputs().get(0).selector();
    }
}
