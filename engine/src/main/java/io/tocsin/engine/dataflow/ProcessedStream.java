package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.ProcessNode;
import java.util.List;

/** The readings of an operator's main output, with access to its side outputs. */
public final class ProcessedStream extends ReadingStream {
    private final int place;
    private final Levels keyLevels;
    private ProcessNode node;

    ProcessedStream(DataflowBuilder builder, int place, ProcessNode node, Levels keyLevels) {
        super(builder, List.of(node.name() + "/#"), keyLevels.below());
        this.place = place;
        this.node = node;
        this.keyLevels = keyLevels;
    }

    /**
     * The readings of a side output.
     *
     * @throws IllegalArgumentException when the function has not declared this tag
     */
    public ReadingStream sideOutput(String tag) {
        int index = node.sideOutputs().indexOf(tag);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "the operator has no such side output, tag=" + tag + ", declared=" + node.sideOutputs());
        }
        return new ReadingStream(builder(), List.of(node.outputNames().get(1 + index) + "/#"), keyLevels.below());
    }

    /** Also sends the main output's rows to sinks. */
    public ProcessedStream sink(String... sinks) {
        node = node.to(List.of(sinks));
        builder().replace(place, node);
        return this;
    }
}
