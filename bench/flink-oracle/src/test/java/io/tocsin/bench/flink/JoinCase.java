package io.tocsin.bench.flink;

import io.tocsin.bench.flink.OracleCase.Arrival;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.JoinNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A join, and the readings of its sensors until their source ends. Sensors of one key have the first level of their
 * names in common.
 *
 * @param seed it was made from
 * @param sensors their names; the id is the index
 */
record JoinCase(long seed, JoinNode join, List<String> sensors, List<Arrival> arrivals) {
    /** Journal position of the source's end; before the readings are the plan and the sensors. */
    long endPosition() {
        return 1L + sensors.size() + arrivals.size();
    }

    /** The readings of each key as its sides get them; of a reading that both get, the left side first. */
    Map<String, List<JoinReading>> byKey() {
        Map<String, List<JoinReading>> byKey = new TreeMap<>();
        long position = 1L + sensors.size();
        for (Arrival arrival : arrivals) {
            String sensor = sensors.get(arrival.sensorId());
            String key = sensor.substring(0, sensor.indexOf('/'));
            long timeNs = join.byReceiveTime() ? arrival.receiveTimeNs() : arrival.eventTimeNs();
            Reading reading = new Reading(position++, key, timeNs, arrival.value(), arrival.isSample());
            List<JoinReading> readings = byKey.computeIfAbsent(key, k -> new ArrayList<>());
            if (join.left().selector().matches(sensor)) {
                readings.add(new JoinReading(true, reading));
            }
            if (join.right().selector().matches(sensor)) {
                readings.add(new JoinReading(false, reading));
            }
        }
        return byKey;
    }

    /** The least out-of-orderness with which nothing is late. */
    long disorderNs() {
        long disorderNs = 0;
        for (List<JoinReading> readings : byKey().values()) {
            long leftNs = Long.MIN_VALUE;
            long rightNs = Long.MIN_VALUE;
            for (JoinReading each : readings) {
                long timeNs = each.reading().timeNs();
                leftNs = each.isLeft() ? Math.max(leftNs, timeNs) : leftNs;
                rightNs = each.isLeft() ? rightNs : Math.max(rightNs, timeNs);
                disorderNs = Math.max(disorderNs, (each.isLeft() ? leftNs : rightNs) - timeNs);
            }
        }
        return disorderNs;
    }

    /** This case, but its join is another one. */
    JoinCase with(JoinCondition condition, long outOfOrdernessNs) {
        JoinNode other = new JoinNode(
                join.name(),
                join.left(),
                join.right(),
                join.type(),
                condition,
                join.byReceiveTime(),
                join.values(),
                outOfOrdernessNs,
                join.sinks());
        return new JoinCase(seed, other, sensors, arrivals);
    }
}
