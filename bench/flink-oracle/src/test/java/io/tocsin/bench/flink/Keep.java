package io.tocsin.bench.flink;

import java.io.Serializable;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** The end of a stream: collects all elements into the job's result, in order. */
final class Keep<T extends Serializable> extends RichFlatMapFunction<T, T> {
    private static final long serialVersionUID = 1;

    private final String name;
    private final ListAccumulator<T> kept = new ListAccumulator<>();

    Keep(String name) {
        this.name = name;
    }

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(name, kept);
    }

    @Override
    public void flatMap(T element, Collector<T> out) {
        kept.add(element);
    }
}
