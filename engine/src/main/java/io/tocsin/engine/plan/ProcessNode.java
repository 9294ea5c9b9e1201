package io.tocsin.engine.plan;

import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A user's function over the readings of each key. The plan names the function; its code is found where the plan is
 * run. The function's results are readings of the derived sensor {@code name/key}, or of {@code name.tag/key} for a
 * side output.
 *
 * @param name unique among streams and process nodes
 * @param selector of the input sensors: sensors of sources, and of the previous operators
 * @param groupBy "" when the key is the sensor, or a template as {@link StreamNode#groupBy()}
 * @param byReceiveTime whether a reading counts at its receive time instead of its event time
 * @param function name under which the function is registered
 * @param functionVersion of the function, above 0; a new version begins with fresh state
 * @param sideOutputs tags of the side outputs
 * @param broadcast sensors whose readings reach the function for all keys; null for none
 * @param outOfOrdernessNs how far a key's watermark lags behind its newest reading, ns
 * @param inOrder whether readings are held until the watermark reaches them, and later ones are skipped
 * @param sinks that receive the main output as rows; empty when the node only feeds alarms and other operators
 */
public record ProcessNode(
        String name,
        SensorSelector selector,
        String groupBy,
        boolean byReceiveTime,
        String function,
        int functionVersion,
        List<String> sideOutputs,
        SensorSelector broadcast,
        long outOfOrdernessNs,
        boolean inOrder,
        List<String> sinks)
        implements DerivedNode {
    /** The most side outputs. */
    public static final int MAX_SIDE_OUTPUTS = 16;
    /** The most filters of the selector. */
    public static final int MAX_INPUTS = 127;
    /** Index of the main output. Side outputs follow in their order. */
    public static final int MAIN = 0;

    public ProcessNode {
        AlarmRule.validate(name, AlarmRule.ON_ARRIVAL);
        requireLevel("function's name", function);
        sideOutputs = List.copyOf(sideOutputs);
        sinks = List.copyOf(sinks);
        sideOutputs.forEach(tag -> requireLevel("side output's tag", tag));
        if (functionVersion < 1) {
            throw new IllegalArgumentException(
                    "functionVersion must be at least 1, functionVersion=" + functionVersion);
        }
        if (sideOutputs.size() > MAX_SIDE_OUTPUTS || new HashSet<>(sideOutputs).size() < sideOutputs.size()) {
            throw new IllegalArgumentException(
                    "a node has at most " + MAX_SIDE_OUTPUTS + " side outputs, none twice, sideOutputs=" + sideOutputs);
        }
        if (selector.filters().size() > MAX_INPUTS) {
            throw new IllegalArgumentException("a node has at most " + MAX_INPUTS + " inputs, name=" + name);
        }
        if (outOfOrdernessNs < 0) {
            throw new IllegalArgumentException("times must not be negative, outOfOrdernessNs=" + outOfOrdernessNs);
        }
    }

    /** This node without presentation. Two nodes with equal detection keep their state. */
    @Override
    public NodeType kind() {
        return NodeType.PROCESS;
    }

    @Override
    public ProcessNode detection() {
        return to(List.of());
    }

    /** This node with other sinks. */
    public ProcessNode to(List<String> otherSinks) {
        return new ProcessNode(
                name,
                selector,
                groupBy,
                byReceiveTime,
                function,
                functionVersion,
                sideOutputs,
                broadcast,
                outOfOrdernessNs,
                inOrder,
                otherSinks);
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input(selector, groupBy));
    }

    @Override
    public boolean comparesNumbersOf(String sensorName) {
        return selector.matches(sensorName) || (broadcast != null && broadcast.matches(sensorName));
    }

    @Override
    public boolean readsNumbersOf(String sensorName) {
        return DerivedNode.super.readsNumbersOf(sensorName) || (broadcast != null && broadcast.names(sensorName));
    }

    @Override
    public int outputCount() {
        return 1 + sideOutputs.size();
    }

    /** The tag of a side output, or "" for the main output. */
    @Override
    public String outputLabel(int output) {
        return output == MAIN ? "" : sideOutputs.get(output - 1);
    }

    @Override
    public int outputCode(int output) {
        return output;
    }

    @Override
    public String labelOfCode(int code) {
        return outputLabel(code);
    }

    /**
     * The name {@code name/key}, or {@code name.tag/key} for a side output. A key may have any number of levels, so the
     * output is part of the first level, where filters can distinguish it.
     */
    @Override
    public String resultName(String keyName, String label) {
        return outputName(label) + '/' + keyName;
    }

    /** The first levels of the names of the node's derived sensors, the main output first. */
    public List<String> outputNames() {
        return IntStream.range(0, outputCount())
                .mapToObj(output -> outputName(outputLabel(output)))
                .toList();
    }

    private String outputName(String label) {
        return label.isEmpty() ? name : name + '.' + label;
    }

    private static void requireLevel(String what, String name) {
        boolean isOdd = name.isEmpty()
                || name.length() > AlarmRule.MAX_NAME_LENGTH
                || name.chars().anyMatch(c -> "/+#$".indexOf(c) >= 0 || Character.isISOControl(c));
        if (isOdd) {
            throw new IllegalArgumentException("a " + what + " must have 1 to " + AlarmRule.MAX_NAME_LENGTH
                    + " characters, none of them / + # $ or a control character, name=" + name);
        }
    }
}
