package io.tocsin.engine.operator;

/**
 * Keys that an alarm expects, whether or not they have ever spoken: sensors known by name only. All parts of an
 * operator in several shards share them. Engine thread, while the shards are paused.
 */
public interface ExpectedKeys {
    /** The elapsed time of the next tick that they need, or {@link KeyedOperator#NO_TIMER}. */
    long dueNs();

    /** Processes the current record, a tick. */
    void onTick();

    /** Begins the wait anew, once all sources are up again: a source is down. */
    void onOutage();

    /** Ends the active episodes of keys that have never spoken. */
    void close();
}
