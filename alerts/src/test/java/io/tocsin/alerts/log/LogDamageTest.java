package io.tocsin.alerts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.engine.result.AlarmEventFlyweight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in damaged places of the log are decided again and put back in place; the rest is unchanged. */
class LogDamageTest {
    private static final long SEGMENT_BYTES = 1 << 20;
    private static final long SMALL_SEGMENT_BYTES = 2048;
    private static final int EVENTS = 30;

    @TempDir
    Path directory;

    private final TestPlant plant = new TestPlant();
    private final List<String> lines = new ArrayList<>();
    private int rule;
    private int sensor;

    @BeforeEach
    void addRule() {
        rule = plant.limitRule("hot", "{sensor} at {value}");
        sensor = plant.sensor("plant/temp");
    }

    /** The n-th event: ordinal n, position 2n, raised at n + 1. */
    private AlarmEventFlyweight event(int n) {
        return TestPlant.raised(rule, sensor, n, 2L * n, n + 1);
    }

    private AlarmLog open(long segmentBytes) {
        return AlarmLog.open(directory, plant.formatter(), segmentBytes, false, lines::add);
    }

    /** Recovers with the events from one on. */
    private AlarmLog recovered(long segmentBytes, int firstOrdinal) {
        AlarmLog log = open(segmentBytes);
        log.beginRecovery(2 * EVENTS, firstOrdinal);
        for (int n = firstOrdinal; n < EVENTS; n++) {
            log.onAlarm(event(n));
        }
        log.endRecovery();
        return log;
    }

    private List<LogFrame> write(long segmentBytes) {
        AlarmLog log = recovered(segmentBytes, 0);
        List<LogFrame> frames = LogFiles.frames(log, EVENTS);
        log.close();
        lines.clear();
        return frames;
    }

    private List<LogFrame> framesOf(AlarmLog log) {
        List<LogFrame> frames =
                LogFiles.frames(log, log.firstSequence(), log.logged().sequence());
        log.close();
        return frames;
    }

    private void assertWholeAtTheNextStart(long segmentBytes, List<LogFrame> frames) {
        lines.clear();
        AlarmLog again = recovered(segmentBytes, 0);
        assertThat(framesOf(again)).isEqualTo(frames);
        assertThat(lines).isEmpty();
    }

    private List<Path> keptFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().contains(".damaged"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldPutEveryEventBackWhereItWasWhenAnyBitBehindTheHeaderIsFlipped() throws Exception {
        List<LogFrame> frames = write(SEGMENT_BYTES);
        Path file = LogFiles.last(directory);
        byte[] whole = Files.readAllBytes(file);
        int lastFrame = LogFiles.offsetOf(file, EVENTS - 1);
        for (int offset = 0; offset < lastFrame; offset += 331) {
            Files.write(file, whole);
            FileDamage.flip(file, offset);
            byte[] damaged = Files.readAllBytes(file);

            AlarmLog log = recovered(SEGMENT_BYTES, 0);

            assertThat(framesOf(log)).as("offset=%d", offset).isEqualTo(frames);
            Path kept = directory.resolve(file.getFileName() + ".damaged");
            assertThat(Files.readAllBytes(kept)).isEqualTo(damaged);
            assertThat(lines.get(0))
                    .contains("alarm log: damaged, file=" + file + ", offset=")
                    .contains(offset < 24 ? "no entry is lost" : "cannot be read");
            assertThat(lines.get(1)).contains("decided again").contains(kept.toString());
            assertWholeAtTheNextStart(SEGMENT_BYTES, frames);
            Files.delete(kept);
        }
    }

    @Test
    void shouldNameFileOffsetAndEntriesWhenAFrameIsDamaged() throws Exception {
        write(SEGMENT_BYTES);
        Path file = LogFiles.last(directory);
        int third = LogFiles.offsetOf(file, 3);
        FileDamage.flip(file, third + 100);

        recovered(SEGMENT_BYTES, 0).close();

        assertThat(lines)
                .containsExactly(
                        "alarm log: damaged, file=" + file + ", offset=" + third + ", entry 3 cannot be read",
                        "alarm log: repaired, 1 event is decided again from the journal and put back in place; kept: "
                                + file
                                + ".damaged; of damaged files the newest 8 are kept; delete them after examination");
    }

    @Test
    void shouldDecideTheTailAgainWhenNothingSoundIsBehindTheDamage() throws Exception {
        List<LogFrame> frames = write(SEGMENT_BYTES);
        Path file = LogFiles.last(directory);
        FileDamage.flip(file, LogFiles.offsetOf(file, EVENTS - 1) + 100);

        AlarmLog log = open(SEGMENT_BYTES);
        assertThat(log.firstMissing()).isEqualTo(EVENTS - 1);
        log.close();
        assertThat(framesOf(recovered(SEGMENT_BYTES, 0))).isEqualTo(frames);
        assertThat(lines).anyMatch(line -> line.contains("cut the torn tail"));
        assertThat(keptFiles()).isEmpty();
    }

    @Test
    void shouldMendEachSegmentThatIsDamagedCutShortEmptyOrMissing() throws Exception {
        List<LogFrame> frames = write(SMALL_SEGMENT_BYTES);
        List<Path> segments = LogFiles.segments(directory);
        assertThat(segments).hasSizeGreaterThan(5);
        FileDamage.flip(segments.get(0), 10);
        FileDamage.flip(segments.get(1), 300);
        Files.write(segments.get(2), new byte[0]);
        Files.delete(segments.get(4));

        AlarmLog log = open(SMALL_SEGMENT_BYTES);
        assertThat(log.trustedSequence()).isZero();
        log.close();
        assertThat(framesOf(recovered(SMALL_SEGMENT_BYTES, 0))).isEqualTo(frames);
        assertThat(keptFiles()).hasSize(4);
        assertWholeAtTheNextStart(SMALL_SEGMENT_BYTES, frames);
    }

    @Test
    void shouldKeepWhatIsBeforeTheDamagedFileUntouched() throws Exception {
        List<LogFrame> frames = write(SMALL_SEGMENT_BYTES);
        List<Path> segments = LogFiles.segments(directory);
        FileDamage.flip(segments.get(3), 200);
        FileTime before = Files.getLastModifiedTime(segments.get(2));

        AlarmLog log = open(SMALL_SEGMENT_BYTES);
        assertThat(log.trustedSequence()).isEqualTo(sequenceOf(segments.get(3)));
        log.close();
        assertThat(framesOf(recovered(SMALL_SEGMENT_BYTES, 0))).isEqualTo(frames);
        assertThat(Files.getLastModifiedTime(segments.get(2))).isEqualTo(before);
    }

    private static long sequenceOf(Path segment) {
        return Long.parseLong(segment.getFileName().toString().substring(0, 19));
    }

    @Test
    void shouldTellWhatIsLostAndKeepTheRestWhenTheFoldBeginsBehindTheDamage() throws Exception {
        List<LogFrame> frames = write(SEGMENT_BYTES);
        Path file = LogFiles.last(directory);
        FileDamage.flip(file, LogFiles.offsetOf(file, 5) + 100);
        FileDamage.flip(file, LogFiles.offsetOf(file, 6) + 100);
        FileDamage.flip(file, LogFiles.offsetOf(file, 20) + 100);

        AlarmLog log = recovered(SEGMENT_BYTES, 10);

        assertThat(log.lost())
                .singleElement()
                .satisfies(lost -> assertThat(lost.describe())
                        .isEqualTo("events 5 to 6, from journal position 8, received 1970-01-01T00:00:00.001000005Z,"
                                + " up to journal position 14, received 1970-01-01T00:00:00.001000008Z"));
        List<LogFrame> left = framesOf(log);
        assertThat(left).hasSize(EVENTS - 1);
        assertThat(left.subList(0, 5)).isEqualTo(frames.subList(0, 5));
        assertThat(left.get(5).type()).isEqualTo(FrameType.ABSENT);
        for (int n = 7; n < EVENTS; n++) {
            assertThat(left.get(n - 1)).isEqualTo(frames.get(n).at(n - 1L));
        }
        assertWholeAtTheNextStart(SEGMENT_BYTES, left);
    }

    @Test
    void shouldTellTheFirstOfADamagedPlaceAsLostWhenTheFoldBeginsInside() throws Exception {
        write(SEGMENT_BYTES);
        Path file = LogFiles.last(directory);
        for (int n = 5; n < 9; n++) {
            FileDamage.flip(file, LogFiles.offsetOf(file, n) + 100);
        }

        AlarmLog log = recovered(SEGMENT_BYTES, 7);

        assertThat(lines.get(1)).contains("lost: events 5 to 6,");
        assertThat(framesOf(log).subList(4, 9))
                .extracting(LogFrame::type, LogFrame::firstOrdinal, LogFrame::ordinal)
                .containsExactly(
                        tuple(FrameType.EVENT, 4L, 4L),
                        tuple(FrameType.ABSENT, 5L, 6L),
                        tuple(FrameType.EVENT, 7L, 7L),
                        tuple(FrameType.EVENT, 8L, 8L),
                        tuple(FrameType.EVENT, 9L, 9L));
    }

    @Test
    void shouldDecideEverythingAgainWhenNothingIsLeft() throws Exception {
        List<LogFrame> frames = write(SEGMENT_BYTES);
        Path file = LogFiles.last(directory);
        for (int length : new int[] {0, 10, 24, 90}) {
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, length));
            AlarmLog log = open(SEGMENT_BYTES);
            assertThat(log.firstMissing()).as("length=%d", length).isZero();
            log.close();
            assertThat(framesOf(recovered(SEGMENT_BYTES, 0))).isEqualTo(frames);
        }
    }

    @Test
    void shouldSayThatNothingIsLeftWhenTheFoldBeginsAtASnapshot() throws Exception {
        write(SEGMENT_BYTES);
        Files.delete(LogFiles.last(directory));

        AlarmLog log = recovered(SEGMENT_BYTES, 12);

        assertThat(log.lost())
                .singleElement()
                .satisfies(lost -> assertThat(lost.describe()).isEqualTo("events 0 to 11"));
        assertThat(framesOf(log)).hasSize(1 + EVENTS - 12);
    }

    @Test
    void shouldLoseNothingWhenANewLogBeginsAtASnapshot() {
        AlarmLog log = AlarmLog.open(directory, plant.formatter(), SEGMENT_BYTES, true, lines::add);
        assertThat(log.firstMissing()).isEqualTo(Long.MAX_VALUE);
        log.beginRecovery(24, 12);
        assertThat(log.endRecovery().lost()).isZero();
        log.close();
        assertThat(lines).containsExactly("alarm log: is new and begins with event 12 of this gateway");

        lines.clear();
        AlarmLog again = open(SEGMENT_BYTES);
        assertThat(again.firstMissing()).as("it has had no event yet").isEqualTo(12);
        again.beginRecovery(24, 12);
        assertThat(again.endRecovery().lost()).isZero();
        again.close();
        assertThat(lines).isEmpty();
    }

    @Test
    void shouldGoOnWithARepairWhereItWasInterrupted() throws Exception {
        List<LogFrame> frames = write(SMALL_SEGMENT_BYTES);
        List<Path> segments = LogFiles.segments(directory);
        FileDamage.flip(segments.get(1), 300);
        AlarmLog repaired = recovered(SMALL_SEGMENT_BYTES, 0);
        repaired.close();
        List<Path> fresh = LogFiles.segments(directory);
        Path damaged = directory.resolve(segments.get(1).getFileName() + ".damaged");
        Path repair = directory.resolve("repair");
        StringBuilder list = new StringBuilder();
        for (Path segment : segments.subList(1, segments.size())) {
            list.append(segment.getFileName());
            list.append(segment.equals(segments.get(1)) ? "\t" + damaged.getFileName() + "\n" : "\n");
        }

        // Moving in has begun: some are there, some still in the repair directory.
        Files.createDirectory(repair);
        for (Path segment : fresh.subList(2, fresh.size())) {
            Files.move(segment, repair.resolve(segment.getFileName()));
        }
        Files.writeString(repair.resolve("move-in"), list);
        assertWholeAtTheNextStart(SMALL_SEGMENT_BYTES, frames);
        assertThat(repair).doesNotExist();

        // The old ones are partly out of the way.
        Files.createDirectory(repair);
        for (Path segment : fresh.subList(1, fresh.size())) {
            Files.move(segment, repair.resolve(segment.getFileName()));
        }
        Files.write(segments.get(3), new byte[] {1, 2, 3});
        Files.writeString(repair.resolve("set-aside"), list);
        assertWholeAtTheNextStart(SMALL_SEGMENT_BYTES, frames);

        // None of them is, and the damaged file is still in its place.
        Files.createDirectory(repair);
        for (Path segment : fresh.subList(1, fresh.size())) {
            Files.move(segment, repair.resolve(segment.getFileName()));
        }
        Files.move(damaged, segments.get(1));
        Files.writeString(repair.resolve("set-aside"), list);
        assertWholeAtTheNextStart(SMALL_SEGMENT_BYTES, frames);
        assertThat(damaged).exists();

        // Not committed: forgotten.
        Files.createDirectory(repair);
        Files.write(repair.resolve(fresh.get(1).getFileName()), new byte[] {1, 2, 3});
        assertWholeAtTheNextStart(SMALL_SEGMENT_BYTES, frames);
        assertThat(repair).doesNotExist();
    }
}
