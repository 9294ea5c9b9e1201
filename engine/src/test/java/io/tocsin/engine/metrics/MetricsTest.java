package io.tocsin.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @Test
    void shouldCountEachCounterByItself() throws InterruptedException {
        Counters counters = new Counters();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (Counter counter : Counter.values()) {
                    counters.increment(counter);
                    counters.add(counter, counter.ordinal());
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long dropped = 0;
        for (Counter counter : Counter.values()) {
            assertThat(counters.get(counter)).isEqualTo(4 * (1L + counter.ordinal()));
            dropped += counter.isDrop() ? counters.get(counter) : 0;
        }
        assertThat(counters.dropped()).isEqualTo(dropped);
        assertThat(Counter.DROPPED_BAD_JSON.label()).isEqualTo("droppedBadJson");
    }

    @Test
    void shouldWriteLogThatTheReaderReads(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("latency.hlog");
        Latencies latencies = new Latencies();
        latencies.openLog(file, 1_700_000_000_000L, line -> {});
        LatencyRecorder a = latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED);
        LatencyRecorder b = latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED);
        a.record(1_000);
        b.record(2_000, 5);
        latencies.logInterval(1_700_000_001_000L);
        latencies.logInterval(1_700_000_002_000L);
        a.record(4_000);
        latencies.recorder(LatencyStage.RECEIVE_TO_JOURNALLED).record(7);
        latencies.logInterval(1_700_000_003_000L);
        Histogram total = latencies.total(LatencyStage.RECEIVE_TO_DECIDED);
        assertThat(total.getTotalCount()).isEqualTo(7);
        assertThat(total.valuesAreEquivalent(total.getMaxValue(), 4_000)).isTrue();

        assertThat(intervals(file))
                .containsExactly(
                        "RECEIVE_TO_DECIDED 6 1700000000000..1700000001000",
                        "RECEIVE_TO_JOURNALLED 1 1700000002000..1700000003000",
                        "RECEIVE_TO_DECIDED 1 1700000002000..1700000003000");
    }

    /** A week of intervals of ten seconds, in simulated time. */
    @Test
    void shouldKeepTheHistogramsWithinTwoFiles(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("latency.hlog");
        HistogramLog log = new HistogramLog(file, 64 * 1024, 0, line -> {});
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        long seed = Seeds.of(9);
        SplittableRandom random = new SplittableRandom(seed);
        long last = 7 * 8_640L;
        for (long i = 1; i <= last; i++) {
            histogram.reset();
            for (int k = 0; k < 20; k++) {
                histogram.recordValue(random.nextLong(1_000, 50_000_000));
            }
            histogram.setTag("S");
            histogram.setStartTimeStamp((i - 1) * 10_000);
            histogram.setEndTimeStamp(i * 10_000);
            log.add(histogram);
            log.write();
        }
        assertThat(Files.size(file)).as("-Dtocsin.seed=%d", seed).isLessThanOrEqualTo(64 * 1024);
        assertThat(Files.size(directory.resolve("latency.hlog.1")))
                .as("-Dtocsin.seed=%d", seed)
                .isLessThanOrEqualTo(64 * 1024);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
        List<String> kept = new ArrayList<>(intervals(directory.resolve("latency.hlog.1")));
        assertThat(kept).as("the one before is full, -Dtocsin.seed=%d", seed).hasSizeGreaterThan(20);
        kept.addAll(intervals(file));
        for (int i = 0; i < kept.size(); i++) {
            long end = last - (kept.size() - 1 - i);
            assertThat(kept.get(i)).isEqualTo("S 20 " + (end - 1) * 10_000 + ".." + end * 10_000);
        }
    }

    @Test
    void shouldTellOnceThatHistogramsCannotBeWritten(@TempDir Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        Path away = directory.resolve("away");
        Latencies latencies = new Latencies();
        latencies.openLog(away.resolve("latency.hlog"), 0, lines::add);
        LatencyRecorder recorder = latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED);
        for (int i = 1; i <= 3; i++) {
            recorder.record(1_000);
            latencies.logInterval(i * 1_000L);
        }
        assertThat(lines).hasSize(1).first().asString().contains("latencies are not written: there is no", "removed");
        Files.createDirectory(away);
        recorder.record(1_000);
        latencies.logInterval(4_000);
        assertThat(intervals(away.resolve("latency.hlog"))).containsExactly("RECEIVE_TO_DECIDED 1 3000..4000");
    }

    private static List<String> intervals(Path file) throws IOException {
        List<String> read = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                read.add(next.getTag() + " " + ((Histogram) next).getTotalCount() + " " + next.getStartTimeStamp()
                        + ".." + next.getEndTimeStamp());
            }
        }
        return read;
    }

    @Test
    void shouldClampLatenciesWhenTheClockSteps() {
        Latencies latencies = new Latencies();
        LatencyRecorder recorder = latencies.recorder(LatencyStage.SENSOR_TO_PUBLISHED);
        recorder.record(-5);
        recorder.record(0);
        recorder.record(Long.MIN_VALUE, 2);
        recorder.record(Long.MAX_VALUE);
        latencies.logInterval(0);
        Histogram total = latencies.total(LatencyStage.SENSOR_TO_PUBLISHED);
        assertThat(total.getTotalCount()).isEqualTo(5);
        assertThat(total.getMinValue()).isEqualTo(1);
        assertThat(total.valuesAreEquivalent(total.getMaxValue(), 3_600_000_000_000L))
                .isTrue();
    }
}
