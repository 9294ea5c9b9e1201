package io.tocsin.engine.dataflow;

import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.DoubleState;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.keyed.KeyedStates;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Window;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;

/** Readings by key. Each key has its own time and state. Immutable. */
public final class KeyedStream {
    private final ReadingStream stream;
    private final String template;
    private final Levels keyLevels;
    private final boolean isByReceiveTime;
    private final long outOfOrdernessNs;
    private final boolean isInOrder;
    private final SensorSelector broadcast;

    private KeyedStream(
            ReadingStream stream,
            String template,
            Levels keyLevels,
            boolean isByReceiveTime,
            long outOfOrdernessNs,
            boolean isInOrder,
            SensorSelector broadcast) {
        this.stream = stream;
        this.template = template;
        this.keyLevels = keyLevels;
        this.isByReceiveTime = isByReceiveTime;
        this.outOfOrdernessNs = outOfOrdernessNs;
        this.isInOrder = isInOrder;
        this.broadcast = broadcast;
    }

    static KeyedStream of(ReadingStream stream, String template, Levels keyLevels) {
        if (!template.isEmpty()) {
            new Input(stream.selector(), template); // refuses an invalid template
        }
        return new KeyedStream(stream, template, keyLevels, false, 0, false, null);
    }

    /** Sets how far a key's watermark lags behind its newest reading. */
    public KeyedStream outOfOrderness(Duration bound) {
        return new KeyedStream(stream, template, keyLevels, isByReceiveTime, bound.toNanos(), isInOrder, broadcast);
    }

    /**
     * Holds readings for the out-of-orderness and passes them on in the order of event time; later readings are
     * skipped.
     */
    public KeyedStream inOrder() {
        return new KeyedStream(stream, template, keyLevels, isByReceiveTime, outOfOrdernessNs, true, broadcast);
    }

    /** Uses receive times instead of event times: no reading is late, and time advances without readings. */
    public KeyedStream byReceiveTime() {
        return new KeyedStream(stream, template, keyLevels, true, outOfOrdernessNs, isInOrder, broadcast);
    }

    /** Sends the readings of a stream to {@link KeyedProcessFunction#onBroadcast} for all keys. */
    public KeyedStream broadcast(ReadingStream rules) {
        return new KeyedStream(
                stream, template, keyLevels, isByReceiveTime, outOfOrdernessNs, isInOrder, rules.selector());
    }

    /** Creates windows over each key. */
    public WindowedStream window(Window window) {
        if (isInOrder || broadcast != null) {
            throw new IllegalArgumentException("windows cannot have a broadcast or inOrder(), window=" + window.type());
        }
        return WindowedStream.of(this, window);
    }

    /**
     * Joins readings of this stream (left) and another stream (right) that have the same key and belong together in
     * time. The results are readings of {@code name/key/value}. The out-of-orderness is this stream's.
     *
     * @throws IllegalArgumentException when one of the streams has no template, or the streams differ in dataflow or
     *     kind of time
     */
    public JoinedStream join(
            String name, KeyedStream other, JoinType type, JoinCondition condition, JoinValue... values) {
        if (other.stream.builder() != stream.builder() || other.isByReceiveTime != isByReceiveTime) {
            throw new IllegalArgumentException("joined streams must share a dataflow and a kind of time, name=" + name);
        }
        JoinNode node = new JoinNode(
                name,
                new Input(stream.selector(), template),
                new Input(other.stream.selector(), other.template),
                type,
                condition,
                isByReceiveTime,
                List.of(values),
                outOfOrdernessNs,
                List.of());
        return new JoinedStream(stream.builder(), stream.builder().add(node), node, keyLevels.and(other.keyLevels));
    }

    /** Reduces the readings of each key to one number, emitted after every reading as a reading of {@code name/key}. */
    public ProcessedStream reduce(String name, int version, DoubleBinaryOperator reducer) {
        return process(name, version, () -> new Reduce(reducer));
    }

    /**
     * Applies a function to each key. The results are readings of {@code name/key}, and of {@code name.tag/key} for
     * side outputs.
     *
     * @param name of the operator and of the function
     * @param version of the function, above 0; a new version begins with fresh state
     * @param function returns a new instance at every call
     * @throws IllegalArgumentException when the name is already used, or the function's declarations are invalid
     */
    public ProcessedStream process(String name, int version, Supplier<? extends KeyedProcessFunction> function) {
        KeyedStates declared = new KeyedStates(function.get(), () -> 0);
        if (declared.broadcast().isDeclared() != (broadcast != null)) {
            throw new IllegalArgumentException(
                    "a function must declare broadcast state if and only if a stream is broadcast to it, name=" + name);
        }
        ProcessNode node = new ProcessNode(
                name,
                stream.selector(),
                template,
                isByReceiveTime,
                name,
                version,
                declared.tagNames(),
                broadcast,
                outOfOrdernessNs,
                isInOrder,
                List.of());
        int place = stream.builder().add(node);
        stream.builder().register(name, version, function);
        return new ProcessedStream(stream.builder(), place, node, keyLevels);
    }

    ReadingStream stream() {
        return stream;
    }

    String template() {
        return template;
    }

    Levels keyLevels() {
        return keyLevels;
    }

    boolean isByReceiveTime() {
        return isByReceiveTime;
    }

    long outOfOrdernessNs() {
        return outOfOrdernessNs;
    }

    private static final class Reduce implements KeyedProcessFunction {
        private final DoubleBinaryOperator reducer;
        private DoubleState reduced;

        Reduce(DoubleBinaryOperator reducer) {
            this.reducer = reducer;
        }

        @Override
        public void open(StateContext state) {
            reduced = state.doubleState("reduced");
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            double value = reading.value();
            if (reduced.isPresent()) {
                value = reducer.applyAsDouble(reduced.orElse(value), value);
            }
            reduced.update(value);
            out.collect(value);
        }
    }
}
