package io.tocsin.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        Histogram total;
        try (Latencies latencies = new Latencies()) {
            latencies.openLog(file, 1_700_000_000_000L);
            LatencyRecorder a = latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED);
            LatencyRecorder b = latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED);
            a.record(1_000);
            b.record(2_000, 5);
            latencies.logInterval(1_700_000_001_000L);
            latencies.logInterval(1_700_000_002_000L);
            a.record(4_000);
            latencies.recorder(LatencyStage.RECEIVE_TO_JOURNALLED).record(7);
            latencies.logInterval(1_700_000_003_000L);
            total = latencies.total(LatencyStage.RECEIVE_TO_DECIDED);
        }
        assertThat(total.getTotalCount()).isEqualTo(7);
        assertThat(total.valuesAreEquivalent(total.getMaxValue(), 4_000)).isTrue();

        List<String> read = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                read.add(next.getTag() + " " + ((Histogram) next).getTotalCount() + " " + next.getStartTimeStamp()
                        + ".." + next.getEndTimeStamp());
            }
        }
        assertThat(read)
                .containsExactly(
                        "RECEIVE_TO_DECIDED 6 1700000000000..1700000001000",
                        "RECEIVE_TO_JOURNALLED 1 1700000002000..1700000003000",
                        "RECEIVE_TO_DECIDED 1 1700000002000..1700000003000");
    }

    @Test
    void shouldClampLatenciesWhenTheClockSteps() {
        try (Latencies latencies = new Latencies()) {
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
}
