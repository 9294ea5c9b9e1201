package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import java.util.List;

/** The rows of a stream's windows. */
public final class AggregatedStream {
    private final DataflowBuilder builder;
    private final int place;
    private final Levels keyLevels;
    private StreamNode node;

    AggregatedStream(DataflowBuilder builder, int place, StreamNode node, Levels keyLevels) {
        this.builder = builder;
        this.place = place;
        this.node = node;
        this.keyLevels = keyLevels;
    }

    /**
     * The readings of one aggregate.
     *
     * @throws IllegalArgumentException when the stream has no such aggregate, or when the number of levels of the keys
     *     is unknown, so that no filter can select it
     */
    public ReadingStream of(Aggregate aggregate) {
        return Outputs.of(builder, node, keyLevels, aggregate.label());
    }

    /** The readings of the seconds in a state; otherwise as {@link #of(Aggregate)}. */
    public ReadingStream of(TimeInState state) {
        return Outputs.of(builder, node, keyLevels, state.label());
    }

    /** Sends the rows to sinks. */
    public AggregatedStream sink(String... sinks) {
        node = node.to(List.of(sinks));
        builder.replace(place, node);
        return this;
    }
}
