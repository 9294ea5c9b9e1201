package io.tocsin.bench.flink;

import io.tocsin.bench.flink.OracleCase.Arrival;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes a join from a seed: one or two keys with one or two sensors a side, two sides of their own, one that has the
 * other's sensors too, or a join with itself; readings as in {@link RandomArrivals}.
 */
final class RandomJoin {
    private static final long[] UNITS_NS = {1, 1, 1_000, 1_000_000_000};
    private static final int BEFORE_ALL = 500;

    /** Lies behind the earliest of our epochs by more than any reading lags. */
    private static final long INTO_EPOCH_NS = 2_000_000_000_000_000L;

    private final Random random;
    private final long unitNs;
    private final RandomArrivals readings;

    private RandomJoin(long seed) {
        // Neighbouring seeds of a Random begin alike.
        this.random = new Random(new SplittableRandom(seed).nextLong());
        this.unitNs = UNITS_NS[random.nextInt(UNITS_NS.length)];
        this.readings = new RandomArrivals(random, unitNs, random.nextInt(3) == 0);
    }

    static JoinCase of(long seed, JoinKind kind) {
        return new RandomJoin(seed).joinCase(seed, kind);
    }

    private JoinCase joinCase(long seed, JoinKind kind) {
        JoinNode join = join(kind);
        List<String> sensors = sensors();
        List<Arrival> arrivals = new ArrayList<>(readings.of(sensors.size(), join.outOfOrdernessNs(), 0));
        arrivals.addAll(0, firsts(sensors, arrivals.get(0).receiveTimeNs() - BEFORE_ALL * unitNs));
        // Flink SQL's interval join takes no time before 1970.
        return new JoinCase(
                seed, join, sensors, kind == JoinKind.OUTER_INTERVAL ? shifted(arrivals, INTO_EPOCH_NS) : arrivals);
    }

    private JoinNode join(JoinKind kind) {
        boolean byReceiveTime = random.nextInt(8) == 0;
        List<JoinValue> values = new ArrayList<>(Arrays.asList(JoinValue.values()));
        Collections.shuffle(values, random);
        int shape = random.nextInt(6);
        return new JoinNode(
                "j",
                new Input(new SensorSelector(shape == 0 ? "+/+/+" : "+/l/+"), "{1}"),
                new Input(new SensorSelector(shape <= 1 ? "+/+/+" : "+/r/+"), "{1}"),
                kind.type(random),
                kind.condition(random, unitNs),
                byReceiveTime,
                values.subList(0, 1 + random.nextInt(values.size())),
                byReceiveTime || random.nextInt(4) == 0 ? 0 : random.nextInt(RandomArrivals.DELAY_MAX) * unitNs,
                List.of("rows"));
    }

    private List<String> sensors() {
        List<String> sensors = new ArrayList<>();
        for (String key : random.nextBoolean() ? List.of("a") : List.of("a", "b")) {
            for (String side : List.of("/l/", "/r/")) {
                sensors.add(key + side + 0);
                if (random.nextInt(4) == 0) {
                    sensors.add(key + side + 1);
                }
            }
        }
        return sensors;
    }

    /**
     * A reading of each side of each key, the second not older than the first: in Flink a side without elements holds
     * the watermark, with us it does not, and from here on both are heard.
     */
    private List<Arrival> firsts(List<String> sensors, long timeNs) {
        List<Arrival> firsts = new ArrayList<>();
        boolean leftFirst = random.nextBoolean();
        for (int sensorId = 0; sensorId < sensors.size(); sensorId++) {
            if (sensors.get(sensorId).endsWith("/0")) {
                boolean isFirst = sensors.get(sensorId).contains("/l/") == leftFirst;
                long atNs = isFirst ? timeNs : timeNs + random.nextInt(3) * unitNs;
                firsts.add(isFirst ? 0 : firsts.size(), readings.arrival(sensorId, atNs, atNs));
            }
        }
        return firsts;
    }

    private static List<Arrival> shifted(List<Arrival> arrivals, long byNs) {
        return arrivals.stream()
                .map(each -> new Arrival(
                        each.sensorId(),
                        each.eventTimeNs() + byNs,
                        each.receiveTimeNs() + byNs,
                        each.value(),
                        each.quality(),
                        each.flags()))
                .toList();
    }
}
