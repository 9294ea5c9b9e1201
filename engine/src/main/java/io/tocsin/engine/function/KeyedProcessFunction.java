package io.tocsin.engine.function;

/**
 * Code of a user's at work on the readings of each key.
 *
 * <p>It is part of the fold over the journal: what it does must follow from what it is given and from its declared
 * state alone, never from a clock, chance, another thread or a field that readings change. Then a replay gives the same
 * and a restart is not noticed. All calls come from one thread; a shard and the writer of snapshots each have an
 * instance of their own. An exception stops the gateway.
 */
@FunctionalInterface
public interface KeyedProcessFunction {
    /**
     * Declares state, timers and side outputs, and keeps what it is given in fields. Called once, before anything else;
     * also when a plan is built, to learn how much memory a key takes.
     */
    default void open(StateContext state) {}

    /**
     * Takes a sample of the current key, after the timers before its time. BAD readings are no samples.
     *
     * @param reading valid during the call only
     */
    void onReading(Reading reading, Context context, Collector out);

    /**
     * Takes a BAD reading: it moves the key's time and has no value.
     *
     * @param reading valid during the call only
     */
    default void onBadReading(Reading reading, Context context, Collector out) {}

    /**
     * A timer of the current key has become due: time is past it, or for processing time at it.
     *
     * @param timeNs the time it was registered for, epoch ns
     */
    default void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {}

    /**
     * Takes a reading that was selected for broadcast. Keeps it under the name of its sensor unless overridden. No key
     * is the current one.
     *
     * @param reading valid during the call only; may be BAD
     */
    default void onBroadcast(Reading reading, BroadcastState broadcast) {
        if (!reading.isBad()) {
            broadcast.put(reading.sensor(), reading.value());
        }
    }

    /**
     * The bounded sources of the current key have ended; timers up to their last event time have fired, and none after.
     */
    default void onEndOfInput(Context context, Collector out) {}
}
