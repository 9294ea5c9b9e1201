package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.JournalRecord.Collector;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest {
    @TempDir
    Path temp;

    @Test
    void shouldReadBackWhatWasCommitted() {
        List<JournalRecord> records = new RandomRecords(1).list(5_000);
        try (ChronicleJournal journal = JournalTesting.open(temp.resolve("journal"))) {
            JournalTesting.append(journal, records, 100);
            assertThat(journal.nextPosition()).isEqualTo(5_000);
            assertThat(journal.journalledPosition()).isEqualTo(5_000);
            assertThat(journal.durablePosition()).isEqualTo(5_000);
        }
        assertThat(JournalTesting.readAll(temp.resolve("journal"))).isEqualTo(records);
    }

    @Test
    void shouldBeEmptyWhenNothingWasEverWritten() {
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(temp.resolve("none"), 1, tornTail -> {})) {
            assertThat(reader.firstPosition()).isZero();
            assertThat(reader.endPosition()).isZero();
            assertThat(reader.read(0, 100, new Collector(0))).isZero();
        }
    }

    @Test
    void shouldContinuePositionsOverRestartsAndSegments() {
        RandomRecords source = new RandomRecords(3);
        List<JournalRecord> all = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            List<JournalRecord> records = source.list(90_000);
            try (ChronicleJournal journal = JournalTesting.open(temp)) {
                assertThat(journal.nextPosition()).isEqualTo(all.size());
                JournalTesting.append(journal, records, 256);
            }
            all.addAll(records);
        }
        assertThat(JournalTesting.readAll(temp)).isEqualTo(all);
        assertThat(JournalVerifier.verify(temp)).isEmpty();
        List<SegmentInfo> segments = JournalVerifier.list(temp);
        assertThat(segments).hasSizeGreaterThan(6);
        assertThat(segments.stream().mapToLong(SegmentInfo::recordCount).sum()).isEqualTo(all.size());
        for (SegmentInfo segment : segments) {
            assertThat(segment.fileBytes()).isBetween(segment.usedBytes(), segment.usedBytes() + 16);
        }
    }

    @Test
    void shouldReadFromAnyPositionToAny() {
        List<JournalRecord> records = new RandomRecords(4).list(120_000);
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            JournalTesting.append(journal, records, 37);
        }
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(temp, 50, tornTail -> {})) {
            for (int from : new int[] {0, 1, 36, 37, 50_000, 119_999}) {
                for (int to : new int[] {from, from + 1, from + 100, 120_000}) {
                    int end = Math.min(to, 120_000);
                    Collector collector = new Collector(from);
                    assertThat(reader.read(from, to, collector)).isEqualTo(end);
                    assertThat(collector.records).isEqualTo(records.subList(from, end));
                }
            }
            assertThat(reader.read(120_000, 130_000, new Collector(0))).isEqualTo(120_000);
        }
    }

    @Test
    void shouldBeReadableWhileBeingWritten() {
        List<JournalRecord> records = new RandomRecords(5).list(1_000);
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            JournalTesting.append(journal, records, 10);
            assertThat(JournalTesting.readAll(temp)).isEqualTo(records);
        }
    }

    @Test
    void shouldDropWhatWasNotCommittedWhenClosed() {
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            journal.onTick(0, 1);
            journal.commit();
            journal.onTick(1, 2);
        }
        assertThat(JournalTesting.readAll(temp)).hasSize(1);
    }

    @Test
    void shouldTakeLongestControlRecord() {
        byte[] body = new byte[ControlKind.MAX_BODY_LENGTH];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        List<JournalRecord> records = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            records.add(JournalRecord.control(ControlKind.PLAN.code(), body));
            records.add(new JournalRecord.Tick(i));
        }
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            JournalTesting.append(journal, records, 2);
        }
        assertThat(JournalTesting.readAll(temp)).isEqualTo(records);
    }

    @Test
    void shouldFailForGoodWhenBatchGetsTooLong() {
        UnsafeBuffer body = new UnsafeBuffer(new byte[ControlKind.MAX_BODY_LENGTH]);
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            journal.onControl(0, 1, body, 0, body.capacity());
            assertThatThrownBy(() -> journal.onControl(1, 1, body, 0, body.capacity()))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("batch too long");
            assertThatThrownBy(journal::commit).isInstanceOf(JournalException.class);
            assertThatThrownBy(() -> journal.onTick(2, 1)).isInstanceOf(JournalException.class);
        }
        assertThat(JournalTesting.readAll(temp)).isEmpty();
    }

    @Test
    void shouldRefuseRecordThatDoesNotFollow() {
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            assertThatThrownBy(() -> journal.onTick(1, 1))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("position=1");
        }
    }

    @Test
    void shouldRefuseSensorBeyondMaximum() {
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            assertThatThrownBy(() -> journal.onReading(0, JournalTesting.MAX_SENSORS, 1, 1, 1.0, 0, 0))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("maxSensors");
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenNothingWasWritten() throws Exception {
        for (int i = 0; i < 3; i++) {
            JournalTesting.open(temp).close();
        }
        assertThat(JournalDirectory.generations(temp)).hasSize(1);
        assertThat(JournalTesting.readAll(temp)).isEmpty();
        assertThat(JournalVerifier.verify(temp)).isEmpty();
    }

    @Test
    void shouldKeepWhatIsThereWhenNextSegmentCannotBeReserved() throws Exception {
        Path dir = temp.resolve("journal");
        ChronicleJournal journal = JournalTesting.open(dir);
        Path aside = Files.move(dir, temp.resolve("aside")); // so no generation can be created
        List<JournalRecord> records = new RandomRecords(6).list(100_000);
        assertThatThrownBy(() -> JournalTesting.append(journal, records, 100))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("append failed")
                .hasMessageContaining(dir.toString());
        int journalled = (int) journal.journalledPosition();
        Files.move(aside, dir);
        journal.close();
        assertThat(journalled).isPositive();
        assertThat(JournalTesting.readAll(dir)).isEqualTo(records.subList(0, journalled));
    }
}
