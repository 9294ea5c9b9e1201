package io.tocsin.gateway.command;

import io.tocsin.engine.dataflow.Dataflow;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands' parts so that every configuration they load has a dataflow behind it. */
public final class DataflowFactory implements IFactory {
    private final IFactory others = CommandLine.defaultFactory();
    private final Dataflow dataflow;

    public DataflowFactory(Dataflow dataflow) {
        this.dataflow = dataflow;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        return type == ConfigOption.class ? type.cast(new ConfigOption(dataflow)) : others.create(type);
    }
}
