package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device that was dead before the gateway began to watch (influxdata/kapacitor#1784, #1015): raised by the start of
 * the gateway, cleared by its first reading, and not raised twice by a restart.
 */
class MissingNeverSeenSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private List<String> events() throws Exception {
        Path out = directory.resolve("out.jsonl");
        return Files.exists(out)
                ? GatewayRun.jsonLines(out).stream()
                        .map(event -> event.get("alarm") + " " + event.get("event") + " " + event.get("sensor"))
                        .toList()
                : List.of();
    }

    private TocsinProcess start() throws Exception {
        TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
        Eventually.await("the source subscribes", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains("source plant: connected");
        });
        return tocsin;
    }

    @Test
    void shouldRaiseForASensorThatHasNeverSpoken() throws Exception {
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Files.writeString(directory.resolve("gateway.yaml"), """
                    name: gw
                    dataDir: data
                    sources:
                      - mqtt: {name: plant, url: %s, topics: [{filter: "p/#", payload: number}]}
                    time: {idleAfter: 1s}
                    alarms:
                      - {name: silent-b, sensor: p/b, type: missing, timeout: 2s}
                      - {name: silent, sensor: "p/+", type: missing, timeout: 1h, expect: [p/a]}
                    sinks:
                      log: {file: {path: out.jsonl}}
                    """.formatted(broker.url()));
            TocsinProcess first = start();
            Eventually.await("raised", SOON, () -> events().equals(List.of("silent-b RAISED p/b")));
            assertThat(first.terminate()).as(first.err()).isZero();
            TocsinProcess second = start();
            try (Wire wire = new Wire(broker.url(), "test")) {
                wire.publish("p/b", "1");
                Eventually.await("cleared", SOON, () -> events().size() == 2);
            }
            assertThat(second.terminate()).as(second.err()).isZero();
            assertThat(events()).containsExactly("silent-b RAISED p/b", "silent-b CLEARED p/b");
        }
    }
}
