package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.StreamNode;
import java.util.List;

/** The rows of windows. */
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
     * @throws IllegalArgumentException when it is not among them, or cannot be told from others because the number of levels
     *     of the keys is not known
     */
    public ReadingStream of(Aggregate aggregate) {
        if (!node.aggregates().contains(aggregate)) {
            throw new IllegalArgumentException(
                    "not among the aggregates, aggregate=" + aggregate + ", aggregates=" + node.aggregates());
        }
        if (keyLevels.isKnown()) {
            List<String> filters = keyLevels.counts().stream()
                    .map(count -> node.name() + '/' + "+/".repeat(count) + aggregate.label())
                    .toList();
            return new ReadingStream(builder, filters, keyLevels.below().below());
        }
        if (node.aggregates().size() > 1) {
            throw new IllegalArgumentException("the keys of " + node.name() + " may have any number of levels: key by a"
                    + " template, begin with filters without #, or ask for one aggregate only");
        }
        return new ReadingStream(builder, List.of(node.name() + "/#"), keyLevels);
    }

    /** Rows leave. */
    public AggregatedStream sink(String... sinks) {
        node = node.to(List.of(sinks));
        builder.replace(place, node);
        return this;
    }
}
