package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinValue;
import java.util.List;

/** The rows of a join. */
public final class JoinedStream {
    private final DataflowBuilder builder;
    private final int place;
    private final Levels keyLevels;
    private JoinNode node;

    JoinedStream(DataflowBuilder builder, int place, JoinNode node, Levels keyLevels) {
        this.builder = builder;
        this.place = place;
        this.node = node;
        this.keyLevels = keyLevels;
    }

    /**
     * The readings of one value.
     *
     * @throws IllegalArgumentException when the join has no such value
     */
    public ReadingStream of(JoinValue value) {
        return Outputs.of(builder, node, keyLevels, value.label());
    }

    /** Sends the rows to sinks. */
    public JoinedStream sink(String... sinks) {
        node = node.to(List.of(sinks));
        builder.replace(place, node);
        return this;
    }
}
