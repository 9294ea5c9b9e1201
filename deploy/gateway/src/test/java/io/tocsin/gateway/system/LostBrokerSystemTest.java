package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is killed is no silence of its sensors, not even when the gateway restarts meanwhile; a sensor that
 * stays silent after the return of the broker is missing after its timeout.
 */
class LostBrokerSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** More than timeout and idleAfter together. */
    private static final Duration OUTAGE = Duration.ofSeconds(9);

    private static final Duration BETWEEN_READINGS = Duration.ofMillis(500);

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

    private static void awaitLine(TocsinProcess tocsin, String line) throws Exception {
        Eventually.await(line, SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains(line);
        });
    }

    private List<String> statesInJournal() {
        CommandLineRun dump = CommandLineRun.of(
                "journal", "dump", "--dir", directory.resolve("data").toString());
        return Pattern.compile("source_(down|up)")
                .matcher(dump.out())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void shouldNotTakeALostBrokerForASilence() throws Exception {
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Files.writeString(directory.resolve("gateway.yaml"), """
                    name: gw
                    dataDir: data
                    sources:
                      - mqtt:
                          name: plant
                          url: %s
                          topics: [{filter: "p/#", payload: number}, {filter: "m/#", payload: number}]
                    time: {idleAfter: 1s}
                    alarms:
                      - {name: silent, sensor: "p/+", type: missing, timeout: %ds, expect: [p/c]}
                      - {name: mark, sensor: "m/#", type: limit, hi: 50}
                    sinks:
                      log: {file: {path: out.jsonl}}
                    """.formatted(broker.url(), TIMEOUT.toSeconds()));
            TocsinProcess first = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
            awaitLine(first, "source plant: connected");
            try (Wire wire = new Wire(broker.url(), "before")) {
                wire.publish("p/a", "1");
                wire.publish("p/b", "1");
                wire.publish("m/1", "99");
                Eventually.await("taken", SOON, () -> events().contains("mark RAISED m/1"));
            }
            broker.kill();
            awaitLine(first, "source plant: lost");
            TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
            assertThat(first.terminate()).as(first.err()).isZero();
            TocsinProcess second = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
            awaitLine(second, "source plant: cannot reach");
            TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
            assertThat(events()).containsExactly("mark RAISED m/1");

            broker.start();
            awaitLine(second, "source plant: connected");
            assertThat(events()).containsExactly("mark RAISED m/1");
            try (Wire wire = new Wire(broker.url(), "after")) {
                long deadlineNs = System.nanoTime() + SOON.toNanos();
                while (events().size() < 3 && System.nanoTime() < deadlineNs) {
                    wire.publish("p/a", "2");
                    TimeUnit.NANOSECONDS.sleep(BETWEEN_READINGS.toNanos());
                }
            }
            assertThat(second.terminate()).as(second.err()).isZero();
            assertThat(events()).containsExactlyInAnyOrder("mark RAISED m/1", "silent RAISED p/b", "silent RAISED p/c");
            assertThat(statesInJournal()).containsExactly("source_down", "source_up", "source_down", "source_up");
        }
    }
}
