package io.tocsin.engine.admission;

import java.util.List;

/**
 * Decides at the edge whether a new sensor is defined. An admitted sensor's definition is journalled; a refusal leaves
 * no record. A replay accepts the sensors of the journal without asking.
 *
 * <p>Threads: one caller at a time; the pipeline's sensor registry calls it under a lock.
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
            // no sensors are counted
        }

        @Override
        public void onEvicted(List<String> sensorNames, long idleNs) {
            // no sensors are counted
        }

        @Override
        public void onRefused(String sensorName, Verdict verdict, SensorQuota quota) {
            // no sensor is ever refused
        }
    };

    /** Verdict on a new sensor. */
    enum Verdict {
        /** The sensor is defined. */
        ADMITTED,
        /** The limit of sensors is reached. */
        TOO_MANY,
        /** The state that the operators would keep for the sensor does not fit. */
        NO_MEMORY,
        /** The limit of the sensor's topic filter is reached. */
        FILTER_FULL
    }

    /**
     * Judges a new sensor; changes nothing. Allocates.
     *
     * @param sensorName a valid name that no sensor has yet
     */
    Verdict judge(String sensorName);

    /** Whether an alarm or stream of the current plan sees the sensor. Allocates. */
    boolean isWatched(String sensorName);

    /** Counts a defined sensor, whether it was judged or already in the journal. */
    void onDefined(String sensorName);

    /**
     * Subtracts sensors that were evicted to make room and that no rule {@linkplain #isWatched watched}.
     *
     * @param sensorNames at least one
     * @param idleNs how long each had been silent at least, ns
     */
    void onEvicted(List<String> sensorNames, long idleNs);

    /**
     * Reports a new sensor that was refused, and for which no other could be evicted.
     *
     * @param quota of the sensor's filter; null when it has none
     */
    void onRefused(String sensorName, Verdict verdict, SensorQuota quota);
}
