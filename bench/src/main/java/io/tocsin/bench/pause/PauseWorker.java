package io.tocsin.bench.pause;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.MeasuredGateway;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/**
 * One measurement in a JVM of its own. Arguments: the configuration of a gateway, or none for a thread that only spins;
 * milliseconds to warm up; milliseconds to measure. Answers the first line it reads with a {@link PauseRound}, and is
 * then killed.
 */
final class PauseWorker {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final long MS = 1_000_000;

    /** Shorter gaps of the spinning thread are no pauses. */
    private static final long LOOK_NS = 2_000;

    private PauseWorker() {}

    public static void main(String[] args) throws IOException, ConfigException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.readLine();
        long warmupMs = Long.parseLong(args[1]);
        long measureMs = Long.parseLong(args[2]);
        PauseRound round =
                args[0].isEmpty() ? spin(warmupMs, measureMs) : gateway(Path.of(args[0]), warmupMs, measureMs);
        System.out.println(round.encode());
        in.readLine();
        Runtime.getRuntime().halt(0);
    }

    /** Pauses of a thread that only reads the clock, which are those of the machine. */
    private static PauseRound spin(long warmupMs, long measureMs) throws IOException {
        Histogram wall = new Histogram(HIGHEST_NS, DIGITS);
        Histogram own = new Histogram(HIGHEST_NS, DIGITS);
        spin(warmupMs, wall, own);
        wall.reset();
        own.reset();
        spin(measureMs, wall, own);
        return new PauseRound(wall, own, new Histogram(HIGHEST_NS, DIGITS), 0, 0, 0, 0);
    }

    private static void spin(long forMs, Histogram wall, Histogram own) throws IOException {
        try (ThreadClock clock = new ThreadClock()) {
            long waitedNs = clock.waitingNs();
            long lastNs = System.nanoTime();
            long endNs = lastNs + forMs * MS;
            while (lastNs < endNs) {
                long nowNs = System.nanoTime();
                long gapNs = nowNs - lastNs;
                if (gapNs >= LOOK_NS) {
                    long waitingNs = clock.waitingNs();
                    wall.recordValue(Math.min(gapNs, HIGHEST_NS));
                    own.recordValue(Math.max(0, gapNs - (waitingNs - waitedNs)));
                    waitedNs = waitingNs;
                    nowNs = System.nanoTime();
                }
                lastNs = nowNs;
            }
        }
    }

    private static PauseRound gateway(Path file, long warmupMs, long measureMs)
            throws ConfigException, InterruptedException {
        GatewayConfig config = new ConfigLoader().load(file);
        TimedJournal[] timed = new TimedJournal[1];
        Gateway gateway = MeasuredGateway.open(
                config,
                (where, cause) -> {
                    cause.printStackTrace();
                    Runtime.getRuntime().halt(1);
                },
                journal -> timed[0] = new TimedJournal(journal));
        gateway.start();
        Thread.sleep(warmupMs);
        TimedJournal journal = timed[0];
        Histogram decidedBefore = decided(gateway);
        long collections = collections(GarbageCollectorMXBean::getCollectionCount);
        long collectionsMs = collections(GarbageCollectorMXBean::getCollectionTime);
        long snapshots = snapshotsAbove(config, 0);
        long firstPosition = journal.journalledPosition();
        journal.begin();
        Thread.sleep(measureMs);
        journal.end();
        long endPosition = journal.journalledPosition();
        Histogram decided = decided(gateway);
        decided.subtract(decidedBefore);
        collections = collections(GarbageCollectorMXBean::getCollectionCount) - collections;
        collectionsMs = collections(GarbageCollectorMXBean::getCollectionTime) - collectionsMs;
        snapshots = snapshotsAbove(config, 0) - snapshots;
        gateway.stop();
        long[] begun = JournalVerifier.list(config.journal().dir()).stream()
                .mapToLong(SegmentInfo::firstPosition)
                .filter(position -> position > firstPosition && position < endPosition)
                .toArray();
        tellWorst(journal, begun);
        return new PauseRound(
                journal.wall(), journal.own(), decided, snapshots, begun.length, collections, collectionsMs);
    }

    private static void tellWorst(TimedJournal journal, long[] begun) {
        Arrays.stream(journal.worst())
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(TimedJournal.Worst::ownNs).reversed())
                .forEach(worst -> System.err.printf(
                        Locale.ROOT,
                        "  own %,8.0f µs of which running %,8.0f; waiting for a processor besides %,8.0f%s%n",
                        worst.ownNs() / 1e3,
                        worst.runningNs() / 1e3,
                        worst.waitingNs() / 1e3,
                        isRoll(worst, begun) ? "; began a segment" : ""));
    }

    /** The position is the end of the batch, which has at most {@link Journal#MAX_BATCH_RECORDS}. */
    private static boolean isRoll(TimedJournal.Worst worst, long[] begun) {
        return LongStream.of(begun)
                .anyMatch(first -> first < worst.position() && first >= worst.position() - Journal.MAX_BATCH_RECORDS);
    }

    private static Histogram decided(Gateway gateway) {
        Latencies latencies = gateway.latencies();
        latencies.logInterval(0);
        return latencies.total(LatencyStage.RECEIVE_TO_DECIDED);
    }

    private static long snapshotsAbove(GatewayConfig config, long position) {
        return LongStream.of(new SnapshotFiles(config.dataDir().resolve("snapshots"), 1, System.err::println, () -> 0)
                        .positions())
                .filter(at -> at > position)
                .count();
    }

    private static long collections(ToLongFunction<GarbageCollectorMXBean> what) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(what)
                .sum();
    }
}
