package io.tocsin.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyRecorder;
import io.tocsin.engine.metrics.LatencyStage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayMetricsTest {
    private static final List<Path> PROMTOOL =
            List.of(Path.of("/usr/bin/promtool"), Path.of("/usr/local/bin/promtool"));

    private final Counters counters = new Counters();
    private final Latencies latencies = new Latencies();
    private final GatewayMetrics metrics = new GatewayMetrics(new FixedView(), counters, latencies, "0.1.0");

    private record FixedView() implements GatewayView {
        @Override
        public String name() {
            return "press \"hall\"\n2";
        }

        @Override
        public int sensorCount() {
            return 120;
        }

        @Override
        public long activeAlarmCount() {
            return 3;
        }

        @Override
        public int ringSlots() {
            return 4096;
        }

        @Override
        public long ringUsed() {
            return 17;
        }

        @Override
        public long undurableRecords() {
            return 5;
        }

        @Override
        public long journalBytes() {
            return 1_000_000;
        }

        @Override
        public long syncCount() {
            return 42;
        }

        @Override
        public long freeBytes() {
            return 5_000_000_000L;
        }
    }

    @ParameterizedTest
    @EnumSource(Counter.class)
    void shouldShowEveryCounterUnderItsNameAndLabel(Counter counter) throws IOException {
        counters.add(counter, 123_457);
        CounterMetric metric = CounterMetric.of(counter);

        String label = metric.label().isEmpty() ? "" : "{" + metric.label() + "=\"" + metric.labelValue() + "\"}";
        String suffix = metric.isGauge() ? "" : "_total";
        assertThat(scrape(null).lines())
                .contains(
                        metric.name() + suffix + label + " 123457.0",
                        "# HELP " + metric.name() + suffix + " " + metric.help());
    }

    @Test
    void shouldCountLatenciesInCumulativeBuckets() throws IOException {
        LatencyRecorder recorder = latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED);
        recorder.record(9_000);
        recorder.record(20_000, 10);
        recorder.record(TimeUnit.SECONDS.toNanos(60));
        latencies.logInterval(0);

        String stage = "{stage=\"receive_to_decided\"";
        assertThat(scrape(null).lines())
                .contains(
                        "tocsin_latency_seconds_bucket" + stage + ",le=\"1.0E-5\"} 1",
                        "tocsin_latency_seconds_bucket" + stage + ",le=\"2.5E-5\"} 11",
                        "tocsin_latency_seconds_bucket" + stage + ",le=\"10.0\"} 11",
                        "tocsin_latency_seconds_bucket" + stage + ",le=\"+Inf\"} 12",
                        "tocsin_latency_seconds_count" + stage + "} 12");
    }

    @Test
    void shouldShowTheGatewayAndTheJvm() throws IOException {
        assertThat(scrape(null))
                .contains(
                        "tocsin_sensors 120.0\n", "tocsin_ring_used_slots 17.0\n", "tocsin_journal_syncs_total 42.0\n")
                .contains("tocsin_build_info{gateway=\"press \\\"hall\\\"\\n2\",version=\"0.1.0\"} 1")
                .contains("jvm_memory_used_bytes{area=\"heap\"}", "process_open_fds ");
    }

    @Test
    void shouldAnswerInTheFormatThatTheScrapeAccepts() throws IOException {
        String accept = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";

        assertThat(metrics.contentType(accept)).startsWith("application/openmetrics-text");
        assertThat(scrape(accept)).endsWith("# EOF\n");
        assertThat(metrics.contentType(null)).startsWith("text/plain");
        assertThat(scrape(null)).doesNotContain("# EOF");
    }

    @Test
    void shouldPleasePromtool() throws IOException, InterruptedException {
        Path promtool =
                PROMTOOL.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(promtool != null, "promtool is not here: apt-get install prometheus");
        latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED).record(9_000);
        latencies.logInterval(0);
        Process process = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            metrics.write(null, in);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        // words of promtool about names that are not ours
        assertThat(said.lines().filter(line -> line.startsWith("tocsin_"))).isEmpty();
    }

    private String scrape(String accept) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.write(accept, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
