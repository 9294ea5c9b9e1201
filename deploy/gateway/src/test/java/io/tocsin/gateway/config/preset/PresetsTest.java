package io.tocsin.gateway.config.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.YamlReader;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.sample.Sample;
import io.tocsin.gateway.sample.SampleLines;
import io.tocsin.gateway.sample.SampleMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset reads its own sample, and the pages for people list it. */
class PresetsTest {
    private static final Path HOW_TO = Path.of(System.getProperty("tocsin.root"), "docs", "how-to");
    private static final Map<String, String> PAGES = Map.of(
            "industrial", "read-industrial-gateways.md",
            "buildings", "read-home-and-building-devices.md",
            "lorawan", "read-lorawan-uplinks.md",
            "clouds", "read-cloud-messages.md");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("presets")
    void shouldReadItsSample(Preset preset) throws IOException, ConfigException {
        Item data = data(preset);
        GatewayConfig config = config(preset.name(), text(data, "filter"));
        assertThat(config.warnings()).isEmpty();
        byte[] payload = text(data, "sample").getBytes(StandardCharsets.UTF_8);
        List<Sample> samples = SampleMessage.read(config, text(data, "topic"), payload);
        assertThat(samples).hasSize(1);
        assertThat(samples.get(0).losses()).isEmpty();
        List<String> right = new ArrayList<>();
        for (Item reading : data.child("readings").elements()) {
            right.add(line(reading));
        }
        assertThat(samples.get(0).readings().stream().map(SampleLines::of)).isEqualTo(right);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void shouldCiteItsDocumentation(Preset preset) throws ConfigException {
        assertThat(text(data(preset), "documentation")).startsWith("https://");
        assertThat(text(data(preset), "device")).isNotBlank();
    }

    @Test
    void shouldBeListedWhereTopicsAreExplained() throws IOException, ConfigException {
        List<String> rows = new ArrayList<>();
        for (Preset preset : Presets.all()) {
            rows.add("| `" + preset.name() + "` | " + text(data(preset), "device") + " |");
        }
        assertThat(Files.readString(HOW_TO.resolve("map-payloads.md")).lines())
                .filteredOn(line -> line.startsWith("| `") && isPreset(line))
                .isEqualTo(rows);
    }

    /** A page has a section for each preset of its family, with topic, sample, readings and documentation. */
    @ParameterizedTest
    @MethodSource("presets")
    void shouldBeShownOnThePageOfItsFamily(Preset preset) throws IOException, ConfigException {
        Item data = data(preset);
        String page = Files.readString(HOW_TO.resolve(PAGES.get(text(data, "family"))));
        assertThat(page)
                .contains("filter: \"" + text(data, "filter") + "\", payload: " + preset.name() + "}")
                .contains(text(data, "documentation").replaceFirst(" .*", ""))
                .contains(text(data, "topic"))
                .contains("\n" + text(data, "sample") + "\n");
        for (Item reading : data.child("readings").elements()) {
            assertThat(page.replace(" |  |", " |")).contains("| " + line(reading) + (hasUnit(reading) ? " |" : ""));
        }
    }

    private static boolean hasUnit(Item reading) {
        return reading.child("unit") != null;
    }

    private static boolean isPreset(String row) {
        return Presets.all().stream().anyMatch(preset -> row.startsWith("| `" + preset.name() + "` |"));
    }

    private GatewayConfig config(String preset, String filter) throws IOException, ConfigException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), """
                name: presets
                sources:
                  - mqtt:
                      url: tcp://localhost:1883
                      topics:
                        - {filter: "%s", payload: %s}
                alarms:
                  - {name: bad, type: quality, sensor: "#"}
                sinks:
                  out: {console: {}}
                """.formatted(filter, preset));
        return new ConfigLoader().load(file);
    }

    private static String line(Item reading) {
        Item time = reading.child("time");
        Item value = reading.child("value");
        Item unit = reading.child("unit");
        String shown = "-";
        if (value != null) {
            String text = value.scalar().text();
            shown = value.scalar().isNumber() ? Numbers.plain(Double.parseDouble(text)) : '"' + text + '"';
        }
        return SampleLines.line(
                text(reading, "sensor"),
                time == null
                        ? SampleLines.RECEIVE_TIME
                        : Times.exact(epochNs(time.scalar().text())),
                shown,
                text(reading, "quality"),
                unit == null ? "" : unit.scalar().text());
    }

    private static long epochNs(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }

    private static Item data(Preset preset) throws ConfigException {
        return new Item(YamlReader.read(preset.yaml(), preset.name()), "");
    }

    private static String text(Item item, String key) {
        return item.child(key).scalar().text();
    }

    static List<Preset> presets() {
        return Presets.all();
    }
}
