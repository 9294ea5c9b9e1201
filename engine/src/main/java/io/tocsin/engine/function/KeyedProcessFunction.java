package io.tocsin.engine.function;

/**
 * A user's code that processes the readings of each key.
 *
 * <p>The function is part of the fold over the journal. Its effects must follow only from its arguments and its
 * declared state, never from a clock, chance, another thread or a field that readings change. A replay then produces
 * the same results, and a restart goes unnoticed. All calls come from one thread; each shard, and the writer of
 * snapshots, has an instance of its own. An exception stops the gateway.
 */
@FunctionalInterface
public interface KeyedProcessFunction {
    /**
     * Declares state, timers and side outputs, and stores the returned objects in fields. Called once, before anything
     * else; also when a plan is built, to learn how much memory a key takes.
     */
    default void open(StateContext state) {}

    /**
     * Processes a sample of the current key, after the timers before its time. BAD readings are no samples.
     *
     * @param reading valid during the call only
     */
    void onReading(Reading reading, Context context, Collector out);

    /**
     * Processes a BAD reading, which advances the key's time and has no value.
     *
     * @param reading valid during the call only
     */
    default void onBadReading(Reading reading, Context context, Collector out) {}

    /**
     * Fires a timer of the current key. Event time is past the timer's time; processing time has reached it.
     *
     * @param timeNs the time for which the timer was registered, epoch ns
     */
    default void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {}

    /**
     * Processes a reading selected for broadcast. By default stores it under the name of its sensor. There is no
     * current key.
     *
     * @param reading valid during the call only; may be BAD
     */
    default void onBroadcast(Reading reading, BroadcastState broadcast) {
        if (!reading.isBad()) {
            broadcast.put(reading.sensor(), reading.value());
        }
    }

    /**
     * Ends the current key: its bounded sources have ended, and timers up to their last event time have fired. No later
     * timer fires.
     */
    default void onEndOfInput(Context context, Collector out) {}
}
