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

/** Readings by key. Each key has a time and state of its own. Immutable. */
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
            new Input(stream.selector(), template); // refuses what is no template
        }
        return new KeyedStream(stream, template, keyLevels, false, 0, false, null);
    }

    /** Sets the distance of a key's watermark behind its newest reading. */
    public KeyedStream outOfOrderness(Duration bound) {
        return new KeyedStream(stream, template, keyLevels, isByReceiveTime, bound.toNanos(), isInOrder, broadcast);
    }

    /** Readings are held for the out-of-orderness and given in the order of event time; those behind it are skipped. */
    public KeyedStream inOrder() {
        return new KeyedStream(stream, template, keyLevels, isByReceiveTime, outOfOrdernessNs, true, broadcast);
    }

    /** A reading counts at the time it was received: nothing is late, and time needs no readings to advance. */
    public KeyedStream byReceiveTime() {
        return new KeyedStream(stream, template, keyLevels, true, outOfOrdernessNs, isInOrder, broadcast);
    }

    /** Sends the readings of a stream to {@link KeyedProcessFunction#onBroadcast} for all keys. */
    public KeyedStream broadcast(ReadingStream rules) {
        return new KeyedStream(
                stream, template, keyLevels, isByReceiveTime, outOfOrdernessNs, isInOrder, rules.selector());
    }

    /** Windows over each key. */
    public WindowedStream window(Window window) {
        if (isInOrder || broadcast != null) {
            throw new IllegalArgumentException("windows take no broadcast and need no order, window=" + window.type());
        }
        return WindowedStream.of(this, window);
    }

    /**
     * Readings of these (left) and other (right) keys of one name that belong together in time: readings of
     * {@code name/key/value}. The out-of-orderness is this stream's.
     *
     * @throws IllegalArgumentException when one of them has no template, or the other's time is another
     */
    public JoinedStream join(
            String name, KeyedStream other, JoinType type, JoinCondition condition, JoinValue... values) {
        if (other.stream.builder() != stream.builder() || other.isByReceiveTime != isByReceiveTime) {
            throw new IllegalArgumentException("joined are streams of one dataflow and one kind of time, name=" + name);
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

    /** The readings of each key so far as one number, after every one: readings of {@code name/key}. */
    public ProcessedStream reduce(String name, int version, DoubleBinaryOperator reducer) {
        return process(name, version, () -> new Reduce(reducer));
    }

    /**
     * A function over each key: readings of {@code name/key}, and of {@code name.tag/key} for side outputs.
     *
     * @param name of the operator and of the function
     * @param version of the function, above 0; another one begins with fresh state
     * @param function returns a new instance at every call
     * @throws IllegalArgumentException when the name is taken, or the function declares what cannot be
     */
    public ProcessedStream process(String name, int version, Supplier<? extends KeyedProcessFunction> function) {
        KeyedStates declared = new KeyedStates(function.get(), () -> 0);
        if (declared.broadcast().isDeclared() != (broadcast != null)) {
            throw new IllegalArgumentException(
                    "a function must declare broadcast state exactly when something is broadcast to it, name=" + name);
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
