package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.sample.PayloadGallery;
import io.tocsin.gateway.sample.PayloadGallery.Case;
import io.tocsin.gateway.sample.SampleLines;
import io.tocsin.gateway.sample.SampleMessage;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All messages of docs/payload-gallery.md through a real broker into the journal of one gateway. */
class PayloadGallerySystemTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int MAX_SENSORS = 4_096;

    @TempDir
    private Path directory;

    @Test
    void shouldJournalTheReadingsOfThePage() throws Exception {
        List<Case> cases = PayloadGallery.cases();
        List<String> right = cases.stream()
                .flatMap(shown -> shown.readings().stream())
                .map(PayloadGallerySystemTest::withoutUnit)
                .toList();
        List<String> all = new ArrayList<>();
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Files.writeString(directory.resolve("gateway.yaml"), """
                    name: gallery
                    dataDir: data
                    sources:
                    %s
                    engine: {maxSensors: %d}
                    alarms:
                      - {name: bad, type: quality, sensor: "none/#"}
                    sinks:
                      out: {file: {path: out.jsonl}}
                    """.formatted(
                    cases.stream().map(shown -> shown.source(broker.url())).collect(Collectors.joining()),
                    MAX_SENSORS));
            all.addAll(ofAllSources(cases));
            TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
            for (Case shown : cases) {
                Eventually.await("source s" + shown.id() + " subscribes", SOON, () -> {
                    assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
                    return (tocsin.out() + tocsin.err()).contains("source s" + shown.id() + ": connected");
                });
            }
            try (Wire wire = new Wire(broker.url(), "test")) {
                for (Case shown : cases) {
                    wire.publish(shown.topic(), shown.payload());
                }
            }
            Eventually.await(
                    "all readings are journalled", SOON, () -> journalled().size() >= all.size());
            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        }
        assertThat(journalled()).isEqualTo(all.stream().sorted().toList());
        List<String> others = new ArrayList<>(all);
        assertThat(right)
                .allSatisfy(line -> assertThat(others.remove(line)).as(line).isTrue());
        assertThat(others).as("by topic filters of other sections").hasSizeLessThan(right.size() / 2);
        String quarantine = Files.readString(directory.resolve("data/quarantine.jsonl"), StandardCharsets.ISO_8859_1);
        for (Case shown : cases) {
            if (shown.noReading() != null && shown.noReading().contains(" at byte ")) {
                String counter = shown.noReading().replaceFirst(".* \\(", "").replace(")", "");
                assertThat(quarantine.lines())
                        .as(shown.id())
                        .anyMatch(line -> line.contains("\"source\":\"s" + shown.id() + "\"")
                                && line.contains("\"reason\":\"" + counter + "\"")
                                && line.contains(" at byte "));
            }
        }
    }

    /** A message may match the topic filters of several sections, and each source takes it. */
    private List<String> ofAllSources(List<Case> cases) throws ConfigException {
        GatewayConfig config = new ConfigLoader().load(directory.resolve("gateway.yaml"));
        return cases.stream()
                .flatMap(shown ->
                        SampleMessage.read(
                                config, shown.topic(), shown.payload().getBytes(StandardCharsets.UTF_8))
                                .stream())
                .flatMap(sample -> sample.readings().stream())
                .map(SampleLines::of)
                .map(PayloadGallerySystemTest::withoutUnit)
                .toList();
    }

    private static String withoutUnit(String line) {
        String[] cells = line.split(" \\|", -1);
        return (cells[0] + " |" + cells[1] + " |" + cells[2] + " |" + cells[3] + " |").strip();
    }

    private List<String> journalled() {
        Lines lines = new Lines();
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(directory.resolve("data/journal"), MAX_SENSORS, torn -> {})) {
            reader.read(0, reader.endPosition(), lines);
        }
        return lines.readings.stream().sorted().toList();
    }

    /** Readings as lines of the page, without their units. */
    private static final class Lines implements RecordHandler {
        private final List<String> names = new ArrayList<>();
        private final Map<Integer, String> texts = new HashMap<>();
        private final List<String> readings = new ArrayList<>();

        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            boolean isText = TextValue.isText(value);
            String shown = isText
                    ? '"' + texts.get(TextValue.id(value)) + '"'
                    : Double.isNaN(value) ? "-" : Numbers.plain(value);
            boolean hasTime = (flags & ReadingFlags.GATEWAY_TIME) == 0;
            readings.add(SampleLines.line(
                    names.get(sensorId),
                    hasTime ? Times.exact(eventTimeNs) : SampleLines.RECEIVE_TIME,
                    shown,
                    Quality.ofCode(quality).name().toLowerCase(Locale.ROOT),
                    ""));
        }

        @Override
        public void onTick(long position, long clockNs) {
            // not a reading
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            if (kind == ControlKind.SENSOR.code()) {
                names.add(SensorDefinition.decode(buffer, offset, length).name());
            } else if (kind == ControlKind.TEXT.code()) {
                TextDefinition text = TextDefinition.decode(buffer, offset, length);
                texts.put(text.textId(), text.text());
            }
        }
    }
}
