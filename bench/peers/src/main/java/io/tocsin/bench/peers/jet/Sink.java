package io.tocsin.bench.peers.jet;

import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.pipeline.Sinks;
import java.io.Serializable;
import java.util.function.Consumer;

/** Hands results to where they are counted, in Jet's thread. */
final class Sink<T> extends AbstractProcessor {
    private final Give<T> give;

    /** The way of a result to its count. */
    interface Give<T> extends Consumer<T>, Serializable {}

    private Sink(Give<T> give) {
        this.give = give;
    }

    static <T> com.hazelcast.jet.pipeline.Sink<T> to(Give<T> give) {
        return Sinks.fromProcessor("count", JetMember.one(() -> new Sink<>(give)));
    }

    @Override
    @SuppressWarnings("unchecked") // the pipeline has the type
    protected boolean tryProcess0(Object result) {
        give.accept((T) result);
        return true;
    }
}
