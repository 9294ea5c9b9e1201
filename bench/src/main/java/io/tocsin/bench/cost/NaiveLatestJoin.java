package io.tocsin.bench.cost;

import java.util.HashMap;
import java.util.Map;

/** A hash map from key to the newest reading of the right. */
final class NaiveLatestJoin implements Readings.Handler {
    private record Latest(long timeNs, double value) {}

    private final Map<Integer, Latest> latest = new HashMap<>();
    private final Results results;

    NaiveLatestJoin(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Latest right = latest.get(sensorId / 2);
        if (sensorId % 2 == 1) {
            if (right == null || eventTimeNs >= right.timeNs()) {
                latest.put(sensorId / 2, new Latest(eventTimeNs, value));
            }
        } else if (right != null) {
            results.addPair(value - right.value());
        }
    }
}
