package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.disk.DiskReserve;
import io.tocsin.persistence.journal.disk.RoomListener;
import io.tocsin.persistence.journal.read.EndMark;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each segment is a generation of its own, prepared beside the journal thread. */
class SegmentRollTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int BATCH = 100;

    @TempDir
    Path temp;

    private final RandomRecords source = new RandomRecords(JournalTesting.seed());
    private final List<JournalRecord> records = new ArrayList<>();
    private final RecordingForcer forcer = new RecordingForcer();
    private final List<String> stops = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldPrepareNextGenerationAheadAndThenWriteToIt() throws Exception {
        try (ChronicleJournal journal = open(SyncPolicy.every(1_000_000))) {
            appendUntilPrepared(journal);
            Path prepared = JournalDirectory.segmentFile(generation(2));
            Object fileKey = key(prepared);
            assertThat(forcer.forced).contains(generation(2));
            assertReadable();
            assertThat(JournalVerifier.list(temp)).hasSize(2).last().matches(info -> info.recordCount() == 0);
            assertThat(SegmentHead.read(new JournalDirectory.Segment(prepared, 2))
                            .hasBatch())
                    .isFalse();

            appendUntil(journal, () -> generations().size() == 3);
            assertThat(key(prepared)).isEqualTo(fileKey);
            assertReadable();
        }
        assertReadable();
        assertThat(stops).isEmpty();
    }

    @Test
    void shouldLeaveNoEmptyGenerationWhenClosed() throws Exception {
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            appendUntilPrepared(journal);
        }
        assertThat(generations()).containsExactly(generation(1));
        assertThat(EndMark.read(generation(1))).isEqualTo(records.size());
        try (Stream<Path> files = Files.list(generation(1))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("19700101F.cq4", EndMark.FILE_NAME);
        }
        assertReadable();
    }

    @Test
    void shouldRemovePreparedGenerationOfKilledProcess() throws Exception {
        appendUntilPrepared(open(SyncPolicy.OS)); // not closed: killed
        assertReadable();
        Object prepared = key(JournalDirectory.segmentFile(generation(2)));
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            assertThat(journal.nextPosition()).isEqualTo(records.size());
            assertThat(generations()).containsExactly(generation(1), generation(2));
            assertThat(key(JournalDirectory.segmentFile(generation(2)))).isNotEqualTo(prepared);
            append(journal, 1_000);
        }
        assertReadable();
    }

    @Test
    void shouldRemoveGenerationThatWasKilledInTheMakingWhereverItWas() throws Exception {
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            append(journal, 1_000);
        }
        Files.createDirectory(generation(2)); // nothing but its name survived
        Files.createDirectory(generation(3)); // its segment is a hole
        Files.write(generation(3).resolve(JournalDirectory.METADATA_FILE), new byte[100]);
        Files.write(JournalDirectory.segmentFile(generation(3)), new byte[100_000]);
        Path making = JournalDirectory.createMaking(temp);
        EndMark.reserve(making);
        Files.write(JournalDirectory.reservedFile(making), new byte[100]);
        Files.write(JournalDirectory.segmentFile(making), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertReadable();
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            append(journal, 1_000);
            assertThat(generations()).containsExactly(generation(1), generation(2));
            assertThat(making).doesNotExist();
        }
        assertReadable();
    }

    @Test
    void shouldKeepGenerationThatHoldsAnything() throws Exception {
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            append(journal, 1_000);
        }
        Files.createDirectory(generation(2));
        byte[] torn = new byte[100_000];
        torn[50_000] = 1; // what is left of a batch
        Files.write(JournalDirectory.segmentFile(generation(2)), torn);
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            append(journal, 1_000);
            assertThat(generations()).containsExactly(generation(1), generation(2), generation(3));
        }
    }

    @Test
    void shouldGiveEachSegmentOneSuccessor() throws Exception {
        SegmentSupply supply = new SegmentSupply(temp, JournalTesting.SEGMENT_BYTES, new DiskReserve(temp, 64 << 20));
        SegmentFile first = supply.create();
        SegmentFile second = supply.takeAfter(first); // not prepared
        assertThat(supply.prepareAfter(first)).isNull();
        SegmentFile prepared = supply.prepareAfter(second);
        assertThat(supply.prepareAfter(second)).isSameAs(prepared);
        SegmentFile third = supply.takeAfter(second);
        assertThat(third).isSameAs(prepared);
        assertThat(supply.prepareAfter(second)).isNull();
        SegmentFile fourth = supply.prepareAfter(third);
        assertThat(supply.prepareAfter(first)).as("a late question").isNull();
        assertThat(supply.prepareAfter(third)).as("is not forgotten for it").isSameAs(fourth);
        assertThat(generations()).hasSize(4);
        supply.close();
        assertThat(generations()).containsExactly(first.generation(), second.generation(), third.generation());
        assertThat(fourth.generation()).doesNotExist();
        first.discard();
        second.discard();
        third.abandon();
        assertThat(generations()).containsExactly(third.generation());
    }

    @Test
    void shouldStopWhenNameOfPreparedGenerationCannotBeForced() {
        ChronicleJournal journal = open(SyncPolicy.OS);
        append(journal, 1_000);
        forcer.failFromNowOn();
        assertThatThrownBy(() -> appendUntil(journal, () -> false))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("Input/output error");
        await(() -> !stops.isEmpty()); // the maintenance thread says so beside the append
        assertThat(stops).containsExactly("journal sync");
        assertThat(journal.forcedPosition()).isZero();
        journal.close();
        assertThat(journal.forcedPosition()).isZero();
    }

    @Test
    void shouldKeepNoFullSegmentOpen() throws Exception {
        try (ChronicleJournal journal = open(SyncPolicy.every(1_000_000))) {
            appendUntil(journal, () -> generations().size() > 12);
            await(() -> journal.durablePosition() == journal.journalledPosition());
            await(() -> openFiles().size() <= 2);
            for (Path file : openFiles()) {
                assertThat(file.getParent())
                        .isIn(generations()
                                .subList(generations().size() - 2, generations().size()));
            }
        }
        await(() -> openFiles().isEmpty()); // Chronicle lets go beside us
        assertReadable();
        assertThat(stops).isEmpty();
    }

    @Test
    void shouldStayReadableWhereverItIsKilledAroundARoll() {
        long seed = JournalTesting.seed();
        SplittableRandom random = new SplittableRandom(seed);
        for (int start = 0; start < 12; start++) {
            ChronicleJournal journal = open(random.nextBoolean() ? SyncPolicy.OS : SyncPolicy.ALWAYS);
            assertThat(journal.nextPosition()).as("seed=%d", seed).isEqualTo(records.size());
            int generation = generations().size();
            int begun = generation + random.nextInt(1, 4);
            appendUntil(journal, () -> generations().size() >= begun);
            append(journal, random.nextInt(3) * BATCH);
            if (random.nextBoolean()) {
                journal.close();
            }
            assertReadable();
        }
    }

    private ChronicleJournal open(SyncPolicy policy) {
        return ChronicleJournal.open(
                JournalTesting.config(temp, policy),
                JournalTesting.MAX_SENSORS,
                (where, cause) -> stops.add(where),
                0,
                RoomListener.NONE,
                forcer);
    }

    private void appendUntilPrepared(ChronicleJournal journal) {
        appendUntil(journal, () -> journal.appendedBytes() > JournalTesting.SEGMENT_BYTES / 5 * 4);
        await(() -> forcer.forced.contains(generation(2)));
        assertThat(journal.appendedBytes()).isLessThan(JournalTesting.SEGMENT_BYTES);
    }

    /** Slowly enough that the maintenance thread is not behind. */
    private void appendUntil(ChronicleJournal journal, BooleanSupplier condition) {
        long beginNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - beginNs).isLessThan(DEADLINE_NS);
            append(journal, BATCH);
            journal.requestSync();
        }
    }

    private void append(ChronicleJournal journal, int count) {
        List<JournalRecord> more = source.list(count);
        JournalTesting.append(journal, more, BATCH);
        records.addAll(more);
    }

    private static void await(BooleanSupplier condition) {
        long beginNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - beginNs).isLessThan(DEADLINE_NS);
            Thread.onSpinWait();
        }
    }

    private void assertReadable() {
        assertThat(JournalTesting.readAll(temp)).isEqualTo(records);
        assertThat(JournalVerifier.verify(temp)).isEmpty();
    }

    private Path generation(int number) {
        return temp.resolve("g-%06d".formatted(number));
    }

    private List<Path> generations() {
        return JournalDirectory.generations(temp);
    }

    /** Segments that this process has open or mapped. */
    private List<Path> openFiles() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(temp.toString()))
                    .map(line -> line.substring(line.indexOf('/')))
                    .filter(line -> line.contains(JournalDirectory.SEGMENT_SUFFIX)
                            && !line.contains(JournalDirectory.METADATA_FILE))
                    .distinct()
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
