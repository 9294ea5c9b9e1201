package io.tocsin.bench.record;

/** Receives the results of {@link Records}, in their order. */
public interface RecordSink {
    /** A sensor's alarm was raised or cleared. */
    void onChange(int sensorId, long timeNs, boolean isRaised, double value);

    /**
     * A window of a sensor has closed.
     *
     * @param endNs its end, exclusive, epoch ns
     * @param sampleCount its number of samples; 0 when the workload does not ask for it
     */
    void onWindow(int sensorId, long endNs, long sampleCount, double average, double min, double max);
}
