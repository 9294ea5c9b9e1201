package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.EmitMode;
import io.tocsin.engine.plan.LatePolicy;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.Window;
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

    private WindowedStream(KeyedStream keyed, Window window, long latenessNs, LatePolicy late, EmitMode emit) {
        this.keyed = keyed;
        this.window = window;
        this.latenessNs = latenessNs;
        this.late = late;
        this.emit = emit;
    }

    static WindowedStream of(KeyedStream keyed, Window window) {
        return new WindowedStream(keyed, window, 0, LatePolicy.DROP, EmitMode.APPEND);
    }

    /** How long a closed window may still change. */
    public WindowedStream lateness(Duration lateness) {
        return new WindowedStream(keyed, window, lateness.toNanos(), late, emit);
    }

    /** What becomes of readings that are later than that. */
    public WindowedStream late(LatePolicy policy) {
        return new WindowedStream(keyed, window, latenessNs, policy, emit);
    }

    /** Which rows leave. */
    public WindowedStream emit(EmitMode mode) {
        return new WindowedStream(keyed, window, latenessNs, late, mode);
    }

    /**
     * What the windows tell of their readings: readings of {@code name/key/aggregate}.
     *
     * @throws IllegalArgumentException when the name is taken, or a key would need too much memory
     */
    public AggregatedStream aggregate(String name, Aggregate... aggregates) {
        StreamNode node = new StreamNode(
                name,
                keyed.stream().selector(),
                keyed.template(),
                window,
                keyed.isByReceiveTime(),
                List.of(aggregates),
                keyed.outOfOrdernessNs(),
                latenessNs,
                late,
                emit,
                List.of());
        WindowFactory.create(
                window, node.aggregates(), node.outOfOrdernessNs(), latenessNs, (slot, start, end, pane, update) -> {});
        return new AggregatedStream(
                keyed.stream().builder(), keyed.stream().builder().add(node), node, keyed.keyLevels());
    }
}
