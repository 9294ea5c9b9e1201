package io.tocsin.engine.admission;

import java.util.List;

/** Admits sensors while their number, and the state that operators will keep for them, are within limits. */
public final class StateAdmission implements SensorAdmission {
    private final SensorCosts costs;
    private final int maxSensors;
    private final long budgetBytes;
    private final Notices notices;
    private long usedBytes;
    private int sensorCount;

    /** Receives notices for the people who run the gateway. Called under the registry's lock: must not wait. */
    public interface Notices {
        /**
         * Reports a refused sensor, at each attempt to define it.
         *
         * @param bytes that the sensor would cost
         * @param quota of the sensor's filter; null when it has none
         * @param admission that has refused the sensor
         */
        void onRefused(String sensorName, Verdict verdict, long bytes, SensorQuota quota, StateAdmission admission);

        /**
         * Reports evicted sensors.
         *
         * @param sensorNames at least one
         * @param idleNs how long each had been silent at least, ns
         */
        void onEvicted(List<String> sensorNames, long idleNs);
    }

    /**
     * @param costs of the current plan
     * @param maxSensors the most sensors
     * @param budgetBytes the most bytes of their state
     */
    public StateAdmission(SensorCosts costs, int maxSensors, long budgetBytes, Notices notices) {
        this.costs = costs;
        this.maxSensors = maxSensors;
        this.budgetBytes = budgetBytes;
        this.notices = notices;
    }

    @Override
    public Verdict judge(String sensorName) {
        if (sensorCount >= maxSensors) {
            return Verdict.TOO_MANY;
        }
        return costs.bytesOf(sensorName) > budgetBytes - usedBytes ? Verdict.NO_MEMORY : Verdict.ADMITTED;
    }

    @Override
    public boolean isWatched(String sensorName) {
        return costs.isWatched(sensorName);
    }

    @Override
    public void onRefused(String sensorName, Verdict verdict, SensorQuota quota) {
        notices.onRefused(sensorName, verdict, costs.bytesOf(sensorName), quota, this);
    }

    @Override
    public void onDefined(String sensorName) {
        usedBytes += costs.take(sensorName);
        sensorCount++;
    }

    @Override
    public void onEvicted(List<String> sensorNames, long idleNs) {
        for (String sensorName : sensorNames) {
            usedBytes -= costs.bytesOf(sensorName);
        }
        sensorCount -= sensorNames.size();
        notices.onEvicted(sensorNames, idleNs);
    }

    /** Sensors that are defined. */
    public int sensorCount() {
        return sensorCount;
    }

    /** The most sensors. */
    public int maxSensors() {
        return maxSensors;
    }

    /** Bytes that the defined sensors cost; above the budget when the journal already had more sensors. */
    public long usedBytes() {
        return usedBytes;
    }

    /** The most bytes of the sensors' state. */
    public long budgetBytes() {
        return budgetBytes;
    }
}
