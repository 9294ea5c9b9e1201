package io.tocsin.gateway.command;

import io.tocsin.engine.dataflow.Dataflow;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Creates commands and options that append a dataflow to every loaded configuration. */
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
