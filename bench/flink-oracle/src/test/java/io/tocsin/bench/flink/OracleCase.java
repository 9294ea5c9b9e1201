package io.tocsin.bench.flink;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stream, perhaps another one over its rows, and the readings of the sensors until their source ends.
 *
 * @param seed it was made from
 * @param streams a stream over the sensors, perhaps followed by a stream over the first aggregate of its rows
 * @param sensors their names; the id is the index
 */
record OracleCase(long seed, List<StreamNode> streams, List<String> sensors, List<Arrival> arrivals) {
    /** A reading as the journal has it. */
    record Arrival(int sensorId, long eventTimeNs, long receiveTimeNs, double value, Quality quality, int flags) {
        boolean isSample() {
            return quality != Quality.BAD && (flags & ReadingFlags.RETAINED) == 0;
        }
    }

    /** The stream over the sensors. */
    StreamNode stream() {
        return streams.get(0);
    }

    /** The sensor that a key's rows are readings of. */
    String derivedKey(String key) {
        return stream().name() + "/" + key + "/" + stream().aggregates().get(0).label();
    }

    /** Journal position of the first reading: before it are the plan and the sensors. */
    long firstPosition() {
        return 1L + sensors.size();
    }

    /** Journal position of the source's end. */
    long endPosition() {
        return firstPosition() + arrivals.size();
    }

    /** The readings of each key, in their order. */
    Map<String, List<Reading>> byKey() {
        Map<String, List<Reading>> byKey = new TreeMap<>();
        long position = firstPosition();
        for (Arrival arrival : arrivals) {
            String key = key(arrival.sensorId());
            long timeNs = stream().byReceiveTime() ? arrival.receiveTimeNs() : arrival.eventTimeNs();
            byKey.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(new Reading(position++, key, timeNs, arrival.value(), arrival.isSample()));
        }
        return byKey;
    }

    /** This case of one stream, but that is another one. */
    OracleCase withStream(Window window, long outOfOrdernessNs, long latenessNs) {
        StreamNode old = stream();
        StreamNode other = new StreamNode(
                old.name(),
                old.selector(),
                old.groupBy(),
                window,
                old.byReceiveTime(),
                old.aggregates(),
                outOfOrdernessNs,
                latenessNs,
                old.late(),
                old.emit(),
                old.sinks());
        return new OracleCase(seed, List.of(other), sensors, arrivals);
    }

    /** The sensor, or with {@code groupBy: "{1}"} the first level of its name. */
    private String key(int sensorId) {
        String name = sensors.get(sensorId);
        return stream().groupBy().isEmpty() ? name : name.substring(0, name.indexOf('/'));
    }
}
