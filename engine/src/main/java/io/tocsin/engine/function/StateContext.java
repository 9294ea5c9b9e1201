package io.tocsin.engine.function;

import io.tocsin.engine.plan.window.Aggregate;
import java.util.List;

/**
 * Declares the state that a function keeps for each key, in {@link KeyedProcessFunction#open} only. All state is
 * outside the heap, part of snapshots, and limited. A different order or size of the declarations is different state,
 * and needs another version of the function.
 */
public interface StateContext {
    /** Default limit of entries of all keys together. */
    int DEFAULT_MAX_IN_ALL = 1 << 20;

    /** Declares one whole number a key: a count, a time. */
    LongState longState(String name, StateTtl ttl);

    /** Declares one number a key. */
    DoubleState doubleState(String name, StateTtl ttl);

    /**
     * Declares a list of numbers a key.
     *
     * @param maxPerKey limit of entries of one key
     * @param maxInAll limit of entries of all keys
     */
    ListState listState(String name, int maxPerKey, int maxInAll, StateTtl ttl);

    /**
     * Declares a map from whole numbers to numbers a key.
     *
     * @param maxPerKey limit of entries of one key
     * @param maxInAll limit of entries of all keys
     */
    MapState mapState(String name, int maxPerKey, int maxInAll, StateTtl ttl);

    /**
     * Declares aggregates of the numbers added to a key.
     *
     * @param aggregates at least one; none that {@linkplain Aggregate#needsOrder() needs order}, and so windows
     */
    AggregatingState aggregatingState(String name, List<Aggregate> aggregates, StateTtl ttl);

    /** Declares event-time timers, with the limit of timers of a key. */
    void eventTimeTimers(int maxPerKey);

    /** Declares processing-time timers, with the limit of timers of a key. */
    void processingTimeTimers(int maxPerKey);

    /** Declares a side output; its results are readings of {@code node.tag/key}. */
    OutputTag sideOutput(String tag);

    /**
     * Declares broadcast state, shared by all keys and filled by the readings that the node selects for broadcast.
     *
     * @param maxEntries limit of names
     */
    BroadcastState broadcastState(int maxEntries);

    /** As {@link #longState(String, StateTtl)}, without expiry. */
    default LongState longState(String name) {
        return longState(name, StateTtl.NONE);
    }

    /** As {@link #doubleState(String, StateTtl)}, without expiry. */
    default DoubleState doubleState(String name) {
        return doubleState(name, StateTtl.NONE);
    }

    /** As {@link #listState(String, int, int, StateTtl)}, without expiry. */
    default ListState listState(String name, int maxPerKey) {
        return listState(name, maxPerKey, DEFAULT_MAX_IN_ALL, StateTtl.NONE);
    }

    /** As {@link #mapState(String, int, int, StateTtl)}, without expiry. */
    default MapState mapState(String name, int maxPerKey) {
        return mapState(name, maxPerKey, DEFAULT_MAX_IN_ALL, StateTtl.NONE);
    }

    /** As {@link #aggregatingState(String, List, StateTtl)}, without expiry. */
    default AggregatingState aggregatingState(String name, Aggregate... aggregates) {
        return aggregatingState(name, List.of(aggregates), StateTtl.NONE);
    }
}
