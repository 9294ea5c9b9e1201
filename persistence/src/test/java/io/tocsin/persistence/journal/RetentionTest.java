package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.persistence.journal.JournalRecord.Collector;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.EndMark;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final RetentionPolicy ALL = new RetentionPolicy(Long.MAX_VALUE, 0);
    private static final RetentionPolicy NONE = new RetentionPolicy(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final long SECOND_NS = 1_000_000_000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path temp;

    private final RandomRecords source = new RandomRecords(1);
    private final List<JournalRecord> records = new ArrayList<>();

    @Test
    void shouldDeleteOldestUntilSmallEnough() throws Exception {
        write(300_000);
        write(300_000);
        long before = bytes();
        Retention.Deleted deleted =
                Retention.apply(temp, new RetentionPolicy(Long.MAX_VALUE, 3 << 20), 600_000, RecordAges.at(0));
        assertThat(bytes()).isLessThanOrEqualTo(3 << 20).isGreaterThan(1 << 20);
        assertThat(deleted.segmentCount()).isGreaterThan(3);
        assertThat(deleted.bytes()).isEqualTo(before - bytes());
        assertThat(firstPosition()).isEqualTo(deleted.firstPosition());
        assertReadable();
        write(1_000);
        assertReadable();
    }

    @Test
    void shouldDeleteNothingWhenPolicyKeepsAll() {
        write(300_000);
        assertThat(Retention.apply(temp, NONE, 300_000, RecordAges.at(Long.MAX_VALUE)))
                .isEqualTo(Retention.Deleted.NOTHING);
        assertThat(firstPosition()).isZero();
    }

    @Test
    void shouldDeleteNothingAtOrAboveSafePosition() {
        write(300_000);
        // One that was made ready and never written has no place.
        List<SegmentInfo> segments = JournalVerifier.list(temp).stream()
                .filter(segment -> segment.batchCount() > 0)
                .toList();
        assertThat(segments).hasSizeGreaterThan(3);
        for (SegmentInfo segment : segments.subList(1, segments.size())) {
            Retention.apply(temp, ALL, segment.firstPosition() - 1, RecordAges.at(0));
            assertThat(firstPosition()).isLessThan(segment.firstPosition());
            Retention.apply(temp, ALL, segment.firstPosition(), RecordAges.at(0));
            assertThat(firstPosition()).isEqualTo(segment.firstPosition());
        }
        assertReadable();
    }

    @Test
    void shouldDeleteWhatIsTooOld() {
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            for (int i = 1; i <= 700_000; i++) {
                journal.onReading(journal.nextPosition(), i % 50, i * SECOND_NS - i % 7, i * SECOND_NS, i * 0.37, 0, 0);
                if (i % 100 == 0) {
                    journal.commit();
                }
            }
        }
        List<SegmentInfo> segments = JournalVerifier.list(temp);
        assertThat(segments).hasSizeGreaterThan(3);
        SegmentInfo third = segments.get(2);
        long maxAgeNs = 1_000 * SECOND_NS;
        RetentionPolicy policy = new RetentionPolicy(maxAgeNs, Long.MAX_VALUE);
        long nowNs = third.firstTimeNs() + maxAgeNs;
        assertThat(Retention.apply(temp, policy, 700_000, RecordAges.at(nowNs)).segmentCount())
                .isEqualTo(1);
        assertThat(Retention.apply(temp, policy, 700_000, RecordAges.at(nowNs + 1))
                        .segmentCount())
                .isEqualTo(1);
        assertThat(firstPosition()).isEqualTo(third.firstPosition());
    }

    @Test
    void shouldAlwaysKeepNewestSegmentWithRecords() throws Exception {
        write(200_000);
        for (int i = 0; i < 2; i++) {
            try (ChronicleJournal journal = JournalTesting.open(temp)) {
                Retention.apply(temp, ALL, Long.MAX_VALUE, RecordAges.at(Long.MAX_VALUE));
                assertThat(journal.nextPosition()).isEqualTo(records.size());
            }
            assertThat(firstPosition()).isPositive();
            assertReadable();
        }
        write(1);
        Retention.apply(temp, ALL, Long.MAX_VALUE, RecordAges.at(Long.MAX_VALUE));
        assertThat(firstPosition()).isEqualTo(200_000);
        assertThat(JournalDirectory.generations(temp)).hasSize(1);
        write(10);
        assertReadable();
    }

    @Test
    void shouldFreeBlocksOfSegmentsOfRunningJournal() throws Exception {
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            append(journal, 400_000);
            await(journal);
            Retention.Deleted deleted = Retention.apply(temp, ALL, journal.forcedPosition(), RecordAges.at(0));
            assertThat(deleted.segmentCount()).isGreaterThan(3);
            append(journal, 100_000);
            long beginNs = System.nanoTime();
            while (openDeletedFiles() > 0) {
                assertThat(System.nanoTime() - beginNs)
                        .as("deleted files stay open")
                        .isLessThan(DEADLINE_NS);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        assertReadable();
    }

    @Test
    void shouldFailClearlyWhenSegmentIsGoneUnderReader() {
        write(300_000);
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTail -> {})) {
            Retention.apply(temp, ALL, 200_000, RecordAges.at(0));
            long first = firstPosition();
            assertThatThrownBy(() -> reader.read(0, 300_000, new Collector(0)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("journal segment gone")
                    .hasMessageContaining("file=");
            Collector collector = new Collector(first);
            reader.read(first, 300_000, collector);
            assertThat(collector.records).isEqualTo(records.subList((int) first, 300_000));
        }
    }

    @Test
    void shouldNeverLetReaderSkipWhileWrittenAndDeleted() throws Exception {
        List<JournalRecord> all = source.list(600_000);
        int whole = 0;
        int gone = 0;
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            Thread writer = new Thread(() -> JournalTesting.append(journal, all, 200));
            writer.start();
            while (writer.isAlive() || whole == 0) {
                Thread deleter = new Thread(
                        () -> Retention.apply(temp, ALL, journal.journalledPosition() - 100_000, RecordAges.at(0)));
                try (ChronicleJournalReader reader =
                        ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTail -> {})) {
                    deleter.start();
                    Collector collector = new Collector(reader.firstPosition());
                    long end = reader.read(reader.firstPosition(), reader.endPosition(), collector);
                    assertThat(collector.records).isEqualTo(all.subList((int) reader.firstPosition(), (int) end));
                    whole++;
                } catch (JournalException e) {
                    assertThat(e).hasMessageContaining("journal segment gone");
                    gone++;
                }
                deleter.join();
            }
            writer.join();
        }
        System.out.println("readers unaffected: " + whole + ", readers that lost their segment: " + gone);
        assertThat(JournalVerifier.verify(temp)).isEmpty();
        List<JournalRecord> left = JournalTesting.readAll(temp);
        assertThat(left).isEqualTo(all.subList(all.size() - left.size(), all.size()));
    }

    @Test
    void shouldStayReadableOverKillsCutsAndDeletions() throws Exception {
        long seed = JournalTesting.seed();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 25; round++) {
            write(random.nextInt(100) < 30 ? random.nextInt(3) : random.nextInt(1, 60_000));
            if (random.nextBoolean()) {
                cutTail(random);
            }
            long safePosition = random.nextInt(records.size() + 1);
            long firstBefore = firstPosition();
            Retention.apply(temp, random.nextBoolean() ? ALL : NONE, safePosition, RecordAges.at(0));
            assertThat(firstPosition()).as("seed=%d", seed).isBetween(firstBefore, Math.max(firstBefore, safePosition));
            assertReadable();
        }
    }

    /** As a kill or a power cut leaves it: no end mark, the last batches torn off. */
    private void cutTail(SplittableRandom random) throws Exception {
        List<SegmentInfo> segments = JournalVerifier.list(temp);
        if (segments.isEmpty() || segments.get(segments.size() - 1).batchCount() == 0) {
            return;
        }
        SegmentInfo last = segments.get(segments.size() - 1);
        Files.deleteIfExists(last.file().resolveSibling(EndMark.FILE_NAME));
        int kept = random.nextInt(3) == 0 ? 0 : random.nextInt((int) last.usedBytes());
        Files.write(last.file(), Arrays.copyOf(Files.readAllBytes(last.file()), kept));
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTail -> {})) {
            int end = (int) Math.max(reader.endPosition(), 0);
            records.subList(end, records.size()).clear();
        }
    }

    private void write(int count) {
        long start = records.size();
        try (ChronicleJournal journal = ChronicleJournal.open(
                JournalTesting.config(temp, SyncPolicy.OS),
                JournalTesting.MAX_SENSORS,
                JournalTesting.NO_FAIL_STOP,
                start)) {
            assertThat(journal.nextPosition()).isEqualTo(start);
            append(journal, count);
        }
    }

    private void append(ChronicleJournal journal, int count) {
        List<JournalRecord> more = source.list(count);
        JournalTesting.append(journal, more, 100);
        records.addAll(more);
    }

    private static void await(ChronicleJournal journal) {
        long beginNs = System.nanoTime();
        journal.requestSync();
        while (journal.forcedPosition() < journal.journalledPosition()) {
            assertThat(System.nanoTime() - beginNs).isLessThan(DEADLINE_NS);
            Thread.onSpinWait();
        }
    }

    private void assertReadable() {
        int first = (int) firstPosition();
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTail -> {})) {
            Collector collector = new Collector(first);
            reader.read(first, Long.MAX_VALUE, collector);
            assertThat(collector.records).isEqualTo(records.subList(Math.min(first, records.size()), records.size()));
        }
        assertThat(JournalVerifier.verify(temp)).isEmpty();
    }

    private long firstPosition() {
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTail -> {})) {
            return reader.firstPosition();
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (SegmentInfo segment : JournalVerifier.list(temp)) {
            bytes += Files.size(segment.file());
        }
        return bytes;
    }

    /** Files of this test that were deleted and still take their blocks: open or mapped by this process. */
    private long openDeletedFiles() throws IOException {
        long count;
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            count = maps.filter(line -> line.contains(temp.toString()) && line.endsWith("(deleted)"))
                    .count();
        }
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return count + files.filter(this::isDeleted).count();
        }
    }

    private boolean isDeleted(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith(temp.toString()) && target.endsWith("(deleted)");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
