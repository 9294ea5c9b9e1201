package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose host name has underscores, as containers have: {@code java.net.URI} knows no host in it. */
class BrokerNameSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String HOST = "plant_mosquitto_1";

    @TempDir
    private Path dir;

    @Test
    void shouldConnectSourcesAndSinksToIt() throws Exception {
        try (Mosquitto broker = new Mosquitto(dir.resolve("broker"), 0)) {
            broker.start();
            String url = "tcp://" + HOST + ":" + broker.port();
            writeConfig(url);
            Path hosts = Files.writeString(dir.resolve("hosts"), "127.0.0.1 " + HOST + "\n");
            TocsinProcess tocsin = new TocsinProcess.Launch(dir)
                    .jvmFlag("-Djdk.net.hosts.file=" + hosts)
                    .start("run", "-c", "config.yaml");
            Eventually.await(
                    "both",
                    SOON,
                    () -> tocsin.err().contains("source plant: connected to " + url)
                            && tocsin.err().contains("sink up: up, MQTT 5 " + url));
            try (Wire wire = new Wire(broker.url(), "device")) {
                wire.subscribe("tocsin/#");
                wire.publish("plant/a", "95");
                Eventually.await(
                        "the alarm",
                        SOON,
                        () -> wire.messages().stream()
                                .anyMatch(message -> message.topic().equals("tocsin/alarms/hot/plant/a")));
            }
            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        }
    }

    @Test
    void shouldSayThatTheHostIsUnknownOnlyWhenItIs() throws Exception {
        writeConfig("tcp://" + HOST + ":1883");
        assertThat(CommandLineRun.of("check", "-c", dir.resolve("config.yaml").toString())
                        .exitCode())
                .isZero();
        Path hosts = Files.writeString(dir.resolve("hosts"), "127.0.0.1 localhost\n");
        TocsinProcess tocsin = new TocsinProcess.Launch(dir)
                .jvmFlag("-Djdk.net.hosts.file=" + hosts)
                .start("run", "-c", "config.yaml");
        Eventually.await(
                "the word", SOON, () -> tocsin.err().contains("cannot reach tcp://" + HOST + ":1883: unknown host"));
        tocsin.terminate();
    }

    private void writeConfig(String url) throws Exception {
        Files.writeString(dir.resolve("config.yaml"), """
                name: gw
                sources:
                  - mqtt: {name: plant, url: "%s", topics: [{filter: "plant/#", payload: number}]}
                alarms:
                  - {name: hot, sensor: "#", type: limit, hi: 80}
                sinks:
                  up: {mqtt: {url: "%s"}}
                """.formatted(url, url));
    }
}
