package io.tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
    @TempDir
    private Path directory;

    private final Counters counters = new Counters();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void shouldKeepRawBytesExactlyWhenTheyAreHostile() throws IOException {
        byte[] raw = new byte[256];
        for (int i = 0; i < 256; i++) {
            raw[i] = (byte) i;
        }
        Path file = directory.resolve("deep/q.jsonl");
        try (Quarantine quarantine = new Quarantine(file, 1 << 20, counters, log::add, () -> 0)) {
            quarantine.add("s\n", "a/\u2028\"b\u001b[31m", Counter.DROPPED_BAD_JSON, "bad\r\nthing", raw, 0, 256);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).matches("[ -~]*");
        Map<String, String> fields = parse(lines.get(0));
        assertThat(fields.get("raw").getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(raw);
        assertThat(fields.get("where")).isEqualTo("a/\u2028\"b\u001b[31m");
        assertThat(fields).containsEntry("length", "256").containsEntry("time", "1970-01-01T00:00:00Z");
        assertThat(log).hasSize(1).first().asString().matches("[ -~]*").contains("dropped bad json");
    }

    /** A second faulty filter is not hidden behind the first one's repeats. */
    @Test
    void shouldTellOfEachTopicFilterByItself() throws IOException {
        try (Quarantine quarantine = new Quarantine(directory.resolve("q"), 1 << 20, counters, log::add, () -> 0)) {
            for (String door : List.of("a/+", "b/#", "a/+", "b/#")) {
                quarantine.add("s", door, "t", Counter.DROPPED_BAD_JSON, "d", utf8("{\"v\":}"), 0, 6);
            }
        }
        assertThat(log).hasSize(2);
        assertThat(log.get(0))
                .startsWith("source s, topic filter a/+: dropped bad json at t: d: {\\\"v\\\":}; kept in ");
        assertThat(log.get(1))
                .startsWith("source s, topic filter b/#: dropped bad json at t: d: {\\\"v\\\":}; kept in ");
    }

    /** Numbers and what is shown of the message vary from one to the next; at most four faults of a reason are told. */
    @Test
    void shouldTellAgainWhenTheFaultChanges() throws IOException {
        List<String> faults = List.of("byte 9 (a): x", "byte 8 (b): x", "y", "z", "u", "v", "w", "y");
        try (Quarantine quarantine = new Quarantine(directory.resolve("q"), 1 << 20, counters, log::add, () -> 0)) {
            for (String fault : faults) {
                quarantine.add("s", "a/+", "t", Counter.DROPPED_BAD_JSON, fault, utf8("1"), 0, 1);
            }
        }
        assertThat(log).hasSize(5);
        assertThat(log.get(0)).contains("byte 9 (a): x: 1;");
        assertThat(log.get(1)).contains("at t: y: 1;");
        assertThat(log.get(4)).contains("at t: v: 1;");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldCutRawAndStateItsLengthWhenItIsLong() throws IOException {
        Path file = directory.resolve("q.jsonl");
        try (Quarantine quarantine = new Quarantine(file, 1 << 20, counters, log::add, () -> 0)) {
            quarantine.add("s", "t", Counter.DROPPED_TOO_LARGE, "d", new byte[1 << 20], 0, 1 << 20);
        }
        Map<String, String> fields = parse(Files.readString(file));
        assertThat(fields.get("raw")).hasSize(Quarantine.RAW_LIMIT);
        assertThat(fields).containsEntry("length", "1048576");
    }

    @Test
    void shouldBeginANewLineWhenTheLastOneWasCutShort() throws IOException {
        Path file = directory.resolve("q.jsonl");
        Files.writeString(file, "{\"time\":\"1970-01");
        try (Quarantine quarantine = new Quarantine(file, 1 << 20, counters, log::add, () -> 0)) {
            quarantine.add("s", "t", Counter.DROPPED_BAD_JSON, "d", new byte[5], 0, 5);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(parse(lines.get(1))).containsEntry("length", "5");
    }

    @Test
    void shouldCountWhatDoesNotFitWhenFull() throws IOException {
        Path file = directory.resolve("q.jsonl");
        int added = 0;
        for (int restart = 0; restart < 6; restart++) {
            try (Quarantine quarantine = new Quarantine(file, 20_000, counters, log::add, () -> 0)) {
                for (int i = 0; i < 100; i++) {
                    quarantine.add("s" + restart % 3, "t", Counter.DROPPED_BAD_JSON, "d", new byte[50], 0, 50);
                    added++;
                }
            }
        }
        assertThat(Files.size(file)).isBetween(15_000L, 20_000L);
        assertThat(counters.get(Counter.QUARANTINED) + counters.get(Counter.QUARANTINE_FULL))
                .isEqualTo(added);
        assertThat(Files.readAllLines(file)).hasSize((int) counters.get(Counter.QUARANTINED));
        assertThat(log).filteredOn(line -> line.contains("is full")).isNotEmpty();
    }

    @Test
    void shouldNotLogRepeatsWhenTheyComeWithinAMinute() {
        try (Quarantine quarantine =
                new Quarantine(directory.resolve("q.jsonl"), 1 << 20, counters, log::add, () -> 5)) {
            for (int i = 0; i < 50; i++) {
                quarantine.add("s", "t", Counter.DROPPED_BAD_JSON, "d", new byte[1], 0, 1);
            }
            quarantine.add("s", "t", Counter.DROPPED_BAD_TIME, "d", new byte[1], 0, 1);
        }
        assertThat(log).hasSize(2);
    }

    private static Map<String, String> parse(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        }
        return fields;
    }
}
