package io.tocsin.bench.cost;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A hash map from sensor to its held readings, in a tree, and its open state window. */
final class NaiveStates implements Readings.Handler {
    private static final class Key {
        /** Held readings by event time, which is unique within a sensor. */
        private final TreeMap<Long, Double> held = new TreeMap<>();

        private long newestNs = Long.MIN_VALUE;
        private Samples open;
    }

    private final Map<Integer, Key> keys = new HashMap<>();
    private final Results results;

    NaiveStates(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Key key = keys.computeIfAbsent(sensorId, id -> new Key());
        key.held.put(eventTimeNs, value);
        key.newestNs = Math.max(key.newestNs, eventTimeNs);
        long watermarkNs = key.newestNs - Readings.OUT_OF_ORDERNESS_NS;
        while (key.held.firstKey() <= watermarkNs) {
            onSample(key, key.held.pollFirstEntry().getValue());
        }
    }

    private void onSample(Key key, double value) {
        if (value >= Operation.STATE_LEAST) {
            key.open = key.open == null ? new Samples() : key.open;
            key.open.add(value);
        } else if (key.open != null) {
            key.open.giveTo(results);
            key.open = null;
        }
    }
}
