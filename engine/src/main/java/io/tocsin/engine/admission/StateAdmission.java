package io.tocsin.engine.admission;

/** Admits sensors while their number, and the state that operators will keep of them, are within bounds. */
public final class StateAdmission implements SensorAdmission {
    private final SensorCosts costs;
    private final int maxSensors;
    private final long budgetBytes;
    private final Refusals refusals;
    private long usedBytes;
    private int sensorCount;

    /** Told of sensors that are refused, each time one asks. Called with the door's lock held: must not wait. */
    @FunctionalInterface
    public interface Refusals {
        /**
         * @param bytes that the sensor would cost
         * @param admission that has refused it
         */
        void onRefused(String sensorName, Verdict verdict, long bytes, StateAdmission admission);
    }

    /**
     * @param costs of the plan in force
     * @param maxSensors the most sensors
     * @param budgetBytes the most bytes of their state
     */
    public StateAdmission(SensorCosts costs, int maxSensors, long budgetBytes, Refusals refusals) {
        this.costs = costs;
        this.maxSensors = maxSensors;
        this.budgetBytes = budgetBytes;
        this.refusals = refusals;
    }

    @Override
    public Verdict judge(String sensorName) {
        long bytes = costs.bytesOf(sensorName);
        Verdict verdict = verdict(bytes);
        if (verdict != Verdict.ADMITTED) {
            refusals.onRefused(sensorName, verdict, bytes, this);
        }
        return verdict;
    }

    private Verdict verdict(long bytes) {
        if (sensorCount >= maxSensors) {
            return Verdict.TOO_MANY;
        }
        return bytes > budgetBytes - usedBytes ? Verdict.NO_MEMORY : Verdict.ADMITTED;
    }

    @Override
    public void onDefined(String sensorName) {
        usedBytes += costs.take(sensorName);
        sensorCount++;
    }

    /** Sensors that are defined. */
    public int sensorCount() {
        return sensorCount;
    }

    /** The most sensors. */
    public int maxSensors() {
        return maxSensors;
    }

    /** Bytes that the defined sensors cost; above the budget when the journal had more of them. */
    public long usedBytes() {
        return usedBytes;
    }

    /** The most bytes. */
    public long budgetBytes() {
        return budgetBytes;
    }
}
