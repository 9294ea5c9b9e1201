package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.disk.RoomListener;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalSyncTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    Path temp;

    private final RecordingForcer forcer = new RecordingForcer();
    private final List<String> stops = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldNeverBeDurableAheadOfForce() {
        try (ChronicleJournal journal = open(SyncPolicy.ALWAYS)) {
            RandomRecords source = new RandomRecords(1);
            for (int i = 0; i < 3_000; i++) {
                List<JournalRecord> records = source.list(100);
                forcer.whileAppending(() -> JournalTesting.append(journal, records, 50));
                long durable = journal.durablePosition();
                assertThat(durable).isLessThanOrEqualTo(forcer.coveredPosition());
            }
            await(() -> journal.durablePosition() == 300_000);
        }
        assertThat(stops).isEmpty();
    }

    @Test
    void shouldForceNameAndContentOfEverySegmentInOrder() {
        try (ChronicleJournal journal = open(SyncPolicy.every(TimeUnit.MILLISECONDS.toNanos(1)))) {
            JournalTesting.append(journal, new RandomRecords(2).list(300_000), 256);
            await(() -> journal.durablePosition() == 300_000);
        }
        // Whether one that was made ready and never written is forced does not matter.
        List<SegmentInfo> segments = JournalVerifier.list(temp).stream()
                .filter(segment -> segment.batchCount() > 0)
                .toList();
        assertThat(segments).hasSizeGreaterThan(5);
        int last = -1;
        for (SegmentInfo segment : segments) {
            int first = forcer.forced.indexOf(segment.file());
            assertThat(first).isGreaterThan(last);
            int name = forcer.forced.indexOf(segment.file().getParent());
            assertThat(name).isBetween(1, first - 1);
            assertThat(forcer.forced.get(name - 1)).isEqualTo(temp);
            last = forcer.forced.lastIndexOf(segment.file());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"os", "always", "interval"})
    void shouldTellEveryMoveOfTheDurablePositionToAll(String kind) {
        SyncPolicy policy = switch (kind) {
            case "os" -> SyncPolicy.OS;
            case "always" -> SyncPolicy.ALWAYS;
            default -> SyncPolicy.every(TimeUnit.MILLISECONDS.toNanos(1));
        };
        AtomicLong first = new AtomicLong();
        AtomicLong second = new AtomicLong();
        try (ChronicleJournal journal = open(policy)) {
            journal.onDurable(() -> first.set(journal.durablePosition()));
            journal.onDurable(() -> second.set(journal.durablePosition()));
            for (long position = 0; position < 20; position++) {
                journal.onTick(position, position);
                journal.commit();
                long end = position + 1;
                await(() -> first.get() == end && second.get() == end);
            }
        }
    }

    @Test
    void shouldForceAtOnceWhenSomethingWaits() {
        try (ChronicleJournal journal = open(SyncPolicy.every(TimeUnit.HOURS.toNanos(1)))) {
            journal.onTick(0, 1);
            journal.commit();
            journal.requestSync();
            await(() -> journal.durablePosition() == 1);
            journal.onTick(1, 2);
            journal.commit();
            assertThat(journal.durablePosition()).isEqualTo(1);
            journal.requestSync();
            await(() -> journal.durablePosition() == 2);
            assertThat(journal.syncCount()).isEqualTo(2);
        }
    }

    /** As many forces as records: a request that finds nothing to force adds none. */
    @Test
    void shouldNotSyncQuietJournal() {
        try (ChronicleJournal journal = open(SyncPolicy.every(TimeUnit.MILLISECONDS.toNanos(1)))) {
            for (int i = 0; i < 100; i++) {
                journal.onTick(i, i);
                journal.commit();
                long endPosition = i + 1L;
                await(() -> journal.durablePosition() == endPosition);
                journal.requestSync();
            }
            assertThat(journal.syncCount()).isEqualTo(100);
        }
    }

    @Test
    void shouldBeDurableWithoutForceWhenPolicyIsOs() {
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            journal.onTick(0, 1);
            journal.commit();
            assertThat(journal.durablePosition()).isEqualTo(1);
            assertThat(journal.syncCount()).isZero();
        }
        assertThat(forcer.forced).contains(JournalVerifier.list(temp).get(0).file());
    }

    @Test
    void shouldForceWhenAskedThoughPolicyIsOs() {
        try (ChronicleJournal journal = open(SyncPolicy.OS)) {
            journal.onTick(0, 1);
            journal.commit();
            assertThat(journal.forcedPosition()).isZero();
            journal.requestSync();
            await(() -> journal.forcedPosition() == 1);
            assertThat(forcer.coveredPosition()).isEqualTo(1);
            journal.onTick(1, 2);
            journal.commit();
            assertThat(journal.durablePosition()).isEqualTo(2);
            assertThat(journal.forcedPosition()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetABatchWaitForHalfOfTheInterval() {
        try (ChronicleJournal journal = open(SyncPolicy.every(TimeUnit.HOURS.toNanos(2)))) {
            journal.onTick(0, 1);
            assertThat(journal.commitInNs()).isBetween(1L, TimeUnit.HOURS.toNanos(1));
        }
        for (SyncPolicy policy : List.of(SyncPolicy.OS, SyncPolicy.ALWAYS)) {
            try (ChronicleJournal journal = open(policy)) {
                journal.onTick(0, 1);
                assertThat(journal.commitInNs()).as("%s", policy.kind()).isLessThanOrEqualTo(0);
            }
        }
    }

    /** A sync is planned for the first batch: the second is committed shortly before. */
    @Test
    void shouldCommitABatchBeforeThePlannedSync() throws InterruptedException {
        long intervalNs = TimeUnit.SECONDS.toNanos(2);
        try (ChronicleJournal journal = open(SyncPolicy.every(intervalNs))) {
            long beginNs = System.nanoTime();
            journal.onTick(0, 1);
            journal.commit();
            Thread.sleep(TimeUnit.NANOSECONDS.toMillis(intervalNs / 2));
            journal.onTick(1, 2);
            long elapsedNs = System.nanoTime() - beginNs;
            long inNs = journal.commitInNs();
            if (journal.syncCount() > 0) {
                return; // the machine was too slow: the planned sync is over
            }
            assertThat(elapsedNs + inNs).isLessThan(intervalNs);
        }
    }

    @Test
    void shouldForceOnceForReadingsThatComeTogetherAfterQuietTime() {
        try (ChronicleJournal journal = open(SyncPolicy.every(TimeUnit.MILLISECONDS.toNanos(500)))) {
            for (int burst = 1; burst <= 3; burst++) {
                long beginNs = System.nanoTime();
                for (int i = 0; i < 10; i++) {
                    journal.onTick(journal.nextPosition(), i);
                    journal.commit();
                }
                long endPosition = journal.nextPosition();
                await(() -> journal.durablePosition() == endPosition);
                boolean wasFast = System.nanoTime() - beginNs < TimeUnit.SECONDS.toNanos(1);
                assertThat(journal.syncCount()).isEqualTo(burst);
                if (!wasFast) {
                    return; // the machine was too slow to tell anything about the next burst
                }
            }
        }
    }

    @Test
    void shouldForceOnlyWhatIsNewAfterFirstTime() {
        try (ChronicleJournal journal = open(SyncPolicy.ALWAYS)) {
            for (int i = 0; i < 2_000; i++) {
                journal.onTick(i, i);
                journal.commit();
                if (i % 100 == 0) {
                    long endPosition = i + 1L;
                    await(() -> journal.durablePosition() == endPosition);
                }
            }
        }
        assertThat(forcer.ranges).isNotEmpty();
        int end = 0;
        for (int[] range : forcer.ranges) {
            assertThat(range[1]).isGreaterThan(range[0]);
            if (end > 0) {
                assertThat(range[0]).isEqualTo(end);
            }
            end = range[1];
        }
    }

    @Test
    void shouldStopForGoodWhenForceFails() {
        ChronicleJournal journal = open(SyncPolicy.ALWAYS);
        journal.onTick(0, 1);
        journal.commit();
        await(() -> journal.durablePosition() == 1);
        forcer.failFromNowOn();
        journal.onTick(1, 2);
        journal.commit();
        await(() -> !stops.isEmpty());
        int forces = forcer.forced.size();

        assertThatThrownBy(() -> journal.onTick(2, 3))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("Input/output error");
        journal.requestSync();
        journal.close();

        assertThat(journal.durablePosition()).isEqualTo(1);
        assertThat(forcer.forced).hasSize(forces);
        assertThat(stops).containsExactly("journal sync");
    }

    @Test
    void shouldSayWhenLastForceFails() {
        ChronicleJournal journal = open(SyncPolicy.OS);
        journal.onTick(0, 1);
        journal.commit();
        forcer.failFromNowOn();
        assertThatThrownBy(journal::close).isInstanceOf(JournalException.class);
        assertThat(stops).containsExactly("journal sync");
    }

    @Test
    void shouldForceWhatKilledProcessLeftBeforeAnythingElse() {
        JournalTesting.append(open(SyncPolicy.OS), new RandomRecords(3).list(10), 5); // not closed: killed
        Path left = JournalVerifier.list(temp).get(0).file();
        forcer.forced.clear();
        try (ChronicleJournal journal = open(SyncPolicy.ALWAYS)) {
            assertThat(forcer.forced.get(0)).isEqualTo(left);
            assertThat(journal.durablePosition()).isEqualTo(10);
        }
    }

    private ChronicleJournal open(SyncPolicy policy) {
        ChronicleJournal journal = ChronicleJournal.open(
                JournalTesting.config(temp, policy),
                JournalTesting.MAX_SENSORS,
                (where, cause) -> stops.add(where),
                0,
                RoomListener.NONE,
                forcer);
        forcer.watch(journal);
        return journal;
    }

    private static void await(BooleanSupplier condition) {
        long beginNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - beginNs).isLessThan(DEADLINE_NS);
            Thread.onSpinWait();
        }
    }
}
