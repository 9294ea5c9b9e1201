package io.tocsin.alerts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmLogTest {
    private static final long SEGMENT_BYTES = 1 << 20;
    private static final long SMALL_SEGMENT_BYTES = 2048;

    @TempDir
    Path directory;

    private final TestPlant plant = new TestPlant();
    private final List<String> lines = new ArrayList<>();
    private int rule;
    private int stream;
    private int sensor;

    @BeforeEach
    void addRule() {
        rule = plant.limitRule("hot", "{sensor} at {value}");
        stream = plant.stream("temp-10s", List.of(Aggregate.MAX), "console");
        sensor = plant.sensor("plant/temp");
    }

    private AlarmLog open(long segmentBytes) {
        return AlarmLog.open(directory, plant.formatter(), segmentBytes, true, lines::add);
    }

    private AlarmLog recovered(long journalEnd, AlarmEventFlyweight... events) {
        AlarmLog log = open(SEGMENT_BYTES);
        log.beginRecovery(journalEnd, 0);
        for (AlarmEventFlyweight event : events) {
            log.onAlarm(event);
        }
        return log;
    }

    /** The n-th event; raised at time n. */
    private AlarmEventFlyweight event(long ordinal, long position, long raisedNs) {
        return TestPlant.raised(rule, sensor, ordinal, position, raisedNs);
    }

    private static List<FrameType> types(AlarmLog log) {
        return LogFiles.frames(log, log.logged().sequence()).stream()
                .map(LogFrame::type)
                .toList();
    }

    @Test
    void shouldHaveEachEventOnceWhenTheWholeJournalIsOfferedAgain() {
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onAlarm(event(0, 0, 1));
        log.onAlarm(event(1, 5, 2));
        log.close();

        AlarmLog again = recovered(6, event(0, 0, 1), event(1, 5, 2));

        assertThat(again.endRecovery()).isEqualTo(new RecoveryReport(2, 0, 0, 0, 0, 0));
        assertThat(again.logged().sequence()).isEqualTo(2);
        again.close();
    }

    @Test
    void shouldAddWhatIsMissingWhenTheJournalIsLongerThanTheLog() {
        recovered(1, event(0, 0, 1)).close();

        AlarmLog log = recovered(9, event(0, 0, 1), event(1, 5, 2), event(2, 8, 3));

        assertThat(log.endRecovery()).isEqualTo(new RecoveryReport(1, 2, 0, 0, 0, 0));
        log.close();
    }

    @Test
    void shouldNotLogAnOrphanTwiceWhenItIsDecidedAgainAfterTwoStarts() {
        AlarmLog log = recovered(10, event(0, 1, 1), event(1, 5, 2), event(2, 9, 3));
        log.close();

        // The journal was cut to 7: the third event is an orphan. Another event takes its ordinal.
        AlarmLog second = recovered(7, event(0, 1, 1), event(1, 5, 2));
        assertThat(second.endRecovery().orphans()).isEqualTo(1);
        second.onAlarm(event(2, 8, 77));
        second.close();

        // The journal has grown over the orphan's position.
        AlarmLog third = recovered(20, event(0, 1, 1), event(1, 5, 2), event(2, 8, 77));
        third.endRecovery();
        third.onAlarm(event(3, 21, 3));
        assertThat(types(third))
                .containsExactly(
                        FrameType.EVENT,
                        FrameType.EVENT,
                        FrameType.EVENT,
                        FrameType.CUT,
                        FrameType.EVENT,
                        FrameType.REPEAT);
        third.close();

        AlarmLog fourth =
                recovered(30, event(0, 1, 1), event(1, 5, 2), event(2, 8, 77), event(3, 21, 3), event(4, 25, 4));
        assertThat(fourth.endRecovery()).isEqualTo(new RecoveryReport(4, 1, 0, 0, 0, 0));
        fourth.close();
    }

    @Test
    void shouldMakeAnOrphanOfARepeatAgainWhenItsRecordIsCutToo() {
        recovered(10, event(0, 9, 1)).close();
        AlarmLog second = recovered(5);
        second.endRecovery();
        second.onAlarm(event(0, 7, 1));
        second.close();

        AlarmLog third = recovered(6);
        assertThat(third.endRecovery().orphans()).isEqualTo(1);
        third.onAlarm(event(0, 6, 1));

        assertThat(types(third))
                .containsExactly(FrameType.EVENT, FrameType.CUT, FrameType.REPEAT, FrameType.CUT, FrameType.REPEAT);
        third.close();
    }

    @Test
    void shouldKeepTheLogAndGoOnWhenTheJournalWasDeleted() {
        recovered(10, event(0, 1, 1), event(1, 5, 2)).close();

        AlarmLog log = recovered(0);
        assertThat(log.endRecovery().orphans()).isEqualTo(2);
        log.onAlarm(event(0, 0, 100));

        assertThat(LogFiles.frames(log, log.logged().sequence()).stream().filter(f -> f.type() == FrameType.EVENT))
                .hasSize(3);
        log.close();
    }

    @Test
    void shouldLogTheJournalsEventsWhenTheLogHasOthersUnderTheirOrdinals() {
        recovered(9, event(0, 0, 1), event(1, 5, 2), event(2, 5, 3), event(3, 8, 4))
                .close();

        // The fold decides one more event than before: the others keep their names and are not logged again.
        AlarmLog log = recovered(9, event(0, 0, 1), event(1, 5, 2), event(2, 5, 999), event(3, 5, 3), event(4, 8, 4));

        RecoveryReport report = log.endRecovery();
        assertThat(report.mismatches()).isEqualTo(1);
        assertThat(report.orphans()).isZero();
        assertThat(lines).anyMatch(line -> line.contains("has not this event under its ordinal, ordinal=2"));
        assertThat(types(log).subList(4, 9))
                .containsExactly(FrameType.CUT, FrameType.REPEAT, FrameType.EVENT, FrameType.REPEAT, FrameType.REPEAT);
        assertThat(log.forced().sequence()).as("before the journal grows").isEqualTo(9);
        log.close();

        lines.clear();
        AlarmLog again = recovered(9, event(0, 0, 1), event(1, 5, 2), event(2, 5, 999), event(3, 5, 3), event(4, 8, 4));
        assertThat(again.endRecovery()).isEqualTo(new RecoveryReport(5, 0, 0, 0, 0, 0));
        assertThat(lines).isEmpty();
        again.close();
    }

    @Test
    void shouldTakeTheNextEventWhenTheLogHasMoreThanTheJournalGives() {
        recovered(9, event(0, 0, 1), event(1, 5, 2)).close();

        AlarmLog log = recovered(9, event(0, 0, 1));
        log.endRecovery();
        log.onAlarm(event(1, 9, 77));
        log.onAlarm(event(2, 9, 2));

        assertThat(types(log))
                .containsExactly(FrameType.EVENT, FrameType.EVENT, FrameType.CUT, FrameType.EVENT, FrameType.REPEAT);
        log.close();
    }

    @Test
    void shouldTellOnceWhatIsLostWhenTheFoldBeginsBehindIt() {
        recovered(10, event(0, 3, 1), event(1, 5, 2)).close();

        AlarmLog log = open(SEGMENT_BYTES);
        assertThat(log.firstMissing()).isEqualTo(2);
        log.beginRecovery(90, 7);
        log.onAlarm(event(7, 80, 1_000));
        assertThat(log.endRecovery().lost()).isEqualTo(5);
        assertThat(log.lost())
                .singleElement()
                .satisfies(lost -> assertThat(lost.describe()).isEqualTo("events 2 to 6"));
        assertThat(types(log)).containsExactly(FrameType.EVENT, FrameType.EVENT, FrameType.ABSENT, FrameType.EVENT);
        log.close();

        AlarmLog again = open(SEGMENT_BYTES);
        assertThat(again.firstMissing()).isEqualTo(8);
        again.beginRecovery(90, 7);
        again.onAlarm(event(7, 80, 1_000));
        assertThat(again.endRecovery()).isEqualTo(new RecoveryReport(1, 0, 0, 0, 0, 0));
        again.close();
    }

    @Test
    void shouldFailWhenALiveEventsOrdinalLeavesAGap() {
        AlarmLog log = recovered(1, event(0, 0, 1));
        log.endRecovery();

        assertThatThrownBy(() -> log.onAlarm(event(2, 1, 2)))
                .isInstanceOf(AlarmLogException.class)
                .hasMessageContaining("expected=1");
        log.close();
    }

    @Test
    void shouldFailWhenALiveEventsOrdinalGoesBack() {
        AlarmLog log = recovered(1, event(0, 0, 1));
        log.endRecovery();

        assertThatThrownBy(() -> log.onAlarm(event(0, 1, 2))).isInstanceOf(AlarmLogException.class);
        log.close();
    }

    @Test
    void shouldCutTheTornTailAtEveryLengthWhenACrashLeftOne() throws Exception {
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onAlarm(event(0, 0, 1));
        log.onAlarm(event(1, 1, 2));
        log.close();
        Path file = LogFiles.last(directory);
        byte[] whole = Files.readAllBytes(file);
        int second = LogFiles.offsetOf(file, 1);

        for (int length = second; length < whole.length; length += 7) {
            byte[] torn = Arrays.copyOf(Arrays.copyOf(whole, length), length + 40 * (length % 2));
            Files.write(file, torn);
            AlarmLog reopened = recovered(2, event(0, 0, 1));
            assertThat(reopened.logged().sequence()).isEqualTo(1);
            assertThat(Files.size(file)).isEqualTo(second);
            reopened.close();
        }
    }

    @Test
    void shouldStartTheSegmentAgainWhenACrashTookItsHeader() throws Exception {
        recovered(1, event(0, 0, 1)).close();
        Path torn = directory.resolve("0000000000000000001.alarms");
        Files.write(torn, new byte[10]);

        AlarmLog log = recovered(2, event(0, 0, 1), event(1, 1, 2));

        assertThat(types(log)).containsExactly(FrameType.EVENT, FrameType.EVENT);
        log.close();
    }

    @Test
    void shouldKeepWhatASinkASnapshotOrRetentionNeeds() throws Exception {
        AlarmLog log = open(SMALL_SEGMENT_BYTES);
        log.beginRecovery(0, 0);
        log.endRecovery();
        for (int n = 0; n < 60; n++) {
            log.onAlarm(event(n, n, n + 1));
        }
        log.force();
        LogRetention none = new LogRetention(Long.MAX_VALUE, 0);
        LogRetention young = new LogRetention(1_000, Long.MAX_VALUE);
        int files = LogFiles.segments(directory).size();

        assertThat(log.trim(none, 0, 60, RecordAges.at(0)))
                .as("no sink has any")
                .isZero();
        assertThat(log.trim(none, 60, 0, RecordAges.at(0)))
                .as("the snapshot is before them")
                .isZero();
        assertThat(log.trim(new LogRetention(Long.MAX_VALUE, 1 << 20), 60, 60, RecordAges.at(0)))
                .as("wanted")
                .isZero();
        assertThat(log.trim(young, 60, 60, RecordAges.at(0))).as("young").isZero();
        assertThat(log.trim(none, 60, 20, RecordAges.at(0)))
                .as("up to the snapshot")
                .isPositive();
        assertThat(LogFiles.firstSequence(directory)).isPositive().isLessThanOrEqualTo(20);
        assertThat(log.trim(none, 30, 60, RecordAges.at(0)))
                .as("up to the sink")
                .isPositive();
        assertThat(LogFiles.firstSequence(directory)).isGreaterThan(20).isLessThanOrEqualTo(30);
        assertThat(log.trim(young, 60, 60, RecordAges.at(Long.MAX_VALUE / 2)))
                .as("old")
                .isPositive();
        assertThat(LogFiles.segments(directory)).as("the last stays").hasSize(1).hasSizeLessThan(files);
        log.close();

        AlarmLog again = open(SMALL_SEGMENT_BYTES);
        assertThat(again.firstSequence()).isEqualTo(LogFiles.firstSequence(directory));
        again.beginRecovery(60, 0);
        for (int n = 0; n < 60; n++) {
            again.onAlarm(event(n, n, n + 1));
        }
        assertThat(again.endRecovery()).isEqualTo(new RecoveryReport(60, 0, 0, 0, 0, 0));
        again.onAlarm(event(60, 60, 61));
        assertThat(again.logged().sequence()).isEqualTo(61);
        again.close();
    }

    @Test
    void shouldGoOnBehindASnapshotWhenNoEventIsLeft() {
        AlarmLog log = open(SMALL_SEGMENT_BYTES);
        log.beginRecovery(100, 7);
        log.onAlarm(event(7, 100, 1));
        assertThat(log.endRecovery()).isEqualTo(new RecoveryReport(0, 1, 0, 0, 0, 0));
        log.close();
    }

    private StreamRowFlyweight row(long ordinal, long position, long endNs, long count) {
        return TestPlant.row(stream, sensor, ordinal, position, endNs, count, 84);
    }

    @Test
    void shouldHaveEventsAndRowsOnceUnderOneSequenceOfOrdinals() {
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onAlarm(event(0, 0, 1));
        log.onRow(row(1, 5, 10, 600));
        log.onAlarm(event(2, 5, 2));
        log.close();

        AlarmLog again = open(SEGMENT_BYTES);
        again.beginRecovery(6, 0);
        again.onAlarm(event(0, 0, 1));
        again.onRow(row(1, 5, 10, 600));
        again.onAlarm(event(2, 5, 2));
        assertThat(again.endRecovery()).isEqualTo(new RecoveryReport(3, 0, 0, 0, 0, 0));
        again.onRow(row(3, 6, 10, 601));

        assertThat(types(again)).containsExactly(FrameType.EVENT, FrameType.ROW, FrameType.EVENT, FrameType.ROW);
        LogFrame logged = LogFiles.frames(again, 2).get(1);
        assertThat(logged.timeNs()).as("the last instant of the window").isEqualTo(9);
        assertThat(logged.isFor("console")).isTrue();
        assertThat(logged.isFor("other")).isFalse();
        again.close();
    }

    @Test
    void shouldSendARowNowhereAndAnEventEverywhereWhenNoSinkIsNamed() {
        int silent = plant.stream("silent", List.of(Aggregate.MAX));
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onRow(TestPlant.row(silent, sensor, 0, 0, 10, 1, 84));
        log.onAlarm(event(1, 0, 1));

        List<LogFrame> frames = LogFiles.frames(log, 2);
        assertThat(frames.get(0).isFor("console")).isFalse();
        assertThat(frames.get(1).isFor("console")).isTrue();
        log.close();
    }

    /** A stream with {@code emit: complete} emits equal rows more than once. */
    @Test
    void shouldTakeOneOrphanForOneRowWhenManySayTheSame() {
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onRow(row(0, 1, 10, 600));
        log.onRow(row(1, 2, 10, 600));
        log.close();

        AlarmLog second = recovered(1);
        assertThat(second.endRecovery().orphans()).isEqualTo(2);
        second.onRow(row(0, 1, 10, 600));
        second.onRow(row(1, 2, 10, 600));
        second.onRow(row(2, 3, 10, 600));

        assertThat(types(second))
                .containsExactly(
                        FrameType.ROW, FrameType.ROW, FrameType.CUT, FrameType.REPEAT, FrameType.REPEAT, FrameType.ROW);
        second.close();

        AlarmLog third = recovered(2);
        third.onRow(row(0, 1, 10, 600));
        assertThat(third.endRecovery().orphans()).as("a repeat and a row").isEqualTo(2);
        third.close();
    }

    @Test
    void shouldLogAnUpdateWhoseCountOrValuesDifferFromTheOrphans() {
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onRow(row(0, 1, 10, 600));
        log.close();

        AlarmLog second = recovered(1);
        second.endRecovery();
        second.onRow(row(0, 1, 10, 601));
        second.onRow(row(1, 1, 10, 600).value(0, 85));
        second.onRow(row(2, 2, 10, 600));

        assertThat(types(second))
                .containsExactly(FrameType.ROW, FrameType.CUT, FrameType.ROW, FrameType.ROW, FrameType.REPEAT);
        second.close();
    }

    /** A program that knows no rows reads version 1 only, and says so; the torn tail of a crash it would cut off. */
    @Test
    void shouldBeginAFileOfTheNextVersionWhenTheFirstRowComes() throws Exception {
        recovered(2, event(0, 0, 1), event(1, 1, 2)).close();
        assertThat(version(LogFiles.last(directory))).isEqualTo(1);

        AlarmLog log = recovered(2, event(0, 0, 1), event(1, 1, 2));
        log.endRecovery();
        log.onRow(row(2, 2, 10, 600));
        log.onAlarm(event(3, 3, 3));
        log.close();

        assertThat(LogFiles.segments(directory)).hasSize(2);
        assertThat(version(LogFiles.segments(directory).get(0))).isEqualTo(1);
        assertThat(version(LogFiles.segments(directory).get(1))).isEqualTo(2);
        AlarmLog again = open(SEGMENT_BYTES);
        again.beginRecovery(4, 0);
        again.onAlarm(event(0, 0, 1));
        again.onAlarm(event(1, 1, 2));
        again.onRow(row(2, 2, 10, 600));
        again.onAlarm(event(3, 3, 3));
        assertThat(again.endRecovery()).isEqualTo(new RecoveryReport(4, 0, 0, 0, 0, 0));
        again.onRow(row(4, 4, 20, 600));
        assertThat(types(again))
                .containsExactly(FrameType.EVENT, FrameType.EVENT, FrameType.ROW, FrameType.EVENT, FrameType.ROW);
        assertThat(LogFiles.segments(directory)).as("goes on in the same file").hasSize(2);
        again.close();
    }

    @Test
    void shouldBeginTheFileAnewWhenTheFirstRowFindsItEmpty() throws Exception {
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onRow(row(0, 0, 10, 600));

        assertThat(types(log)).containsExactly(FrameType.ROW);
        assertThat(LogFiles.segments(directory)).hasSize(1);
        assertThat(version(LogFiles.last(directory))).isEqualTo(2);
        log.close();
    }

    @Test
    void shouldRefuseTheLogWhenItsVersionIsUnknown() throws Exception {
        AlarmLog log = recovered(0);
        log.endRecovery();
        log.onRow(row(0, 0, 10, 600));
        log.close();
        Path file = LogFiles.last(directory);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(16, 5);
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, 20));
        Files.write(file, bytes.putInt(20, (int) crc.getValue()).array());

        assertThatThrownBy(() -> open(SEGMENT_BYTES))
                .isInstanceOf(AlarmLogException.class)
                .hasMessageContaining("unknown version")
                .hasMessageContaining("version=5");
    }

    private static int version(Path file) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(16);
    }
}
