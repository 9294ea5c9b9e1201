package io.tocsin.bench.cost;

import java.util.HashMap;
import java.util.Map;

/** A hash map from sensor to its newest time; without a clock a silence is noticed when it is over. */
final class NaiveMissing implements Readings.Handler {
    private final Map<Integer, Long> newest = new HashMap<>();
    private final Results results;

    NaiveMissing(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        long newestNs = newest.getOrDefault(sensorId, eventTimeNs);
        if (eventTimeNs < newestNs) {
            return;
        }
        newest.put(sensorId, eventTimeNs);
        if (eventTimeNs > newestNs + Operation.TIMEOUT_NS) {
            results.addAlarm(newestNs + Operation.TIMEOUT_NS);
            results.addAlarm(eventTimeNs);
        }
    }
}
