package io.tocsin.bench.paced;

import io.tocsin.bench.BenchPipeline;
import io.tocsin.bench.NullJournal;
import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.pipeline.InputSlot;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.pipeline.WaitStrategyKind;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/**
 * Runs one wait strategy, in a JVM of its own. For every line "rate milliseconds" it sends that many readings a second,
 * each at its intended time, even if the previous one is still pending, and answers with the percentiles of the
 * pipeline's own recorders, counted from the intended times. The first half second of each round is not counted.
 */
final class PacedWorker {
    private static final int SENSOR_COUNT = 10_000;
    private static final long SKIPPED_NS = 500_000_000L;
    private static final long SYNC_INTERVAL_NS = 10_000_000L;
    private static final double HIGH_EVERY = 64;

    private PacedWorker() {}

    /** Arguments: the wait strategy, and whether there is a journal. */
    public static void main(String[] args) throws IOException {
        WaitStrategyKind waiting = WaitStrategyKind.valueOf(args[0]);
        boolean journalled = Boolean.parseBoolean(args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(
                    round(waiting, journalled, Integer.parseInt(words[0]), Integer.parseInt(words[1]) * 1_000_000L));
        }
    }

    private static String round(WaitStrategyKind waiting, boolean journalled, int perSecond, long roundNs)
            throws IOException {
        try (TemporaryDirectory directory = new TemporaryDirectory();
                Journal journal = journalled ? open(directory) : new NullJournal();
                BenchPipeline pipeline = new BenchPipeline(journal, SENSOR_COUNT, waiting, event -> {})) {
            Intake intake = pipeline.intake();
            send(intake, perSecond, SKIPPED_NS);
            pipeline.awaitDecided();
            pipeline.latencies().logInterval(0);
            Histogram journalledBefore = pipeline.latencies().total(LatencyStage.RECEIVE_TO_JOURNALLED);
            Histogram decidedBefore = pipeline.latencies().total(LatencyStage.RECEIVE_TO_DECIDED);
            send(intake, perSecond, roundNs);
            pipeline.awaitDecided();
            pipeline.latencies().logInterval(0);
            Histogram toJournalled = pipeline.latencies().total(LatencyStage.RECEIVE_TO_JOURNALLED);
            Histogram toDecided = pipeline.latencies().total(LatencyStage.RECEIVE_TO_DECIDED);
            toJournalled.subtract(journalledBefore);
            toDecided.subtract(decidedBefore);
            return percentiles(toJournalled) + " " + percentiles(toDecided);
        }
    }

    private static Journal open(TemporaryDirectory directory) {
        return ChronicleJournal.open(
                new JournalConfig(
                        directory.path(), SyncPolicy.every(SYNC_INTERVAL_NS), JournalConfig.DEFAULT_SEGMENT_BYTES),
                SENSOR_COUNT,
                BenchPipeline.FAIL_STOP);
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
            long sequence = intake.claim(1);
            InputSlot slot = intake.slot(sequence);
            double value = i % HIGH_EVERY == 0 ? 91 + i % 3 : 50 + i % 37;
            slot.setReading(
                    (int) (i % SENSOR_COUNT), intendedNs, intendedNs, value, Quality.GOOD.code(), ReadingFlags.NONE);
            intake.publish(sequence, sequence);
        }
    }

    private static String percentiles(Histogram latencies) {
        return latencies.getValueAtPercentile(50)
                + " " + latencies.getValueAtPercentile(99)
                + " " + latencies.getValueAtPercentile(99.9)
                + " " + latencies.getMaxValue();
    }
}
