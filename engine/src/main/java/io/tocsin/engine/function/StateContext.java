package io.tocsin.engine.function;

import io.tocsin.engine.plan.window.Aggregate;
import java.util.List;

/**
 * Where a function declares what it keeps of a key, in {@link KeyedProcessFunction#open} only. Everything lies outside
 * the heap, is in snapshots and has a bound; what is declared in another order or size is other state, and needs
 * another version of the function.
 */
public interface StateContext {
    /** Entries of all keys together, unless more or fewer are asked for. */
    int DEFAULT_MAX_IN_ALL = 1 << 20;

    /** One whole number a key: a count, a time. */
    LongState longState(String name, StateTtl ttl);

    /** One number a key. */
    DoubleState doubleState(String name, StateTtl ttl);

    /**
     * A list of numbers a key.
     *
     * @param maxPerKey entries of one key
     * @param maxInAll entries of all keys
     */
    ListState listState(String name, int maxPerKey, int maxInAll, StateTtl ttl);

    /**
     * Numbers by whole numbers a key.
     *
     * @param maxPerKey entries of one key
     * @param maxInAll entries of all keys
     */
    MapState mapState(String name, int maxPerKey, int maxInAll, StateTtl ttl);

    /**
     * Aggregates of the numbers that are added.
     *
     * @param aggregates at least one; not {@link Aggregate#TIME_WEIGHTED_AVG}, which needs windows
     */
    AggregatingState aggregatingState(String name, List<Aggregate> aggregates, StateTtl ttl);

    /** How many event-time timers a key may have at once. */
    void eventTimeTimers(int maxPerKey);

    /** How many processing-time timers a key may have at once. */
    void processingTimeTimers(int maxPerKey);

    /** A side output; its results are readings of {@code node.tag/key}. */
    OutputTag sideOutput(String tag);

    /**
     * Broadcast state that all keys share, fed by the readings that the node selects for broadcast.
     *
     * @param maxEntries names it may have
     */
    BroadcastState broadcastState(int maxEntries);

    /** As {@link #longState(String, StateTtl)}, for ever. */
    default LongState longState(String name) {
        return longState(name, StateTtl.NONE);
    }

    /** As {@link #doubleState(String, StateTtl)}, for ever. */
    default DoubleState doubleState(String name) {
        return doubleState(name, StateTtl.NONE);
    }

    /** As {@link #listState(String, int, int, StateTtl)}, for ever. */
    default ListState listState(String name, int maxPerKey) {
        return listState(name, maxPerKey, DEFAULT_MAX_IN_ALL, StateTtl.NONE);
    }

    /** As {@link #mapState(String, int, int, StateTtl)}, for ever. */
    default MapState mapState(String name, int maxPerKey) {
        return mapState(name, maxPerKey, DEFAULT_MAX_IN_ALL, StateTtl.NONE);
    }

    /** As {@link #aggregatingState(String, List, StateTtl)}, for ever. */
    default AggregatingState aggregatingState(String name, Aggregate... aggregates) {
        return aggregatingState(name, List.of(aggregates), StateTtl.NONE);
    }
}
