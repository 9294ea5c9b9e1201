package io.tocsin.engine.plan;

import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.KeyTemplate;
import io.tocsin.engine.plan.select.SelectorIndex;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs through which sensors enter a plan's operators. Every input has a number. Operators are numbered in the
 * order of the plan, and the inputs of an operator are consecutive, its broadcasts first. Immutable; any thread.
 */
public final class PlanInputs {
    private static final int BROADCAST = -1;

    private final List<Entry> entries = new ArrayList<>();
    private final SelectorIndex index = new SelectorIndex();
    private final int[] inputCounts;
    /** By operator: number of its first input that is not a broadcast. */
    private final int[] firsts;

    /**
     * @param input of the operator, from 0, or {@link #BROADCAST}
     * @param template of the key; null where every sensor is a key of its own
     */
    private record Entry(
            int operator, int input, SensorSelector selector, KeyTemplate template, boolean byReceiveTime) {}

    /** @param operators {@link Plan#operators()} */
    public PlanInputs(List<OperatorNode> operators) {
        inputCounts = new int[operators.size()];
        firsts = new int[operators.size()];
        for (int operator = 0; operator < operators.size(); operator++) {
            OperatorNode node = operators.get(operator);
            if (node instanceof ProcessNode process && process.broadcast() != null) {
                add(new Entry(operator, BROADCAST, process.broadcast(), null, false));
            }
            firsts[operator] = entries.size();
            boolean byReceiveTime = node instanceof DerivedNode derived && derived.byReceiveTime();
            List<Input> inputs =
                    node instanceof DerivedNode derived ? derived.inputs() : List.of(new Input(node.selector(), ""));
            inputCounts[operator] = inputs.size();
            for (int input = 0; input < inputs.size(); input++) {
                Input from = inputs.get(input);
                add(new Entry(operator, input, from.selector(), from.keyTemplate(), byReceiveTime));
            }
        }
    }

    private void add(Entry entry) {
        index.add(entries.size(), entry.selector);
        entries.add(entry);
    }

    /** The numbers of the inputs that select a sensor, ascending. Allocates. */
    public int[] matches(String sensorName) {
        return index.matches(sensorName);
    }

    /** Whether an operator after this one selects a sensor of this name. Allocates. */
    public boolean isWantedBehind(int operator, String sensorName) {
        int[] found = matches(sensorName);
        return found.length > 0 && operator(found[found.length - 1]) > operator;
    }

    /** Index of an input's operator. */
    public int operator(int entry) {
        return entries.get(entry).operator;
    }

    /** Index of the input within its operator, from 0. Not for broadcasts. */
    public int input(int entry) {
        return entries.get(entry).input;
    }

    /** Whether all keys of the operator receive the input's readings. */
    public boolean isBroadcast(int entry) {
        return entries.get(entry).input == BROADCAST;
    }

    /** Whether the input's readings are forwarded to the key's own sensor instead of being processed per sensor. */
    public boolean isForwarded(int entry) {
        return isMember(entry) || isByReceiveTime(entry);
    }

    /** Whether several sensors may share a key of the input. */
    public boolean isMember(int entry) {
        return entries.get(entry).template != null;
    }

    /** Whether the input's readings count at their receive times. */
    public boolean isByReceiveTime(int entry) {
        return entries.get(entry).byReceiveTime;
    }

    /** The key of a sensor in an input; null when the sensor's name lacks the levels of the template. */
    public String keyOf(int entry, String sensorName) {
        KeyTemplate template = entries.get(entry).template;
        return template == null ? sensorName : template.keyOf(sensorName);
    }

    /** Whether readings are broadcast to an operator. */
    public boolean hasBroadcast(int operator) {
        int first = firsts[operator];
        return first > 0 && entries.get(first - 1).operator == operator;
    }

    /** Number of inputs of an operator. */
    public int inputCount(int operator) {
        return inputCounts[operator];
    }

    /** The selector of an operator's first input. */
    public SensorSelector firstSelector(int operator) {
        return entries.get(firsts[operator]).selector;
    }
}
