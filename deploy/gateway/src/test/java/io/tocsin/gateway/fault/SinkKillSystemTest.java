package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.GatewayRun;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.gateway.system.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of a gateway whose broker refuses every tenth event for its size: in the end each event was delivered or is a
 * dead letter, the one or the other, the dead letters once each, and what was delivered came in order.
 */
class SinkKillSystemTest {
    private static final int EVENTS = 3_000;
    private static final int EVERY = 10;
    private static final int KILLS_A_ROUND = 4;
    private static final int LONGEST_LIFE_MS = 1_500;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNoEventAndKeepNoneTwiceWhenKilled() throws Exception {
        run(Dose.of("kill -9 with dead letters", 4));
    }

    @Test
    @Tag("heavy")
    void shouldLoseNoEventAndKeepNoneTwiceWhenKilledManyTimes() throws Exception {
        run(Dose.of("kill -9 with dead letters", 100));
    }

    private void run(Dose dose) throws Exception {
        Random random = new Random(dose.seed());
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"), "max_packet_size 600")) {
            broker.start();
            try (Wire wire = new Wire(broker.url(), "control-room")) {
                wire.subscribe("tocsin/#");
                for (int round = 0; round < dose.cycles() / KILLS_A_ROUND; round++) {
                    round(broker, wire, random, round);
                }
            }
        }
    }

    /** Four kills and a run to the end, in a data directory of its own. */
    private void round(Mosquitto broker, Wire wire, Random random, int round) throws Exception {
        Path home = Files.createDirectories(directory.resolve("round-" + round));
        write(home, broker.url(), round);
        int before = wire.messages().size();
        for (int kill = 0; kill < KILLS_A_ROUND; kill++) {
            TocsinProcess tocsin = TocsinProcess.start(home, "run", "-c", "config.yaml");
            Eventually.await("the sink is up, or all is over", SOON, () -> {
                return tocsin.err().contains("sink up: up") || !tocsin.isAlive();
            });
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MS));
            tocsin.kill();
        }
        TocsinProcess last = TocsinProcess.run(home, "run", "-c", "config.yaml", "--drain", "2m");
        assertThat(last.exitCode()).as(last.err()).isZero();

        Set<String> expectedOnWire = new LinkedHashSet<>();
        List<String> expectedDead = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            String sensor = sensor(round, i);
            if (i % EVERY == 0) {
                expectedDead.add(sensor);
            } else {
                expectedOnWire.add(sensor);
            }
        }
        assertThat(deadSensors(home)).as("each once, in order").isEqualTo(expectedDead);
        Eventually.await("all on the wire", SOON, () -> sensorsOf(wire, before).size() >= expectedOnWire.size());
        assertThat(sensorsOf(wire, before)).containsExactlyElementsOf(expectedOnWire);
        System.out.printf(
                Locale.ROOT,
                "%d kills: %d messages for %d events, %d dead letters%n",
                KILLS_A_ROUND,
                wire.messages().size() - before,
                expectedOnWire.size(),
                expectedDead.size());
    }

    private static String sensor(int round, int i) {
        return (i % EVERY == 0 ? "big/" : "small/") + round + "/" + i;
    }

    private void write(Path home, String url, int round) throws IOException {
        StringBuilder rows = new StringBuilder("t,s,v\n");
        for (int i = 0; i < EVENTS; i++) {
            rows.append(1_600_000_000 + i).append(',').append(sensor(round, i)).append(",95\n");
        }
        Files.writeString(home.resolve("input.csv"), rows);
        Files.writeString(home.resolve("config.yaml"), """
                name: gw
                sources:
                  - file: {name: f, path: input.csv, columns: {sensor: s, value: v, time: t}, timeUnit: s}
                alarms:
                  - {name: hot, sensor: "small/#", type: limit, hi: 80}
                  - {name: hot-and-long, sensor: "big/#", type: limit, hi: 80, message: "%s"}
                sinks:
                  up: {mqtt: {url: "%s"}}
                """.formatted("too long for the broker ".repeat(20), url));
    }

    /** Sensors of the messages, each at its first. */
    private static Set<String> sensorsOf(Wire wire, int before) throws IOException {
        Set<String> sensors = new LinkedHashSet<>();
        List<Wire.Message> messages = wire.messages();
        for (Wire.Message message : messages.subList(before, messages.size())) {
            sensors.add(GatewayRun.jsonObject(message.payload()).get("sensor"));
        }
        return sensors;
    }

    private static List<String> deadSensors(Path home) throws IOException {
        List<String> sensors = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve("data/gw/dead-letters/up.jsonl"))) {
            String event = line.substring(line.indexOf(",\"event\":") + 9, line.length() - 1);
            sensors.add(GatewayRun.jsonObject(event).get("sensor"));
        }
        return sensors;
    }
}
