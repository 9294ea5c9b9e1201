package io.tocsin.engine.function;

/** The current key, its times and its timers. Valid during a callback only. Times are epoch nanoseconds. */
public interface Context {
    /** The name of the key: of the sensor, or what {@code keyBy} makes of it. */
    String key();

    /** Event time of the current reading or event-time timer; else the key's highest event time. */
    long timeNs();

    /** The key's watermark: nothing before it counts as in time. Never goes back. */
    long watermarkNs();

    /** When the current record was received. Never goes back for a key. */
    long processingTimeNs();

    /**
     * Has {@link KeyedProcessFunction#onTimer} called as soon as the watermark is past a time; at the end of this turn
     * when it is already. A key has one timer for each time.
     *
     * @return false when the key has as many as it may; that is counted
     * @throws IllegalStateException when no event-time timers were declared
     */
    boolean registerEventTimeTimer(long timeNs);

    /** Forgets a timer, if there is one for that time. */
    void deleteEventTimeTimer(long timeNs);

    /**
     * Has {@link KeyedProcessFunction#onTimer} called by the first tick or record of the key that is received at a time
     * or later.
     *
     * @return false when the key has as many as it may; that is counted
     * @throws IllegalStateException when no processing-time timers were declared
     */
    boolean registerProcessingTimeTimer(long timeNs);

    /** Forgets a timer, if there is one for that time. */
    void deleteProcessingTimeTimer(long timeNs);
}
