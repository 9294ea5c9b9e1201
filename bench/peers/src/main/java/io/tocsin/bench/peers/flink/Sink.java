package io.tocsin.bench.peers.flink;

import io.tocsin.bench.peers.feed.PeerRow;
import io.tocsin.bench.peers.feed.PulledRow;
import java.io.Serializable;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.sink.legacy.RichSinkFunction;

/** Hands results to the row that is open. */
@SuppressWarnings("deprecation") // a sink that is called in the chain
final class Sink<T> extends RichSinkFunction<T> {
    private static final long serialVersionUID = 1;

    /** The way of a result into a row. */
    interface Give<T> extends BiConsumer<PeerRow, T>, Serializable {}

    private final Give<T> give;
    private transient PeerRow row;

    Sink(Give<T> give) {
        this.give = give;
    }

    @Override
    public void open(OpenContext context) {
        row = PulledRow.current();
    }

    @Override
    public void invoke(T result, Context context) {
        give.accept(row, result);
    }
}
