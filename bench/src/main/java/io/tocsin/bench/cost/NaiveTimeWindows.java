package io.tocsin.bench.cost;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * A hash map from sensor to its open windows, in a tree by their ends; a sample is added to every window that contains
 * it.
 */
final class NaiveTimeWindows implements Readings.Handler {
    private static final class Key {
        private final TreeMap<Long, Samples> open = new TreeMap<>();
        private long newestNs = Long.MIN_VALUE;
    }

    private final Map<Integer, Key> keys = new HashMap<>();
    private final Results results;
    private final LongFunction<List<Long>> ends;
    private final long outOfOrdernessNs;

    /**
     * @param ends of the windows that contain a time
     */
    NaiveTimeWindows(Results results, LongFunction<List<Long>> ends, long outOfOrdernessNs) {
        this.results = results;
        this.ends = ends;
        this.outOfOrdernessNs = outOfOrdernessNs;
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        Key key = keys.computeIfAbsent(sensorId, id -> new Key());
        key.newestNs = Math.max(key.newestNs, eventTimeNs);
        long watermarkNs = key.newestNs - outOfOrdernessNs;
        for (long endNs : ends.apply(eventTimeNs)) {
            if (endNs > watermarkNs) {
                key.open.computeIfAbsent(endNs, end -> new Samples()).add(value);
            }
        }
        while (!key.open.isEmpty() && key.open.firstKey() <= watermarkNs) {
            key.open.pollFirstEntry().getValue().giveTo(results);
        }
    }

    static List<Long> tumbling(long timeNs) {
        return List.of(nextMultiple(timeNs, Operation.SECOND_NS));
    }

    static List<Long> sliding(long timeNs) {
        return everySecond(timeNs, nextMultiple(timeNs, Operation.SECOND_NS) + Operation.SLIDING_NS);
    }

    static List<Long> cumulative(long timeNs) {
        return everySecond(timeNs, nextMultiple(timeNs, Operation.CUMULATIVE_NS) + Operation.SECOND_NS);
    }

    static List<Long> shift(long timeNs) {
        ZonedDateTime time = Instant.ofEpochSecond(0, timeNs).atZone(Operation.ZONE);
        LocalDate day = time.toLocalDate();
        LocalTime end = Operation.SHIFTS.stream()
                .filter(start -> start.isAfter(time.toLocalTime()))
                .findFirst()
                .orElse(null);
        ZonedDateTime endTime = end == null
                ? day.plusDays(1).atTime(Operation.SHIFTS.get(0)).atZone(Operation.ZONE)
                : day.atTime(end).atZone(Operation.ZONE);
        return List.of(endTime.toEpochSecond() * Operation.SECOND_NS);
    }

    private static long nextMultiple(long timeNs, long lengthNs) {
        return timeNs - timeNs % lengthNs + lengthNs;
    }

    private static List<Long> everySecond(long timeNs, long behindNs) {
        List<Long> ends = new ArrayList<>();
        for (long endNs = nextMultiple(timeNs, Operation.SECOND_NS); endNs < behindNs; endNs += Operation.SECOND_NS) {
            ends.add(endNs);
        }
        return ends;
    }
}
