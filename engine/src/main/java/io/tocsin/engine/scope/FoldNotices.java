package io.tocsin.engine.scope;

/**
 * Told of what a person should hear of, when it happens live and not again in a replay. Called by the engine thread:
 * must neither wait nor throw.
 */
public interface FoldNotices {
    /** Nobody is told. */
    FoldNotices NONE = new FoldNotices() {
        @Override
        public void onClockRestart(int sensorId, long fromNs, long toNs) {
            // nobody
        }

        @Override
        public void onBehind(int sensorId, long newestNs, long eventNs) {
            // nobody
        }
    };

    /**
     * All readings of a sensor were behind its time for {@code time.resetAfter}: its clock has begun anew.
     *
     * @param fromNs the sensor's time so far, epoch ns
     * @param toNs the sensor's new time, epoch ns
     */
    void onClockRestart(int sensorId, long fromNs, long toNs);

    /**
     * A sensor's time has gone back, by more than some rule or stream can put in order: what comes is skipped as old.
     *
     * @param newestNs the sensor's time, epoch ns
     * @param eventNs event time of the reading, epoch ns
     */
    void onBehind(int sensorId, long newestNs, long eventNs);

    /**
     * A stream would make one more derived sensor, or key of a group, than the plan allows: it does not see what would
     * make it.
     *
     * @param maxDerived how many there may be
     */
    default void onDerivedFull(int maxDerived) {
        // Nobody, unless somebody asks for it.
    }
}
