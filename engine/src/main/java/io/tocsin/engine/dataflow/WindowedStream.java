package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.window.WindowFactory;
import java.time.Duration;
import java.util.List;

/** Windows over each key. Immutable. */
public final class WindowedStream {
    private final KeyedStream keyed;
    private final Window window;
    private final long latenessNs;
    private final LatePolicy late;
    private final EmitMode emit;
    private final List<TimeInState> timeIn;
    private final double rollover;
    /** Null: the default. */
    private final Duration carryFor;

    private WindowedStream(
            KeyedStream keyed,
            Window window,
            long latenessNs,
            LatePolicy late,
            EmitMode emit,
            List<TimeInState> timeIn,
            double rollover,
            Duration carryFor) {
        this.keyed = keyed;
        this.window = window;
        this.latenessNs = latenessNs;
        this.late = late;
        this.emit = emit;
        this.timeIn = List.copyOf(timeIn);
        this.rollover = rollover;
        this.carryFor = carryFor;
    }

    static WindowedStream of(KeyedStream keyed, Window window) {
        return new WindowedStream(
                keyed, window, 0, LatePolicy.DROP, EmitMode.APPEND, List.of(), StreamNode.NO_ROLLOVER, null);
    }

    /** Sets how long after its end a window may still change. */
    public WindowedStream lateness(Duration lateness) {
        return new WindowedStream(keyed, window, lateness.toNanos(), late, emit, timeIn, rollover, carryFor);
    }

    /** Sets the policy for readings later than the allowed lateness. */
    public WindowedStream late(LatePolicy policy) {
        return new WindowedStream(keyed, window, latenessNs, policy, emit, timeIn, rollover, carryFor);
    }

    /** Sets which rows the stream emits. */
    public WindowedStream emit(EmitMode mode) {
        return new WindowedStream(keyed, window, latenessNs, late, mode, timeIn, rollover, carryFor);
    }

    /**
     * Adds the seconds that the value was in certain states, after the aggregates; readings are sorted by event time.
     */
    public WindowedStream timeIn(TimeInState... states) {
        return new WindowedStream(keyed, window, latenessNs, late, emit, List.of(states), rollover, carryFor);
    }

    /**
     * Sets the value at which counters are zero again, for {@link Aggregate#INCREASE} and
     * {@link Aggregate#COUNTER_RATE}; without it every fall is a reset.
     */
    public WindowedStream rollover(double value) {
        return new WindowedStream(keyed, window, latenessNs, late, emit, timeIn, value, carryFor);
    }

    /**
     * Sets how long a value holds at most, also into the next windows; zero: to the end of its window. Without a call 7
     * days, as {@link StreamNode#defaultCarryForNs}.
     */
    public WindowedStream carryFor(Duration bound) {
        return new WindowedStream(keyed, window, latenessNs, late, emit, timeIn, rollover, bound);
    }

    /**
     * Aggregates the windows: readings of {@code name/key/aggregate}.
     *
     * @throws IllegalArgumentException when the name is already used, or a key would need too much memory
     */
    public AggregatedStream aggregate(String name, Aggregate... aggregates) {
        StreamNode node = new StreamNode(
                name,
                keyed.stream().selector(),
                keyed.template(),
                window,
                keyed.isByReceiveTime(),
                List.of(aggregates),
                timeIn,
                keyed.outOfOrdernessNs(),
                latenessNs,
                late,
                emit,
                List.of(),
                carryForNs(List.of(aggregates)),
                rollover);
        WindowFactory.create(
                window,
                node.aggregates(),
                timeIn,
                node.outOfOrdernessNs(),
                latenessNs,
                (slot, start, end, pane, update) -> {});
        return new AggregatedStream(
                keyed.stream().builder(), keyed.stream().builder().add(node), node, keyed.keyLevels());
    }

    private long carryForNs(List<Aggregate> aggregates) {
        return carryFor == null
                ? StreamNode.defaultCarryForNs(window, aggregates, timeIn, latenessNs, emit)
                : carryFor.toNanos();
    }
}
