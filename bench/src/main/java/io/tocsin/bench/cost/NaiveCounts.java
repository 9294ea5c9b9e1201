package io.tocsin.bench.cost;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** A hash map from sensor to its last values; each row goes through all of them. */
final class NaiveCounts implements Readings.Handler {
    private static final class Key {
        private final Deque<Double> last = new ArrayDeque<>();
        private long count;
    }

    private final Map<Integer, Key> keys = new HashMap<>();
    private final Results results;

    NaiveCounts(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Key key = keys.computeIfAbsent(sensorId, id -> new Key());
        key.last.addLast(value);
        if (key.last.size() > Operation.COUNT_SIZE) {
            key.last.removeFirst();
        }
        if (++key.count % Operation.COUNT_SLIDE == 0) {
            Samples samples = new Samples();
            key.last.forEach(samples::add);
            samples.giveTo(results);
        }
    }
}
