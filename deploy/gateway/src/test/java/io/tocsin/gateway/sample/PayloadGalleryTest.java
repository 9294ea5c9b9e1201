package io.tocsin.gateway.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.YamlReader;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.sample.PayloadGallery.Case;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every section of docs/payload-gallery.md is true, and tells of the cases from the field. */
class PayloadGalleryTest {
    private static final Path CASES =
            Path.of(System.getProperty("tocsin.root"), "..", "shared", "cases", "payloads", "cases.json");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("cases")
    void shouldReadTheMessageAsThePageSays(Case shown) throws IOException, ConfigException {
        GatewayConfig config = config(shown);
        assertThat(config.warnings()).isEmpty();
        List<Sample> samples =
                SampleMessage.read(config, shown.topic(), shown.payload().getBytes(StandardCharsets.UTF_8));
        if (samples.isEmpty()) {
            assertThat(shown.noReading()).isEqualTo("no topic filter takes it");
            return;
        }
        Sample sample = samples.get(0);
        assertThat(sample.readings().stream().map(SampleLines::of)).isEqualTo(shown.readings());
        assertThat(sample.losses()).isEqualTo(shown.noReading() == null ? List.of() : List.of(shown.noReading()));
    }

    @Test
    void shouldShowEveryCase() throws IOException {
        long count = Files.readString(PayloadGallery.PAGE)
                .lines()
                .filter(line -> line.startsWith("## "))
                .count();
        assertThat(cases()).hasSize((int) count).hasSizeGreaterThanOrEqualTo(29);
    }

    @Test
    void shouldEqualTheCasesFromTheField() throws IOException, ConfigException {
        assumeTrue(Files.exists(CASES), "the cases are not beside this source tree");
        Map<String, Item> fromTheField = new LinkedHashMap<>();
        for (Item item : new Item(YamlReader.read(Files.readString(CASES), "cases.json"), "")
                .child("cases")
                .elements()) {
            fromTheField.put(item.child("id").scalar().text(), item);
        }
        for (Case shown : cases()) {
            Item right = fromTheField.get(shown.id());
            assertThat(right).as(shown.id()).isNotNull();
            assertThat(shown.topic()).isEqualTo(right.child("topic").scalar().text());
            Path payload = CASES.resolveSibling(right.child("file").scalar().text());
            assertThat(shown.payload().getBytes(StandardCharsets.UTF_8))
                    .as(shown.id())
                    .isEqualTo(Files.readAllBytes(payload));
            List<String> lines = new ArrayList<>();
            for (Item reading : right.child("readings").elements()) {
                lines.add(line(reading));
            }
            assertThat(shown.readings()).as(shown.id()).isEqualTo(lines);
        }
    }

    private static String line(Item reading) {
        Item time = reading.child("timeNs");
        Item value = reading.child("value");
        Item unit = reading.child("unit");
        String shown = "-";
        if (!value.isNothing()) {
            String text = value.scalar().text();
            boolean isText = !value.scalar().isNumber();
            shown = isText ? '"' + text + '"' : Numbers.plain(Double.parseDouble(text));
        }
        return SampleLines.line(
                reading.child("sensor").scalar().text(),
                time.isNothing()
                        ? SampleLines.RECEIVE_TIME
                        : Times.exact(Long.parseLong(time.scalar().text())),
                shown,
                reading.child("quality").scalar().text(),
                unit == null ? "" : unit.scalar().text());
    }

    private GatewayConfig config(Case shown) throws IOException, ConfigException {
        Path file = Files.writeString(
                directory.resolve("gateway.yaml"), """
                name: gallery
                sources:
                %s
                alarms:
                  - {name: bad, type: quality, sensor: "#"}
                sinks:
                  out: {console: {}}
                """.formatted(shown.source("tcp://localhost:1883")));
        return new ConfigLoader().load(file);
    }

    static List<Case> cases() throws IOException {
        return PayloadGallery.cases();
    }
}
