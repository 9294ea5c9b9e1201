package io.tocsin.bench.cost;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A hash map from sensor to its open sessions, in a tree by their starts. */
final class NaiveSessions implements Readings.Handler {
    private static final long GAP_NS = Operation.SECOND_NS;

    private static final class Session {
        private final Samples samples = new Samples();
        private long startNs;
        private long endNs;

        private Session(long startNs) {
            this.startNs = startNs;
            this.endNs = startNs + GAP_NS;
        }
    }

    private static final class Key {
        private final TreeMap<Long, Session> open = new TreeMap<>();
        private long newestNs = Long.MIN_VALUE;
    }

    private final Map<Integer, Key> keys = new HashMap<>();
    private final Results results;

    NaiveSessions(Results results) {
        this.results = results;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Key key = keys.computeIfAbsent(sensorId, id -> new Key());
        Session session = new Session(eventTimeNs);
        session.samples.add(value);
        for (var other = key.open.floorEntry(session.endNs);
                other != null && other.getValue().endNs >= session.startNs;
                other = key.open.floorEntry(session.endNs)) {
            session.startNs = Math.min(session.startNs, other.getKey());
            session.endNs = Math.max(session.endNs, other.getValue().endNs);
            session.samples.addAll(other.getValue().samples);
            key.open.remove(other.getKey());
        }
        key.open.put(session.startNs, session);
        key.newestNs = Math.max(key.newestNs, eventTimeNs);
        long watermarkNs = key.newestNs - Readings.OUT_OF_ORDERNESS_NS;
        while (!key.open.isEmpty() && key.open.firstEntry().getValue().endNs <= watermarkNs) {
            key.open.pollFirstEntry().getValue().samples.giveTo(results);
        }
    }
}
