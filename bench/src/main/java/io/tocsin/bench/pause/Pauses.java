package io.tocsin.bench.pause;

import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.bench.Worker;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Pauses that snapshots, segment rolls and reservations add to those of the thread that journals and decides. Three
 * kinds of run, interleaved, each in a JVM of its own: a thread that only spins (the machine's own pauses), a gateway
 * under paced readings without any of the three, and the same one with all of them. A pause is split into the time
 * during which the thread waited for a processor, and the rest, which is the thread's own.
 *
 * <p>Arguments: sensors, seconds a run. Properties: {@code -Drate}, {@code -Drounds}, {@code -Dwarmup.ms}.
 */
public final class Pauses {
    private static final int DEFAULT_SENSORS = 1_000_000;
    private static final int DEFAULT_SECONDS = 60;
    private static final int RATE = Integer.getInteger("rate", 100_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int WARMUP_MS = Integer.getInteger("warmup.ms", 10_000);
    private static final long MS_PER_S = 1_000;
    private static final long POLL_MS = 100;
    private static final long GOAL_NS = 200_000;
    private static final double[] PERCENTILES = {50, 99, 99.9, 99.99, 100};
    private static final String CONFIG = """
            name: pauses
            sources:
              - rate: {name: load, sensors: %d, perSecond: %d}
            alarms:
              - {name: high, sensor: rate/+, type: limit, hi: 95, hihi: 110, deadband: 2}
              - {name: silent, sensor: rate/#, type: missing, timeout: 1h}
            journal: {sync: 10ms, segmentSize: %s}
            snapshots: {every: %s, keep: 100}
            engine: {maxSensors: %d}
            """;

    private enum Kind {
        SPINNING("a thread that only spins"),
        CONTROL("no snapshot, no roll"),
        ALL("snapshots, rolls, reservations");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private final int sensors;
    private final int seconds;
    private final Path dir;
    private final Map<Kind, PauseRound> sums = new EnumMap<>(Kind.class);

    private Pauses(int sensors, int seconds, Path dir) {
        this.sensors = sensors;
        this.seconds = seconds;
        this.dir = dir;
    }

    public static void main(String[] args) throws IOException, ConfigException, InterruptedException {
        int sensors = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_SENSORS;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_SECONDS;
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            new Pauses(sensors, seconds, directory.path()).run();
        }
    }

    private void run() throws IOException, ConfigException, InterruptedException {
        // a run takes only one snapshot, because its journal grows less than the size of a snapshot; that one is in the
        // measured time
        long everyMs = WARMUP_MS + seconds * MS_PER_S / 4;
        Map<Kind, String> configurations = Map.of(
                Kind.SPINNING, "",
                Kind.CONTROL, write("control.yaml", "1GiB", "24h"),
                Kind.ALL, write("all.yaml", "4MiB", everyMs + "ms"));
        define(Path.of(configurations.get(Kind.CONTROL)));
        for (int i = 0; i < ROUNDS; i++) {
            for (Kind kind : Kind.values()) {
                System.err.println(kind.label);
                PauseRound round = measure(configurations.get(kind));
                sums.merge(kind, round, PauseRound::plus);
            }
        }
        print();
    }

    private String write(String name, String segmentSize, String every) throws IOException {
        String yaml = CONFIG.formatted(sensors, RATE, segmentSize, every, sensors);
        return Files.writeString(dir.resolve(name), yaml).toString();
    }

    /** All sensors are known before anything is measured; the gateway's stop leaves a snapshot of them. */
    private void define(Path file) throws ConfigException, InterruptedException {
        GatewayConfig config = new ConfigLoader().load(file);
        Gateway gateway = Gateway.open(config, System.err::println, (where, cause) -> {
            cause.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        gateway.start();
        while (gateway.sensorCount() < sensors) {
            Thread.sleep(POLL_MS);
        }
        gateway.stop();
    }

    private PauseRound measure(String configuration) throws IOException {
        try (Worker worker = new Worker(
                PauseWorker.class, configuration, String.valueOf(WARMUP_MS), String.valueOf(seconds * MS_PER_S))) {
            return PauseRound.decode(worker.ask("begin"));
        }
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%nPauses, %,d sensors, %,d readings/s, JDK %s, %d rounds of %d s after %d ms%n%n",
                sensors,
                RATE,
                Runtime.version(),
                ROUNDS,
                seconds,
                WARMUP_MS);
        System.out.println("| µs | run | count | p50 | p99 | p99.9 | p99.99 | max | > 200 |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        sums.forEach((kind, sum) -> {
            String what = kind == Kind.SPINNING ? "gap" : "journalling a batch";
            print(what, kind, sum.wall());
            print(what + ", without waiting for a processor", kind, sum.own());
        });
        sums.forEach((kind, sum) -> {
            if (kind != Kind.SPINNING) {
                print("intended time → decided", kind, sum.decided());
            }
        });
        sums.forEach((kind, sum) -> System.out.printf(
                Locale.ROOT,
                "%n%s: %d snapshots, %d rolls, %d garbage collections of %d ms",
                kind.label,
                sum.snapshotCount(),
                sum.rollCount(),
                sum.collectionCount(),
                sum.collectionMs()));
        System.out.println();
    }

    private static void print(String what, Kind kind, Histogram histogram) {
        StringBuilder row = new StringBuilder(
                String.format(Locale.ROOT, "| %s | %s | %,d |", what, kind.label, histogram.getTotalCount()));
        Arrays.stream(PERCENTILES)
                .forEach(percentile -> row.append(
                        String.format(Locale.ROOT, " %,.1f |", histogram.getValueAtPercentile(percentile) / 1e3)));
        long above = histogram.getTotalCount() == 0
                ? 0
                : histogram.getCountBetweenValues(GOAL_NS, Math.max(GOAL_NS, histogram.getMaxValue()));
        System.out.println(row.append(String.format(Locale.ROOT, " %,d |", above)));
    }
}
