package io.tocsin.bench.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A hash map from key to its open windows, in a tree by their ends, each with a list for each side. */
final class NaiveWindowJoin implements Readings.Handler {
    private record Pane(List<Double> left, List<Double> right) {}

    private static final class Key {
        private final TreeMap<Long, Pane> open = new TreeMap<>();
        private long leftNs = Long.MIN_VALUE;
        private long rightNs = Long.MIN_VALUE;
    }

    private final Map<Integer, Key> keys = new HashMap<>();
    private final Results results;

    NaiveWindowJoin(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Key key = keys.computeIfAbsent(sensorId / 2, id -> new Key());
        long endNs = eventTimeNs - eventTimeNs % Operation.JOIN_WINDOW_NS + Operation.JOIN_WINDOW_NS;
        Pane pane = key.open.computeIfAbsent(endNs, end -> new Pane(new ArrayList<>(), new ArrayList<>()));
        if (sensorId % 2 == 0) {
            pane.left().add(value);
            key.leftNs = Math.max(key.leftNs, eventTimeNs);
        } else {
            pane.right().add(value);
            key.rightNs = Math.max(key.rightNs, eventTimeNs);
        }
        if (key.leftNs == Long.MIN_VALUE || key.rightNs == Long.MIN_VALUE) {
            return;
        }
        long watermarkNs = Math.min(key.leftNs, key.rightNs) - Readings.OUT_OF_ORDERNESS_NS;
        while (!key.open.isEmpty() && key.open.firstKey() <= watermarkNs) {
            give(key.open.pollFirstEntry().getValue());
        }
    }

    private void give(Pane pane) {
        for (double left : pane.left()) {
            for (double right : pane.right()) {
                results.addPair(left - right);
            }
        }
    }
}
