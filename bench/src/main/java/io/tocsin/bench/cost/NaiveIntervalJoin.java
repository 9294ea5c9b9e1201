package io.tocsin.bench.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A hash map from key to the readings of both sides that may still get a partner, in trees by time. */
final class NaiveIntervalJoin implements Readings.Handler {
    private static final class Side {
        private final NavigableMap<Long, List<Double>> samples = new TreeMap<>();
        private long newestNs = Long.MIN_VALUE;
    }

    private record Key(Side left, Side right) {}

    private final Map<Integer, Key> keys = new HashMap<>();
    private final Results results;

    NaiveIntervalJoin(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Key key = keys.computeIfAbsent(sensorId / 2, id -> new Key(new Side(), new Side()));
        boolean isLeft = sensorId % 2 == 0;
        Side own = isLeft ? key.left() : key.right();
        Side other = isLeft ? key.right() : key.left();
        other.samples
                .subMap(eventTimeNs - Operation.JOIN_BOUND_NS, true, eventTimeNs + Operation.JOIN_BOUND_NS, true)
                .values()
                .forEach(partners ->
                        partners.forEach(partner -> results.addPair(isLeft ? value - partner : partner - value)));
        own.samples.computeIfAbsent(eventTimeNs, time -> new ArrayList<>()).add(value);
        own.newestNs = Math.max(own.newestNs, eventTimeNs);
        if (other.newestNs != Long.MIN_VALUE) {
            long watermarkNs = Math.min(own.newestNs, other.newestNs) - Readings.OUT_OF_ORDERNESS_NS;
            own.samples.headMap(watermarkNs - Operation.JOIN_BOUND_NS).clear();
            other.samples.headMap(watermarkNs - Operation.JOIN_BOUND_NS).clear();
        }
    }
}
