package io.tocsin.alerts.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.frame.FrameScan;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Lost;
import io.tocsin.alerts.log.frame.Segment;
import io.tocsin.engine.plan.window.Aggregate;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alarm log at its bound, case by case; see also {@code LogBoundModelTest}. */
class LogBoundTest {
    private static final int SEGMENT_BYTES = 8_192;

    @TempDir
    Path directory;

    private final TestPlant plant = new TestPlant();
    private final int rule = plant.limitRule("hot", "{sensor} at {value}");
    private final int stream = plant.stream("temp-10s", List.of(Aggregate.MAX), "a");
    private final int sensor = plant.sensor("plant/temp");
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Lost> lost = new HashMap<>();
    private AlarmLog log;

    private void open(long journalEnd, int firstOffered, int endOffered) {
        log = AlarmLog.open(directory, plant.formatter(), SEGMENT_BYTES, false, lines::add);
        log.beginRecovery(journalEnd, firstOffered);
        for (int n = firstOffered; n < endOffered; n++) {
            raise(n);
        }
    }

    private void raise(int n) {
        log.onAlarm(TestPlant.raised(rule, sensor, n, n, TestPlant.START_NS + n));
    }

    private void row(int n) {
        log.onRow(TestPlant.row(stream, sensor, n, n, TestPlant.START_NS + n, 1, 1.5));
    }

    /** A live log of so many events, each at the position that is its ordinal. */
    private void logOf(int eventCount) {
        open(0, 0, 0);
        log.endRecovery();
        for (int n = 0; n < eventCount; n++) {
            raise(n);
        }
        log.force();
    }

    private boolean cut(int segmentCount, long settledSequence, long durablePosition) {
        return log.cut(
                (segmentCount + 1L) * SEGMENT_BYTES,
                Map.of("a", new SinkPlace(settledSequence, Told.NOTHING)),
                durablePosition,
                lost::put);
    }

    private static int version(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(16);
    }

    @Test
    void shouldReplaceTheOldestEventsByOneFrame() throws IOException {
        logOf(200);
        int files = LogFiles.segments(directory).size();
        assertThat(cut(3, 0, 200)).isTrue();

        List<Path> left = LogFiles.segments(directory);
        assertThat(left).hasSizeLessThan(files);
        LogFrame gap = FrameScan.toTheEnd(Segment.list(directory)).next();
        assertThat(gap.type()).isEqualTo(FrameType.GAP);
        assertThat(gap.sequence()).isZero();
        assertThat(gap.ordinal()).isEqualTo(gap.endSequence() - 1);
        List<LogFrame> frames = LogFiles.frames(log, log.logged().sequence());
        assertThat(frames.get(0).sequence()).isEqualTo(gap.endSequence());
        assertThat(log.retainedFrom()).isEqualTo(gap.endSequence());
        assertThat(lost.get("a"))
                .isEqualTo(
                        new Lost(gap.endSequence(), 0, TestPlant.START_NS, TestPlant.START_NS + gap.endSequence() - 1));
        assertThat(version(left.get(0))).as("older programs refuse it by name").isEqualTo(4);
        assertThat(version(left.get(1))).as("the others are as they were").isEqualTo(1);
    }

    @Test
    void shouldTellASinkWithTheEventThatEveryReceiverUnderstands() {
        logOf(200);
        cut(3, 10, 200);
        GapNotice notice = log.gapFor("a", Told.NOTHING);
        long events = lost.get("a").events();
        assertThat(notice.frame().json())
                .startsWith("{\"id\":\"_gap/a/" + notice.told().ledgerId() + "/" + events + "-0\"")
                .contains(
                        "\"event\":\"GAP\",\"alarm\":\"_gap\",\"sensor\":\"a\",\"priority\":\"critical\"",
                        "\"events\":" + events + ",\"rows\":0,\"from\":\"2026-11-20T17:31:00.000000010Z\"",
                        events + " alarm events deleted before this sink had them");
        assertThat(log.gapFor("a", notice.told())).as("told").isNull();
        assertThat(log.gapFor("b", Told.NOTHING)).as("has lost nothing").isNull();
    }

    @Test
    void shouldTakeOutRowsAndKeepTheEventsBetweenThem() throws IOException {
        logOf(0);
        for (int n = 0; n < 300; n++) {
            if (n % 10 == 0) {
                raise(n);
            } else {
                row(n);
            }
        }
        log.force();
        assertThat(cut(14, 0, 300)).isTrue();
        List<LogFrame> frames = LogFiles.frames(log, log.logged().sequence());
        assertThat(frames).filteredOn(frame -> frame.type() == FrameType.EVENT).hasSize(30);
        assertThat(frames).anyMatch(frame -> frame.type() == FrameType.SKIPPED && frame.key() == 9);
        assertThat(lost.get("a").events()).isZero();
        assertThat(lost.get("a").rows())
                .isEqualTo(270
                        - frames.stream()
                                .filter(frame -> frame.type() == FrameType.ROW)
                                .count());
        log.close();
        open(300, 120, 120);
        for (int n = 120; n < 300; n++) {
            if (n % 10 == 0) {
                raise(n);
            } else {
                row(n);
            }
        }
        assertThat(log.endRecovery())
                .as("rows that are gone count as present")
                .isEqualTo(new RecoveryReport(180, 0, 0, 0, 0, 0));
        log.close();
    }

    @Test
    void shouldKeepWhatAPowerCutCouldTakeFromTheJournal() {
        logOf(200);
        assertThat(cut(3, 0, 0)).isFalse();
        assertThat(lost).isEmpty();
        assertThat(cut(3, 0, 40)).isFalse();
        assertThat(lost.get("a").events()).isPositive().isLessThanOrEqualTo(40);
    }

    /** An older snapshot decides events again that are deleted: they count as present, and the bound wins. */
    @Test
    void shouldNotLogAgainWhatIsDeletedWhenAnOldSnapshotReplaysIt() {
        logOf(200);
        cut(2, 200, 200);
        long from = log.retainedFrom();
        assertThat(from).isPositive();
        log.close();
        open(200, 5, 200);
        assertThat(log.endRecovery()).isEqualTo(new RecoveryReport(195, 0, 0, 0, 0, 0));
        raise(200);
        assertThat(log.logged().sequence()).isEqualTo(201);
        log.close();
    }

    /** Against the rule: a lying device has lost records of deleted events; events in their place are new. */
    @Test
    void shouldLogWhatComesInThePlaceOfLostRecords() {
        logOf(200);
        cut(2, 200, 200);
        assertThat(log.retainedFrom()).isGreaterThan(20);
        log.close();
        open(20, 10, 20);
        log.endRecovery();
        for (int n = 20; n < 40; n++) {
            log.onAlarm(TestPlant.raised(rule, sensor, n, n, TestPlant.START_NS + 1_000_000 + n));
        }
        log.close();
        for (int start = 0; start < 2; start++) {
            open(40, 10, 20);
            for (int n = 20; n < 40; n++) {
                log.onAlarm(TestPlant.raised(rule, sensor, n, n, TestPlant.START_NS + 1_000_000 + n));
            }
            RecoveryReport report = log.endRecovery();
            assertThat(report.added()).as("start " + start).isZero();
            assertThat(report.mismatches()).isZero();
            log.close();
        }
        open(40, 40, 40);
        log.endRecovery();
        assertThat(LogFiles.frames(log, log.logged().sequence()))
                .filteredOn(
                        frame -> frame.type() == FrameType.EVENT && frame.timeNs() >= TestPlant.START_NS + 1_000_000)
                .hasSize(20);
        log.close();
    }

    @Test
    void shouldGoOnBehindTheGapWhenAReaderIsOvertaken() {
        logOf(200);
        try (LogReader reader = log.reader(3)) {
            assertThat(reader.next(200).sequence()).isEqualTo(3);
            cut(2, 3, 200);
            LogFrame gap = reader.next(200);
            assertThat(gap.type()).isEqualTo(FrameType.GAP);
            assertThat(reader.nextSequence()).isEqualTo(log.retainedFrom());
            LogFrame next = reader.next(200);
            assertThat(next.type()).isEqualTo(FrameType.EVENT);
            assertThat(next.sequence()).isEqualTo(log.retainedFrom());
        }
    }

    @Test
    void shouldComeUpWhenTheGapIsDamaged() throws IOException {
        logOf(200);
        cut(2, 0, 200);
        log.close();
        try (RandomAccessFile file =
                new RandomAccessFile(LogFiles.segments(directory).get(0).toFile(), "rw")) {
            file.seek(60);
            file.write(0x55);
        }
        open(200, 0, 200);
        RecoveryReport report = log.endRecovery();
        assertThat(report.mismatches()).isZero();
        assertThat(lines).anyMatch(line -> line.contains("damaged"));
        assertThat(LogFiles.frames(log, log.logged().sequence()))
                .as("the journal decides all of them again")
                .filteredOn(frame -> frame.type() == FrameType.EVENT)
                .hasSize(200);
        log.close();
    }

    /** Losses of a sink that is not configured are not counted; the deletion is logged when the sink returns. */
    @Test
    void shouldCountNothingForSinksThatNobodyKnows() {
        logOf(200);
        log.cut(3 * SEGMENT_BYTES, Map.of(), 200, lost::put);
        assertThat(lost).isEmpty();
        assertThat(log.countsLossesOf("a")).isFalse();
        assertThat(log.retainedFrom()).isPositive();
        log.close();
    }
}
