package io.tocsin.engine.scope;

/**
 * Receives notices for the people who run the gateway, from a live fold and not again from a replay. Called by the
 * engine thread: must neither wait nor throw.
 */
public interface FoldNotices {
    /** Ignores all notices. */
    FoldNotices NONE = new FoldNotices() {
        @Override
        public void onClockRestart(int sensorId, long fromNs, long toNs) {
            // ignored
        }

        @Override
        public void onBehind(int sensorId, long newestNs, long eventNs) {
            // ignored
        }
    };

    /**
     * Reports that a sensor's clock has restarted, because all its readings were behind its time for
     * {@code time.resetAfter}.
     *
     * @param fromNs the sensor's previous time, epoch ns
     * @param toNs the sensor's new time, epoch ns
     */
    void onClockRestart(int sensorId, long fromNs, long toNs);

    /**
     * Reports that a sensor's readings are behind its time by more than some rule or stream can reorder, and are
     * skipped.
     *
     * @param newestNs the sensor's time, epoch ns
     * @param eventNs event time of the reading, epoch ns
     */
    void onBehind(int sensorId, long newestNs, long eventNs);

    /**
     * Reports that the plan's limit of derived sensors is reached: the stream ignores inputs that would create another
     * derived sensor or group key.
     *
     * @param maxDerived the limit
     */
    default void onDerivedFull(int maxDerived) {
        // ignored by default
    }
}
