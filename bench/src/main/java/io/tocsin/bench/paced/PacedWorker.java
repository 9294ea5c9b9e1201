package io.tocsin.bench.paced;

import io.tocsin.bench.BenchPipeline;
import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.bench.Workload;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;

/**
 * Runs one wait strategy with one journal, in a JVM of its own. For every line "rate milliseconds" it sends that many
 * readings a second, each at its intended time, even if the previous one is still pending, and answers with the
 * percentiles until journalled, decided, and alarm logged, counted from the intended times. The first half second of
 * each round is not counted.
 */
final class PacedWorker {
    private static final int SENSOR_COUNT = PacedFeed.SENSOR_COUNT;
    private static final long SKIPPED_NS = 500_000_000L;

    private PacedWorker() {}

    /** Arguments: the wait strategy, and a {@link PacedJournal}. */
    public static void main(String[] args) throws IOException {
        WaitStrategyKind waiting = WaitStrategyKind.valueOf(args[0]);
        PacedJournal kind = PacedJournal.valueOf(args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            int perSecond = Integer.parseInt(words[0]);
            long roundNs = Integer.parseInt(words[1]) * 1_000_000L;
            System.out.println(
                    kind == PacedJournal.LIMIT ? limit(perSecond, roundNs) : round(waiting, kind, perSecond, roundNs));
        }
    }

    private static String round(WaitStrategyKind waiting, PacedJournal kind, int perSecond, long roundNs)
            throws IOException {
        EpochNanoClock clock = new OffsetEpochNanoClock();
        try (TemporaryDirectory directory = new TemporaryDirectory();
                TimedAlarmLog alarmLog = new TimedAlarmLog(directory.path().resolve("alarms"), clock);
                Journal journal = kind.open(directory.path().resolve("journal"), SENSOR_COUNT);
                BenchPipeline pipeline = new BenchPipeline(journal, SENSOR_COUNT, waiting, clock, alarmLog::open)) {
            Intake intake = pipeline.intake();
            send(intake, perSecond, SKIPPED_NS);
            pipeline.awaitDecided();
            pipeline.latencies().logInterval(0);
            alarmLog.take();
            Histogram journalledBefore = pipeline.latencies().total(LatencyStage.RECEIVE_TO_JOURNALLED);
            Histogram decidedBefore = pipeline.latencies().total(LatencyStage.RECEIVE_TO_DECIDED);
            send(intake, perSecond, roundNs);
            pipeline.awaitDecided();
            pipeline.latencies().logInterval(0);
            Histogram toJournalled = pipeline.latencies().total(LatencyStage.RECEIVE_TO_JOURNALLED);
            Histogram toDecided = pipeline.latencies().total(LatencyStage.RECEIVE_TO_DECIDED);
            toJournalled.subtract(journalledBefore);
            toDecided.subtract(decidedBefore);
            return percentiles(toJournalled, toDecided, alarmLog.take());
        }
    }

    /** One reading at a time; an overdue reading is sent at once and keeps its intended time. */
    private static void send(Intake intake, int perSecond, long forNs) {
        long intervalNs = 1_000_000_000L / perSecond;
        long startNs = intake.clockNs() + intervalNs;
        long count = forNs / intervalNs;
        for (long i = 0; i < count; i++) {
            long intendedNs = startNs + i * intervalNs;
            while (intake.clockNs() < intendedNs) {
                Thread.onSpinWait();
            }
            PacedFeed.publish(intake, i, intendedNs);
        }
    }

    /** The floor: the sending thread decides by itself. */
    private static String limit(int perSecond, long roundNs) {
        EpochNanoClock clock = new OffsetEpochNanoClock();
        boolean[] active = new boolean[SENSOR_COUNT];
        Histogram decided = new Histogram(3);
        Histogram alarms = new Histogram(3);
        long intervalNs = 1_000_000_000L / perSecond;
        long startNs = clock.nanoTime() + intervalNs;
        long skipped = SKIPPED_NS / intervalNs;
        long count = skipped + roundNs / intervalNs;
        for (long i = 0; i < count; i++) {
            long intendedNs = startNs + i * intervalNs;
            while (clock.nanoTime() < intendedNs) {
                Thread.onSpinWait();
            }
            int sensorId = PacedFeed.sensorId(i);
            double value = PacedFeed.value(i);
            boolean isActive = active[sensorId] ? value > Workload.CLEAR_AT : value > Workload.LIMIT;
            boolean isChange = isActive != active[sensorId];
            active[sensorId] = isActive;
            if (i >= skipped) {
                long latencyNs = clock.nanoTime() - intendedNs;
                decided.recordValue(latencyNs);
                if (isChange) {
                    alarms.recordValue(latencyNs);
                }
            }
        }
        return percentiles(decided, decided, alarms);
    }

    private static String percentiles(Histogram... stages) {
        return Stream.of(stages).map(PacedWorker::percentiles).collect(Collectors.joining(" "));
    }

    private static String percentiles(Histogram latencies) {
        return latencies.getValueAtPercentile(50)
                + " " + latencies.getValueAtPercentile(99)
                + " " + latencies.getValueAtPercentile(99.9)
                + " " + latencies.getMaxValue();
    }
}
