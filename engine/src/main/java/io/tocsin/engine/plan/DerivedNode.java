package io.tocsin.engine.plan;

import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/**
 * A keyed operator whose results are readings themselves. Each output of each key is the derived sensor
 * {@code name/key/output}, which alarms and later streams can select.
 */
public sealed interface DerivedNode extends OperatorNode permits StreamNode, JoinNode, ProcessNode {
    /** The inputs of the operator. Samples of one key meet in the operator, whichever input they come from. */
    List<Input> inputs();

    @Override
    default boolean readsNumbersOf(String sensorName) {
        return inputs().stream().anyMatch(input -> input.selector().names(sensorName) && input.hasKey(sensorName));
    }

    /** Whether a sample counts at its receive time instead of its event time. */
    boolean byReceiveTime();

    /** How far a key's watermark lags behind its newest sample, ns. */
    long outOfOrdernessNs();

    /** How far the operator's results may lag behind a key's time, ns. */
    default long delayNs() {
        return outOfOrdernessNs();
    }

    /**
     * Whether results lose their value when the sources of a key have ended, because several sensors contribute to
     * them. A result of one sensor keeps its value, as the sensor does, and a function decides for itself.
     */
    default boolean losesValueAtEnd() {
        return false;
    }

    /** Number of values of a result. */
    int outputCount();

    /** The name of a value, the last level of its derived sensor's name. */
    String outputLabel(int output);

    /** Code of a value in snapshots, from 0. */
    int outputCode(int output);

    /** The name of the value with a code. */
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

    /** The selector of the first input. */
    @Override
    default SensorSelector selector() {
        return inputs().get(0).selector();
    }
}
