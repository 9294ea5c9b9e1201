package io.tocsin.engine.admission;

import java.util.List;

/**
 * Decides at the edge whether a new sensor is defined. The verdict enters the journal as the sensor's definition, or
 * not at all: a replay takes the sensors that the journal has and asks nobody.
 *
 * <p>Threads: one caller at a time; the door of the pipeline guards it with a lock.
 */
public interface SensorAdmission {
    /** Admits every sensor, and evicts none. */
    SensorAdmission ALL = new SensorAdmission() {
        @Override
        public Verdict judge(String sensorName) {
            return Verdict.ADMITTED;
        }

        @Override
        public boolean isWatched(String sensorName) {
            return true;
        }

        @Override
        public void onDefined(String sensorName) {
            // Nothing is counted.
        }

        @Override
        public void onEvicted(List<String> sensorNames, long idleNs) {
            // Nothing is counted.
        }

        @Override
        public void onRefused(String sensorName, Verdict verdict, SensorQuota quota) {
            // Nobody is refused.
        }
    };

    /** Verdict on a new sensor. */
    enum Verdict {
        /** The sensor is defined. */
        ADMITTED,
        /** As many sensors are known as there may be. */
        TOO_MANY,
        /** The state that the operators would keep of it does not fit. */
        NO_MEMORY,
        /** Its topic filter has as many sensors as it may have. */
        FILTER_FULL
    }

    /**
     * Judges a new sensor; changes nothing. Allocates.
     *
     * @param sensorName a valid name that nobody has yet
     */
    Verdict judge(String sensorName);

    /** Whether an alarm or stream of the plan in force sees the sensor. Allocates. */
    boolean isWatched(String sensorName);

    /** A sensor is defined, judged or not: the journal had it, or its definition is on its way there. */
    void onDefined(String sensorName);

    /**
     * Sensors that are not {@linkplain #isWatched watched} were evicted, to make room.
     *
     * @param sensorNames at least one
     * @param idleNs how long they had been silent at least, ns
     */
    void onEvicted(List<String> sensorNames, long idleNs);

    /**
     * A new sensor is refused, and no other could be evicted for it.
     *
     * @param quota of the sensor's filter; null when it has none
     */
    void onRefused(String sensorName, Verdict verdict, SensorQuota quota);
}
