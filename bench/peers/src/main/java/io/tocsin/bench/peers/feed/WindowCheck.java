package io.tocsin.bench.peers.feed;

import io.tocsin.bench.Workload;
import io.tocsin.bench.throughput.WindowTask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** All windows of one pass, computed from all of its readings at once, and which of them an engine has emitted. */
final class WindowCheck {
    private record Key(int sensorId, long endNs) {}

    private record Figures(long count, double sum, double min, double max) {
        private static final Figures NONE = new Figures(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

        Figures with(double value) {
            return new Figures(count + 1, sum + value, Math.min(min, value), Math.max(max, value));
        }
    }

    private final Map<Key, Figures> expected = new HashMap<>();
    private final Set<Key> right = new HashSet<>();

    WindowCheck(WindowTask window, Workload workload) {
        long untilNs = workload.lastTimeNs() - WindowTask.OUT_OF_ORDERNESS_NS;
        for (int i = 0; i < workload.count(); i++) {
            long timeNs = workload.eventTimesNs()[i];
            long firstEndNs = timeNs - timeNs % window.slideNs() + window.slideNs();
            for (long endNs = firstEndNs;
                    endNs < firstEndNs + window.sizeNs() && endNs <= untilNs;
                    endNs += window.slideNs()) {
                Key key = new Key(workload.sensorIds()[i], endNs);
                expected.put(key, expected.getOrDefault(key, Figures.NONE).with(workload.values()[i]));
            }
        }
    }

    void onWindow(int sensorId, long endNs, long count, double sum, double min, double max) {
        Key key = new Key(sensorId, endNs);
        if (new Figures(count, sum, min, max).equals(expected.get(key))) {
            right.add(key);
        }
    }

    /** The share of windows that were not emitted, or with other figures. */
    double wrong() {
        return 1 - (double) right.size() / expected.size();
    }
}
