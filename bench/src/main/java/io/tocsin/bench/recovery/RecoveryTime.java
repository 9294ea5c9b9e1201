package io.tocsin.bench.recovery;

import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.bench.Worker;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures the start of a gateway. Writes a journal and its snapshots with a gateway at full speed, then starts further
 * gateways on these files, each in a JVM of its own as after a crash, without and with the snapshots. The files have
 * just been written, so they are read from the page cache.
 *
 * <p>Arguments: readings, sensors. Property: {@code -Drounds}. The files are below {@code java.io.tmpdir} and are
 * deleted at the end.
 */
public final class RecoveryTime {
    private static final long DEFAULT_READINGS = 10_000_000;
    private static final int DEFAULT_SENSORS = 10_000;
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final long PROGRESS_MS = 10_000;
    private static final double NS_PER_S = 1e9;

    /** Readings after the newest snapshot with the default of a minute between snapshots, at 50,000 readings/s. */
    private static final long TAIL_RECORDS = 3_000_000;

    private static final String CONFIG = """
            name: recovery
            sources:
              - rate: {name: load, sensors: %d, perSecond: 0, limit: %d}
            alarms:
              - {name: high, sensor: rate/+, type: limit, hi: 95, hihi: 110, deadband: 2}
              - {name: silent, sensor: rate/#, type: missing, timeout: 1h}
            journal: {sync: 10ms, retention: {maxAge: 100d, maxSize: 1000GiB}}
            snapshots: {every: 1s, keep: 1000}
            engine: {maxSensors: %d}
            """;

    private final Path dir;
    private final Path snapshots;

    private RecoveryTime(Path dir) {
        this.dir = dir;
        this.snapshots = dir.resolve("data/recovery/snapshots");
    }

    public static void main(String[] args) throws IOException, ConfigException, InterruptedException {
        long readings = args.length > 0 ? Long.parseLong(args[0]) : DEFAULT_READINGS;
        int sensors = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_SENSORS;
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            new RecoveryTime(directory.path()).run(readings, sensors);
        }
    }

    private void run(long readings, int sensors) throws IOException, ConfigException, InterruptedException {
        Path file = Files.writeString(dir.resolve("gateway.yaml"), CONFIG.formatted(sensors, readings, sensors));
        long endPosition = write(new ConfigLoader().load(file), readings);
        long snapshot = keepSnapshotsBelow(endPosition - Math.min(TAIL_RECORDS, endPosition / 4));

        List<RecoveryRound> whole = new ArrayList<>();
        List<RecoveryRound> tail = new ArrayList<>();
        Path aside = dir.resolve("aside");
        for (int i = 0; i < ROUNDS; i++) {
            Files.move(snapshots, aside);
            whole.add(start(file));
            Files.move(aside, snapshots);
            tail.add(start(file));
        }
        System.out.printf(
                Locale.ROOT,
                "%nRecovery, %,d sensors, JDK %s, %d rounds, a JVM each; median (min–max)%n%n",
                sensors,
                Runtime.version(),
                ROUNDS);
        System.out.println("| start from | records replayed | s | records/s | start as a whole, s |");
        System.out.println("|---|---:|---:|---:|---:|");
        print("the whole journal", whole);
        if (snapshot != SnapshotFiles.NONE) {
            print(String.format(Locale.ROOT, "a snapshot at %,d and the journal behind it", snapshot), tail);
        }
        if (!whole.get(0).digest().equals(tail.get(0).digest())) {
            throw new IllegalStateException("the two do not give the same state: " + whole.get(0) + ", " + tail.get(0));
        }
    }

    /** Returns the position at which the journal ends. */
    private long write(GatewayConfig config, long readings) throws InterruptedException {
        Gateway gateway = Gateway.open(config, System.err::println, (where, cause) -> {
            cause.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        long startNs = System.nanoTime();
        gateway.start();
        while (!gateway.awaitSources(PROGRESS_MS)) {
            System.err.printf(Locale.ROOT, "writing: %,d MiB%n", gateway.journalBytes() >> 20);
        }
        gateway.stop();
        double seconds = (System.nanoTime() - startNs) / NS_PER_S;
        long[] positions = new SnapshotFiles(snapshots, 1, System.err::println, () -> 0).positions();
        System.out.printf(
                Locale.ROOT,
                "journal: %,d readings, %.2f GB (%.1f bytes each), %d snapshots, written in %.0f s (%,.0f/s)%n",
                readings,
                gateway.journalBytes() / 1e9,
                (double) gateway.journalBytes() / readings,
                positions.length,
                seconds,
                readings / seconds);
        return positions.length == 0 ? readings : Math.max(readings, positions[positions.length - 1]);
    }

    /**
     * Deletes the snapshots above a position, because a crash seldom comes right after a snapshot. Returns the newest
     * remaining one.
     */
    private long keepSnapshotsBelow(long position) throws IOException {
        SnapshotFiles files = new SnapshotFiles(snapshots, 1, System.err::println, () -> 0);
        long newest = SnapshotFiles.NONE;
        for (long at : files.positions()) {
            if (at > position) {
                Files.delete(files.file(at));
            } else {
                newest = at;
            }
        }
        return newest;
    }

    private static RecoveryRound start(Path file) throws IOException {
        try (Worker worker = new Worker(RecoveryWorker.class, file.toString())) {
            return RecoveryRound.decode(worker.ask("start"));
        }
    }

    private static void print(String what, List<RecoveryRound> rounds) {
        List<RecoveryRound> byTime = rounds.stream()
                .sorted((a, b) -> Long.compare(a.replayNs(), b.replayNs()))
                .toList();
        RecoveryRound median = byTime.get(byTime.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.2f (%.2f–%.2f) | %,.0f | %.2f |%n",
                what,
                median.recordCount(),
                median.replayNs() / NS_PER_S,
                byTime.get(0).replayNs() / NS_PER_S,
                byTime.get(byTime.size() - 1).replayNs() / NS_PER_S,
                median.recordCount() * NS_PER_S / median.replayNs(),
                TimeUnit.NANOSECONDS.toMillis(median.openNs()) / 1e3);
    }
}
