package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.gateway.CommandLineRun;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.config.preset.Preset;
import io.tocsin.gateway.config.preset.Presets;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.YamlReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin init} beside a broker on which every preset's device publishes, and some others. */
class InitSystemTest {
    private static final int ROUNDS = 40;
    private static final int PAUSE_MS = 150;

    @TempDir
    private Path directory;

    @Test
    void shouldMapTheDevicesOfThePresetsAndInventNothing() throws Exception {
        Map<String, String> samples = new TreeMap<>();
        Map<String, List<String>> right = new TreeMap<>();
        for (Preset preset : Presets.all()) {
            Item data = new Item(YamlReader.read(preset.yaml(), preset.name()), "");
            String topic = data.child("topic").scalar().text();
            if (topic.startsWith("$") || topic.startsWith("spBv1.0/")) {
                continue; // the broker's own, and Sparkplug's: neither is what a client publishes as it likes
            }
            samples.put(topic, data.child("sample").scalar().text());
            List<String> sensors = new ArrayList<>();
            for (Item reading : data.child("readings").elements()) {
                sensors.add(reading.child("sensor").scalar().text());
            }
            right.put(topic, sensors);
        }
        samples.put("plant/line1/temp", "21.5");
        samples.put("plant/line2/temp", "22.5");
        samples.put("site/m1/state", "{\"ts\":1795195860000,\"temp\":21.5,\"run\":true,\"serial_id\":7}");
        samples.put("broken/1", "{\"v\":");

        Path file = directory.resolve("first.yaml");
        CommandLineRun run;
        try (Mosquitto broker = new Mosquitto(directory)) {
            broker.start();
            Thread devices = new Thread(() -> publish(broker.url(), samples), "devices");
            devices.start();
            run = CommandLineRun.of(
                    "init", "--url", broker.url(), "--for", "5s", "--username", "reader", "-o", file.toString());
            devices.join();
        }

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("wrote " + file);
        GatewayConfig config = new ConfigLoader().load(file);
        List<String> wrong = new ArrayList<>();
        right.forEach((topic, sensors) -> {
            List<String> found = sensors(config, topic, samples.get(topic));
            if (!new TreeSet<>(found).equals(new TreeSet<>(sensors))) {
                wrong.add(topic + ": " + found + " instead of " + sensors);
            }
        });
        assertThat(wrong.size()).as("%s", wrong).isLessThanOrEqualTo(right.size() / 10);
        assertThat(sensors(config, "plant/line9/temp", "20")).containsExactly("plant/line9/temp");
        assertThat(sensors(config, "site/m1/state", samples.get("site/m1/state")))
                .containsExactly("site/m1/state/temp", "site/m1/state/run");
        assertThat(sensors(config, "broken/1", samples.get("broken/1"))).isEmpty();
        assertThat(Files.readString(file)).contains("# not mapped", "broken/1", "# alarms:", "type: missing");
    }

    @Test
    void shouldRefuseAPasswordThatIsTypedAndAFileThatIsThere() throws Exception {
        Path file = Files.writeString(directory.resolve("there.yaml"), "name: x\n");
        assertThat(CommandLineRun.of("init", "--url", "tcp://127.0.0.1:1", "-o", file.toString()))
                .satisfies(run -> {
                    assertThat(run.exitCode()).isEqualTo(2);
                    assertThat(run.err()).contains("exists");
                });
        CommandLineRun typed = CommandLineRun.of(
                "init", "--url", "tcp://127.0.0.1:1", "--password", "canary", "-o", directory + "/new.yaml");
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("takes a reference").doesNotContain("canary");
        CommandLineRun none =
                CommandLineRun.of("init", "--url", "tcp://127.0.0.1:1", "--for", "1s", "-o", directory + "/new.yaml");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("cannot listen to tcp://127.0.0.1:1");
        assertThat(directory.resolve("new.yaml")).doesNotExist();
    }

    private static void publish(String url, Map<String, String> samples) {
        try (Wire devices = new Wire(url, "devices")) {
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<String, String> sample : samples.entrySet()) {
                    devices.publish(sample.getKey(), sample.getValue());
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (Exception e) {
            throw new AssertionError("the devices cannot publish", e);
        }
    }

    /** Sensors that a message gives readings of. */
    private static List<String> sensors(GatewayConfig config, String topic, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        List<String> sensors = new ArrayList<>();
        for (TopicConfig filter :
                ((SourceConfig.Mqtt) config.sources().get(0)).config().topics()) {
            if (!new SensorSelector(filter.filter()).matches(topic)) {
                continue;
            }
            Readings readings = new Readings();
            TopicLevels levels = new TopicLevels(topic);
            var reader = filter.payload().reader(filter.sensor());
            reader.read(bytes, 0, bytes.length, levels, readings);
            for (int i = 0; readings.reason() == null && i < readings.size(); i++) {
                if (readings.refusal(i) == null) {
                    byte[] fixed = readings.fixedName(i) >= 0 ? reader.fixedName(levels, readings.fixedName(i)) : null;
                    sensors.add(fixed == null ? readings.name(i) : new String(fixed, StandardCharsets.UTF_8));
                }
            }
            return sensors;
        }
        return sensors;
    }
}
