package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.persistence.journal.disk.RoomListener;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.JournalVerifier;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a file system of 64 MiB that gets full: it waits, continues by itself, and loses nothing. */
class FullDiskTest {
    private static final int CYCLES = Boolean.getBoolean("tocsin.heavy") ? 100 : 8;
    private static final int DISK_MIB = 64;
    private static final long MIB = 1 << 20;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int BODY_LENGTH = 1_000;
    private static final int BATCH = 16;
    private static final int FAILED_TRIES = 2;

    @TempDir
    Path temp;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<String> stops = new CopyOnWriteArrayList<>();

    @Test
    void shouldWaitAndGoOnWhenTmpfsIsFullAgainAndAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(temp.resolve("tmpfs"), DISK_MIB)) {
            fillAndFree(disk);
        }
    }

    @Test
    void shouldWaitAndGoOnWhenExt4IsFullAgainAndAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.ext4(temp.resolve("ext4"), DISK_MIB)) {
            fillAndFree(disk);
        }
    }

    @Test
    void shouldGoOnByItselfWhenRetentionMakesRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.ext4(temp.resolve("ext4"), DISK_MIB)) {
            Path dir = disk.dir.resolve("journal");
            AtomicReference<ChronicleJournal> opened = new AtomicReference<>();
            RetentionPolicy policy = new RetentionPolicy(Long.MAX_VALUE, 20 * MIB);
            RoomListener listener = new RoomListener(
                    log::add, () -> Retention.apply(dir, policy, opened.get().forcedPosition(), RecordAges.at(0)));
            try (ChronicleJournal journal = open(dir, SyncPolicy.every(1_000_000), listener)) {
                opened.set(journal);
                while (journal.appendedBytes() < 3 * DISK_MIB * MIB) {
                    appendBatch(journal);
                }
            }
            assertThat(log).anyMatch(line -> line.contains("no room"));
            assertThat(stops).isEmpty();
            assertThat(readFrom(dir, -1)).isPositive();
            assertThat(JournalVerifier.verify(dir)).isEmpty();
        }
    }

    @Test
    void shouldGiveUpWaitingWhenAskedAndBeGoodToReopenOnFullDisk() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(temp.resolve("tmpfs"), DISK_MIB)) {
            Path dir = disk.dir.resolve("journal");
            long position = 0;
            for (int start = 0; start < 3; start++) {
                ChronicleJournal journal = open(dir, SyncPolicy.ALWAYS, new RoomListener(log::add, () -> {}));
                disk.fill(7 * MIB);
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread writer = new Thread(() -> thrown.set(catchThrowable(() -> {
                    while (true) {
                        appendBatch(journal);
                    }
                })));
                writer.start();
                await(journal::isWaitingForRoom);
                long journalled = journal.journalledPosition();
                long askedNs = System.nanoTime();
                if (start == 1) {
                    journal.close(); // by another thread than the one that waits
                } else {
                    journal.stopWaiting();
                }
                writer.join();
                assertThat(System.nanoTime() - askedNs).isLessThan(TimeUnit.SECONDS.toNanos(5));
                assertThat(thrown.get()).isInstanceOf(JournalFullException.class);
                assertThat(catchThrowable(journal::commit)).isInstanceOf(JournalException.class);
                journal.close();
                assertThat(stops).isEmpty();
                assertThat(log).as("does not go on").noneMatch(line -> line.contains("room again"));
                assertThat(journal.journalledPosition()).isEqualTo(journalled);
                assertThat(journal.durablePosition()).isEqualTo(journalled);
                assertThat(readFrom(dir, position)).isEqualTo(journalled);
                assertThat(JournalVerifier.verify(dir)).isEmpty();
                position = journalled;
            }
            disk.free();
            try (ChronicleJournal journal = open(dir, SyncPolicy.OS, RoomListener.NONE)) {
                assertThat(journal.nextPosition()).isEqualTo(position);
                appendBatch(journal);
            }
            assertThat(readFrom(dir, position)).isEqualTo(position + BATCH);
        }
    }

    @Test
    void shouldRefuseToOpenClearlyWhenNotEvenTheReserveIsFree() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(temp.resolve("tmpfs"), DISK_MIB)) {
            disk.fill(MIB);
            Path dir = disk.dir.resolve("journal");
            assertThat(catchThrowable(() -> open(dir, SyncPolicy.OS, RoomListener.NONE)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("no room for the journal")
                    .hasMessageContaining(dir.toString());
            disk.free();
            open(dir, SyncPolicy.OS, RoomListener.NONE).close();
        }
    }

    /** Whether the writer has tried again for room, and again, and got none. */
    private boolean standsStill(ChronicleJournal journal, Writer writer) {
        long position = journal.journalledPosition();
        long waits = waitCount(writer);
        await(() -> waitCount(writer) > waits + FAILED_TRIES);
        return journal.isWaitingForRoom() && journal.journalledPosition() == position;
    }

    /** A writer without room waits a little before each try. */
    private static long waitCount(Writer writer) {
        return ManagementFactory.getThreadMXBean().getThreadInfo(writer.getId()).getWaitedCount();
    }

    private void fillAndFree(SmallDisk disk) throws Exception {
        Path dir = disk.dir.resolve("journal");
        long checked = 0;
        try (ChronicleJournal journal = open(dir, SyncPolicy.every(1_000_000), new RoomListener(log::add, () -> {}))) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                log.clear();
                disk.fill(cycle % 2 == 0 ? 0 : 11 * MIB); // nothing free at all, and a little above the reserve
                Writer writer = new Writer(journal);
                writer.start();
                await(journal::isWaitingForRoom);
                await(() -> !log.isEmpty());
                // Space reserved before may still be written, batch by batch; then the writer waits.
                await(() -> standsStill(journal, writer));
                assertThat(log.get(0)).startsWith("journal: no room on ").endsWith("waiting; nothing is acknowledged");
                long journalled = journal.journalledPosition();
                await(() -> journal.durablePosition() == journalled); // existing records still become durable
                checked = readFrom(dir, checked);
                assertThat(checked).isEqualTo(journalled);
                assertThat(journal.isWaitingForRoom()).isTrue();
                assertThat(journal.journalledPosition()).isEqualTo(journalled);

                writer.finish();
                disk.free();
                writer.join();
                assertThat(writer.thrown).isNull();
                assertThat(journal.isWaitingForRoom()).isFalse();
                assertThat(journal.journalledPosition()).isGreaterThan(journalled);
                await(() -> log.size() == 2);
                assertThat(log.get(1)).startsWith("journal: room again on ");
                await(() -> journal.durablePosition() == journal.journalledPosition());
                checked = readFrom(dir, checked);
                Retention.apply(dir, new RetentionPolicy(Long.MAX_VALUE, 2 * MIB), checked, RecordAges.at(0));
            }
        }
        assertThat(stops).isEmpty();
        assertThat(readFrom(dir, checked)).isEqualTo(checked);
        assertThat(JournalVerifier.verify(dir)).isEmpty();
    }

    /** Appends until told to finish. */
    private static final class Writer extends Thread {
        private final ChronicleJournal journal;
        private volatile boolean isFinishing = false;
        volatile Throwable thrown;

        Writer(ChronicleJournal journal) {
            this.journal = journal;
        }

        void finish() {
            isFinishing = true;
        }

        @Override
        public void run() {
            thrown = catchThrowable(() -> {
                do {
                    appendBatch(journal);
                } while (!isFinishing);
            });
        }
    }

    private ChronicleJournal open(Path dir, SyncPolicy sync, RoomListener listener) {
        return ChronicleJournal.open(
                JournalTesting.config(dir, sync),
                JournalTesting.MAX_SENSORS,
                (where, cause) -> stops.add(where + ": " + cause),
                0,
                listener);
    }

    private static void appendBatch(ChronicleJournal journal) {
        UnsafeBuffer body = new UnsafeBuffer(new byte[BODY_LENGTH]);
        for (int i = 0; i < BATCH; i++) {
            long position = journal.nextPosition();
            body.setMemory(0, BODY_LENGTH, (byte) position);
            body.putLong(0, position);
            journal.onControl(position, ControlKind.PLAN.code(), body, 0, BODY_LENGTH);
        }
        journal.commit();
    }

    /** Checks every record from a position, or from the first, to the end; returns the end. */
    private static long readFrom(Path dir, long position) {
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(dir, JournalTesting.MAX_SENSORS, tornTail -> {
            throw new AssertionError(tornTail.toString());
        })) {
            long from = position < 0 ? reader.firstPosition() : position;
            return reader.read(from, reader.endPosition(), new Checker());
        }
    }

    private void await(BooleanSupplier condition) {
        long beginNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - beginNs)
                    .as("log=%s, stops=%s", log, stops)
                    .isLessThan(DEADLINE_NS);
            Thread.onSpinWait();
        }
    }

    private static final class Checker implements RecordHandler {
        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            throw new AssertionError("a reading, position=" + position);
        }

        @Override
        public void onTick(long position, long clockNs) {
            throw new AssertionError("a tick, position=" + position);
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            if (length != BODY_LENGTH
                    || buffer.getLong(offset) != position
                    || buffer.getByte(offset + length - 1) != (byte) position) {
                throw new AssertionError("wrong record, position=" + position);
            }
        }
    }
}
