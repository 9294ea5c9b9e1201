package io.tocsin.engine.plan;

import java.util.HashSet;
import java.util.List;

/**
 * A derived stream: the windows of the selected sensors. Each aggregate of a row is also a reading of the derived sensor
 * {@code name/key/aggregate}, which alarms and later streams can select.
 *
 * @param name unique among the streams
 * @param selector which sensors are its samples: of sources, and of the streams before it
 * @param groupBy "" when every sensor has windows of its own, or the key that its sensors share, a template over the levels
 *     of their names: {@code {1}/{2}}
 * @param byReceiveTime whether a sample counts at the time it was received, not at its event time
 * @param aggregates of a row, in their order; 1 to {@value #MAX_AGGREGATES}, none twice
 * @param outOfOrdernessNs how far a key's watermark is behind its newest sample, ns
 * @param latenessNs how long a closed window may still change, ns
 * @param sinks where its rows go; empty: nowhere, it only feeds alarms and streams
 */
public record StreamNode(
        String name,
        SensorSelector selector,
        String groupBy,
        Window window,
        boolean byReceiveTime,
        List<Aggregate> aggregates,
        long outOfOrdernessNs,
        long latenessNs,
        LatePolicy late,
        EmitMode emit,
        List<String> sinks)
        implements DerivedNode {
    /** The most aggregates of a row. */
    public static final int MAX_AGGREGATES = 16;

    public StreamNode {
        AlarmRule.validate(name, AlarmRule.ON_ARRIVAL);
        aggregates = List.copyOf(aggregates);
        sinks = List.copyOf(sinks);
        if (aggregates.isEmpty() || aggregates.size() > MAX_AGGREGATES) {
            throw new IllegalArgumentException("a stream has 1 to " + MAX_AGGREGATES + " aggregates, name=" + name);
        }
        if (new HashSet<>(aggregates).size() < aggregates.size()) {
            throw new IllegalArgumentException("an aggregate is given twice, name=" + name);
        }
        if (outOfOrdernessNs < 0 || latenessNs < 0) {
            throw new IllegalArgumentException(
                    "times must not be negative, outOfOrdernessNs=" + outOfOrdernessNs + ", latenessNs=" + latenessNs);
        }
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input(selector, groupBy));
    }

    @Override
    public int outputCount() {
        return aggregates.size();
    }

    @Override
    public String outputLabel(int output) {
        return aggregates.get(output).label();
    }

    @Override
    public int outputCode(int output) {
        return aggregates.get(output).ordinal();
    }

    @Override
    public String labelOfCode(int code) {
        return Aggregate.values()[code].label();
    }

    /** This stream without what only presents it. Two streams with equal detection keep their state. */
    @Override
    public StreamNode detection() {
        return to(List.of());
    }

    /** The same with other sinks. */
    public StreamNode to(List<String> otherSinks) {
        return new StreamNode(
                name,
                selector,
                groupBy,
                window,
                byReceiveTime,
                aggregates,
                outOfOrdernessNs,
                latenessNs,
                late,
                emit,
                otherSinks);
    }

    /** Whether its windows must see the samples in the order of event time. */
    public boolean needsOrder() {
        return window instanceof StateWindow || aggregatesNeedOrder();
    }

    /** Whether its aggregates must: then a sample older than the newest is late, whatever windows it would be in. */
    public boolean aggregatesNeedOrder() {
        return aggregates.stream().anyMatch(Aggregate::needsOrder);
    }

    /** What is left to do once samples are in the order it needs: they come without disorder. Itself if it needs none. */
    public StreamNode inOrder() {
        if (!needsOrder()) {
            return this;
        }
        return new StreamNode(
                name, selector, groupBy, window, byReceiveTime, aggregates, 0, latenessNs, late, emit, sinks);
    }
}
