package io.tocsin.bench.cost;

import java.util.HashMap;
import java.util.Map;

/** A hash map from sensor to whether its alarm is active. */
final class NaiveLimit implements Readings.Handler {
    private static final class Key {
        private long newestNs = Long.MIN_VALUE;
        private boolean isActive;
    }

    private final Map<Integer, Key> keys = new HashMap<>();
    private final Results results;

    NaiveLimit(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Key key = keys.computeIfAbsent(sensorId, id -> new Key());
        if (eventTimeNs < key.newestNs) {
            return;
        }
        key.newestNs = eventTimeNs;
        double limit = key.isActive ? Operation.LIMIT_HIGH - Operation.DEADBAND : Operation.LIMIT_HIGH;
        if (value > limit != key.isActive) {
            key.isActive = !key.isActive;
            results.addAlarm(eventTimeNs);
        }
    }
}
