package io.tocsin.engine.function;

/** The current key, its times and its timers. Valid during a callback only. Times are epoch nanoseconds. */
public interface Context {
    /** The name of the key: the sensor's name, or the key that {@code keyBy} derives from it. */
    String key();

    /** Event time of the current reading or event-time timer; otherwise the key's highest event time. */
    long timeNs();

    /** The key's watermark: readings before it are late. Never goes back. */
    long watermarkNs();

    /** Receive time of the current record. Never goes back for a key. */
    long processingTimeNs();

    /**
     * Registers a call of {@link KeyedProcessFunction#onTimer} as soon as the watermark is past a time; at the end of
     * this turn if it already is. A key has one timer for each time.
     *
     * @return false when the key's limit of timers is reached; the refusal is counted
     * @throws IllegalStateException when no event-time timers were declared
     */
    boolean registerEventTimeTimer(long timeNs);

    /** Deletes the timer for a time, if there is one. */
    void deleteEventTimeTimer(long timeNs);

    /**
     * Registers a call of {@link KeyedProcessFunction#onTimer} at the first tick or record of the key received at or
     * after a time.
     *
     * @return false when the key's limit of timers is reached; the refusal is counted
     * @throws IllegalStateException when no processing-time timers were declared
     */
    boolean registerProcessingTimeTimer(long timeNs);

    /** Deletes the timer for a time, if there is one. */
    void deleteProcessingTimeTimer(long timeNs);
}
