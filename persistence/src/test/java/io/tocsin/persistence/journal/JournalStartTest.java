package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.disk.DiskReserve;
import io.tocsin.persistence.journal.read.BatchReader;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Journals that do not begin at position 0. */
class JournalStartTest {
    private static final long START = 4_711;

    @TempDir
    Path temp;

    private final RandomRecords source = new RandomRecords(1);

    @Test
    void shouldBeginAtStartPositionWhenEmpty() {
        List<JournalRecord> records = source.list(500);
        try (ChronicleJournal journal = open(START)) {
            assertThat(journal.nextPosition()).isEqualTo(START);
            assertThat(journal.forcedPosition()).isEqualTo(START);
            JournalTesting.append(journal, records, 20);
        }
        assertThat(JournalTesting.readAll(temp)).isEqualTo(records);
        assertThat(JournalVerifier.verify(temp)).isEmpty();
        assertThat(JournalVerifier.list(temp).get(0).firstPosition()).isEqualTo(START);
    }

    @Test
    void shouldGoOnWhereJournalEndsWhateverTheStartPosition() {
        JournalTesting.append(open(START), source.list(10), 5); // not closed: killed
        for (long start : new long[] {0, START, START + 100}) {
            try (ChronicleJournal journal = open(start)) {
                assertThat(journal.nextPosition()).isEqualTo(START + 10);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldGiveBackWhatAKilledProcessHadReserved() throws Exception {
        List<JournalRecord> records = source.list(10);
        JournalTesting.append(open(0), records, 5); // not closed: killed
        Path killed = JournalVerifier.list(temp).get(0).file();
        assertThat(Files.size(killed)).isGreaterThan(DiskReserve.RESERVE_STEP_BYTES);
        open(0).close();
        assertThat(Files.size(killed)).isLessThanOrEqualTo(DiskReserve.RESERVE_STEP_BYTES);
        assertThat(JournalTesting.readAll(temp)).isEqualTo(records);
    }

    @Test
    void shouldBeginAtStartPositionWhenOlderStartLeftNoWholeBatch() throws Exception {
        JournalTesting.append(open(START), source.list(5), 5);
        Path file = JournalVerifier.list(temp).get(0).file();
        try (BatchReader batches = new BatchReader(file)) {
            batches.next();
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) batches.offset() + 30));
        }
        List<JournalRecord> records = source.list(7);
        try (ChronicleJournal journal = open(START + 1)) {
            assertThat(journal.nextPosition()).isEqualTo(START + 1);
            JournalTesting.append(journal, records, 3);
        }
        assertThat(JournalTesting.readAll(temp)).isEqualTo(records);
        assertThat(JournalVerifier.verify(temp)).isEmpty();
    }

    @Test
    void shouldRefuseNegativeStartPosition() {
        assertThatThrownBy(() -> open(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhenOldestSegmentThatIsThereHasLostItsBeginning() throws Exception {
        try (ChronicleJournal journal = open(0)) {
            JournalTesting.append(journal, source.list(200_000), 256);
        }
        List<SegmentInfo> segments = JournalVerifier.list(temp);
        Files.delete(segments.get(0).file());
        Path oldest = segments.get(1).file();
        byte[] bytes = Files.readAllBytes(oldest);
        Arrays.fill(bytes, 0, 64 * 1024, (byte) 0);
        Files.write(oldest, bytes);
        assertThatThrownBy(() -> JournalTesting.readAll(temp))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(oldest.toString());
    }

    @Test
    void shouldReadFromWhereJournalBeginsWhenOldestSegmentsAreGone() throws Exception {
        List<JournalRecord> records = source.list(200_000);
        try (ChronicleJournal journal = open(0)) {
            JournalTesting.append(journal, records, 256);
        }
        List<SegmentInfo> segments = JournalVerifier.list(temp);
        Files.delete(segments.get(0).file());
        Files.delete(segments.get(1).file());
        int first = (int) segments.get(2).firstPosition();
        assertThat(JournalTesting.readAll(temp)).isEqualTo(records.subList(first, records.size()));
        assertThat(JournalVerifier.verify(temp))
                .as("nobody but retention may delete a segment")
                .hasValueSatisfying(fault -> assertThat(fault.file()).isEqualTo(temp.resolve("g-000001")));
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTail -> {})) {
            assertThatThrownBy(() -> reader.read(first - 1, first + 1, new JournalRecord.Collector(first - 1)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("firstPosition=" + first);
        }
    }

    private ChronicleJournal open(long startPosition) {
        return ChronicleJournal.open(
                JournalTesting.config(temp, SyncPolicy.OS),
                JournalTesting.MAX_SENSORS,
                JournalTesting.NO_FAIL_STOP,
                startPosition);
    }
}
