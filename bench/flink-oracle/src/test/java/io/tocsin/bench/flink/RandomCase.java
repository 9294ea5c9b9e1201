package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.StreamNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes a case from a seed: one to four sensors with clocks of their own, each alone or in groups; readings in order,
 * late, too late, at one instant, after a gap, bad, retained; sensors that fall silent long before the end; times
 * around zero, far below, and of today.
 */
final class RandomCase {
    private static final long[] UNITS_NS = {1, 1, 1_000, 1_000_000_000};
    private static final List<Aggregate> AGGREGATES =
            Arrays.stream(Aggregate.values()).filter(WindowValues::isKnown).toList();

    private final Random random;
    private final long unitNs;
    private final boolean isRough;

    private RandomCase(long seed) {
        // Neighbouring seeds of a Random begin alike.
        this.random = new Random(new SplittableRandom(seed).nextLong());
        this.unitNs = UNITS_NS[random.nextInt(UNITS_NS.length)];
        this.isRough = random.nextInt(3) == 0;
    }

    static OracleCase of(long seed, WindowKind kind) {
        RandomCase made = new RandomCase(seed);
        StreamNode stream = made.stream(kind);
        return made.oracleCase(seed, stream, List.of(stream));
    }

    /** A stream of any kind, and one of any kind over its rows. */
    static OracleCase ofTwoStreams(long seed) {
        RandomCase made = new RandomCase(seed);
        StreamNode first = made.first();
        return made.oracleCase(seed, first, List.of(first, made.second()));
    }

    private OracleCase oracleCase(long seed, StreamNode stream, List<StreamNode> streams) {
        List<String> sensors = new ArrayList<>();
        int sensorCount = 1 + random.nextInt(4);
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            sensors.add((sensorId % 2 == 0 ? "a/" : "b/") + sensorId);
        }
        return new OracleCase(
                seed,
                streams,
                sensors,
                new RandomArrivals(random, unitNs, isRough)
                        .of(sensorCount, stream.outOfOrdernessNs(), stream.latenessNs()));
    }

    private StreamNode stream(WindowKind kind) {
        boolean isTimed = kind != WindowKind.COUNT;
        boolean byReceiveTime = random.nextInt(8) == 0;
        EmitMode emit = isTimed && random.nextInt(3) > 0 ? EmitMode.UPDATE : EmitMode.APPEND;
        LatePolicy late = random.nextBoolean() ? LatePolicy.SIDE : LatePolicy.DROP;
        return new StreamNode(
                "w",
                new SensorSelector("+/+"),
                random.nextInt(4) == 0 ? "{1}" : "",
                kind.random(random, unitNs),
                byReceiveTime,
                aggregates(),
                byReceiveTime ? 0 : delayNs(),
                isTimed && !byReceiveTime ? 2 * delayNs() : 0,
                late == LatePolicy.DROP && emit == EmitMode.UPDATE ? LatePolicy.UPDATE : late,
                emit,
                List.of("rows"));
    }

    /**
     * Gives each window once, in order, and values that both engines have to the last bit: what Flink gives again
     * leaves in another order than ours, and the next stream's watermark would see it.
     */
    private StreamNode first() {
        List<Aggregate> exact = List.of(Aggregate.COUNT, Aggregate.MIN, Aggregate.MAX, Aggregate.FIRST, Aggregate.LAST);
        StreamNode stream = stream(anyKind());
        return new StreamNode(
                "w",
                stream.selector(),
                stream.groupBy(),
                stream.window(),
                stream.byReceiveTime(),
                List.of(exact.get(random.nextInt(exact.size()))),
                stream.outOfOrdernessNs(),
                0,
                stream.late() == LatePolicy.UPDATE ? LatePolicy.DROP : stream.late(),
                EmitMode.APPEND,
                stream.sinks());
    }

    private StreamNode second() {
        StreamNode stream = stream(anyKind());
        return new StreamNode(
                "v",
                new SensorSelector("w/#"),
                "",
                stream.window(),
                false,
                stream.aggregates(),
                stream.outOfOrdernessNs(),
                stream.latenessNs(),
                stream.late(),
                stream.emit(),
                stream.sinks());
    }

    private WindowKind anyKind() {
        return WindowKind.values()[random.nextInt(WindowKind.values().length)];
    }

    private long delayNs() {
        return random.nextInt(4) == 0 ? 0 : random.nextInt(RandomArrivals.DELAY_MAX) * unitNs;
    }

    private List<Aggregate> aggregates() {
        List<Aggregate> aggregates = new ArrayList<>(AGGREGATES);
        Collections.shuffle(aggregates, random);
        return random.nextInt(4) == 0 ? aggregates.subList(0, 1 + random.nextInt(aggregates.size())) : aggregates;
    }
}
