package io.tocsin.alerts.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.frame.Segment;
import io.tocsin.engine.plan.window.Aggregate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedEventsTest {
    private static final int EVENTS = 100;

    @TempDir
    Path directory;

    private final TestPlant plant = new TestPlant();
    private final List<String> notes = new ArrayList<>();
    private final List<Long> ordinals = new ArrayList<>();
    private AlarmLog log;

    @BeforeEach
    void fill() {
        int rule = plant.limitRule("hot", "{sensor} at {value}");
        plant.stream("temp-10s", List.of(Aggregate.MAX), "console");
        int sensor = plant.sensor("plant/temp");
        log = AlarmLog.open(directory, plant.formatter(), 2048, true, notes::add);
        log.beginRecovery(0, 0);
        log.endRecovery();
        for (long i = 0; i < EVENTS; i++) {
            log.onAlarm(TestPlant.raised(rule, sensor, i, i, i + 1));
        }
    }

    private void read() {
        LoggedEvents.read(
                directory,
                (ordinal, json) -> {
                    assertThat(json).contains("\"event\":\"RAISED\"");
                    ordinals.add(ordinal);
                },
                notes::add);
    }

    @Test
    void shouldReadTheEventsOfALogThatIsAppendedTo() {
        read();

        assertThat(ordinals)
                .containsExactlyElementsOf(LongStream.range(0, EVENTS).boxed().toList());
        assertThat(notes).isEmpty();
        log.close();
    }

    @Test
    void shouldReadNothingWhereNoLogIs() {
        log.close();
        LoggedEvents.read(directory.resolve("none"), (ordinal, json) -> ordinals.add(ordinal), notes::add);

        assertThat(ordinals).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldReadOnWhenRetentionDeletesAFileMeanwhile() throws IOException {
        log.close();
        List<Segment> segments = Segment.list(directory);
        LoggedEvents.read(
                directory,
                (ordinal, json) -> {
                    if (ordinals.isEmpty()) {
                        Files.delete(segments.get(0).file());
                        Files.delete(segments.get(1).file());
                    }
                    ordinals.add(ordinal);
                },
                notes::add);

        long ofFirst = segments.get(1).firstSequence();
        long ofThird = segments.get(2).firstSequence();
        assertThat(ordinals)
                .containsExactlyElementsOf(
                        LongStream.concat(LongStream.range(0, ofFirst), LongStream.range(ofThird, EVENTS))
                                .boxed()
                                .toList());
    }

    @Test
    void shouldTellDamageAndReadBehindIt() throws IOException {
        log.close();
        Path file = Segment.list(directory).get(1).file();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        read();

        assertThat(ordinals).hasSize(EVENTS - 1);
        assertThat(notes).singleElement().asString().startsWith("the alarm log is damaged: file=" + file);
    }
}
