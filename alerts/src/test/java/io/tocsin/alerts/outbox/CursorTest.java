package io.tocsin.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.alerts.log.LogReader;
import io.tocsin.alerts.log.LogRetention;
import io.tocsin.engine.port.RecordAges;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorTest {
    @TempDir
    Path directory;

    private final TestPlant plant = new TestPlant();
    private final int rule = plant.limitRule("hot", "{sensor}");
    private final int sensor = plant.sensor("plant/temp");
    private final List<String> lines = new ArrayList<>();
    private AlarmLog log;

    @AfterEach
    void closeLog() {
        if (log != null) {
            log.close();
        }
    }

    private Path cursors() {
        return directory.resolve("cursors");
    }

    private Path file() {
        return cursors().resolve("alarms.cursor");
    }

    /** The log as it is on the disk, before recovery. */
    private void openLog() {
        closeLog();
        log = AlarmLog.open(directory, plant.formatter(), 2048, Cursor.isFirstStart(cursors()), lines::add);
    }

    /** Recovers with so many events, each at the position that is its ordinal. */
    private void recover(int eventCount) {
        log.beginRecovery(eventCount, 0);
        for (int n = 0; n < eventCount; n++) {
            raise(n);
        }
        log.endRecovery();
    }

    private void raise(int ordinal) {
        log.onAlarm(TestPlant.raised(rule, sensor, ordinal, ordinal, ordinal + 1));
    }

    private void openLogWith(int eventCount) {
        openLog();
        recover(eventCount);
    }

    private Cursor open() {
        return Cursor.open(cursors(), "alarms", log, lines::add);
    }

    private void deliver(Cursor cursor, long toSequence) {
        try (LogReader reader = log.reader(cursor.sequence())) {
            while (reader.next(toSequence) != null) {
                cursor.moveBehind(reader.last());
            }
        }
    }

    private void persistAt(long sequence) {
        Cursor cursor = open();
        deliver(cursor, sequence);
        cursor.persist();
    }

    private static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void shouldBeginAtTheLogsEndWhenTheSinkIsNew() {
        openLogWith(3);
        assertThat(open().sequence()).isEqualTo(3);
        // Even if the process is killed before it moves.
        openLogWith(5);
        assertThat(open().sequence()).isEqualTo(3);
        assertThat(lines).isEmpty();
    }

    @Test
    void shouldStandWhereItWasPersistedWhenOpenedAgain() {
        openLogWith(0);
        Cursor cursor = open();
        for (int n = 0; n < 8; n++) {
            raise(n);
        }
        deliver(cursor, 5);
        cursor.persist();
        deliver(cursor, 8);

        openLogWith(10);
        assertThat(open().sequence()).isEqualTo(5);
    }

    @Test
    void shouldBeSetBackForGoodWhenTheLogLostItsTail() throws Exception {
        logThatLostItsTail();
        Cursor cursor = open();
        assertThat(cursor.sequence()).isEqualTo(5);
        log.beginRecovery(5, 0);
        for (int n = 0; n < 5; n++) {
            raise(n);
        }
        log.endRecovery();
        cursor.settle(log);
        assertThat(cursor.sequence()).isEqualTo(5);
        assertThat(lines).anyMatch(line -> line.contains("set back to=5"));
        // The log has grown again with other frames before the next crash.
        for (int n = 5; n < 12; n++) {
            log.onAlarm(TestPlant.raised(rule, sensor, n, n, 1_000 + n));
        }
        openLog();
        assertThat(open().sequence()).isEqualTo(5);
    }

    @Test
    void shouldRepeatNothingWhenTheLostTailIsDecidedAgain() throws Exception {
        logThatLostItsTail();
        Cursor cursor = open();
        recover(10);
        cursor.settle(log);
        assertThat(cursor.sequence()).isEqualTo(8);
        openLogWith(10);
        assertThat(open().sequence()).isEqualTo(8);
    }

    @Test
    void shouldFindItsPlaceAtTheNextStartWhenOneIsBrokenOff() throws Exception {
        logThatLostItsTail();
        open();
        recover(10); // killed before the cursor settles

        openLog();
        Cursor cursor = open();
        recover(10);
        cursor.settle(log);
        assertThat(cursor.sequence()).isEqualTo(8);
    }

    /** Of ten events eight were delivered; five are left. */
    private void logThatLostItsTail() throws IOException {
        openLogWith(0);
        open();
        for (int n = 0; n < 10; n++) {
            raise(n);
        }
        persistAt(8);
        log.close();
        List<Path> segments;
        try (Stream<Path> files = Files.list(directory)) {
            segments = files.filter(each -> each.toString().endsWith(".alarms"))
                    .sorted()
                    .toList();
        }
        for (Path segment : segments) {
            cutFrom(segment, 5);
        }
        openLog();
        assertThat(log.endSequence()).isEqualTo(5);
        lines.clear();
    }

    private static void cutFrom(Path segment, long sequence) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        int offset = 24;
        while (offset < bytes.limit() && bytes.getLong(offset + 8) < sequence) {
            offset += bytes.getInt(offset);
        }
        if (offset == 24) {
            Files.delete(segment);
        } else {
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.setLength(offset);
            }
        }
    }

    @Test
    void shouldGoOnFromTheOneBeforeWhenAnyByteIsDamaged() throws Exception {
        openLogWith(0);
        open();
        for (int n = 0; n < 6; n++) {
            raise(n);
        }
        persistAt(3);
        persistAt(5);
        byte[] whole = Files.readAllBytes(file());
        byte[] before = Files.readAllBytes(cursors().resolve("alarms.cursor.before"));
        for (int offset = 0; offset < whole.length; offset++) {
            Files.write(file(), whole);
            Files.write(cursors().resolve("alarms.cursor.before"), before);
            flip(file(), offset);
            lines.clear();
            openLogWith(6);
            assertThat(open().sequence()).as("offset=%d", offset).isEqualTo(3);
            assertThat(lines)
                    .anyMatch(line -> line.contains("damaged and kept as " + file() + ".damaged")
                            && line.contains("continues from the previous cursor, at entry 3"));
        }
    }

    @Test
    void shouldGetEverythingAgainWhenNoCursorCanBeRead() throws Exception {
        openLogWith(0);
        open();
        for (int n = 0; n < 6; n++) {
            raise(n);
        }
        persistAt(3);
        persistAt(5);
        Files.write(file(), new byte[0]);
        Files.write(cursors().resolve("alarms.cursor.before"), new byte[7]);
        openLogWith(6);
        assertThat(open().sequence()).isZero();
        assertThat(lines).anyMatch(line -> line.contains("it receives the whole alarm log again"));
        lines.clear();
        openLogWith(6);
        assertThat(open().sequence()).as("at the next start").isZero();
        assertThat(lines).isEmpty();
    }

    @Test
    void shouldReadACursorOfVersion1() throws Exception {
        openLogWith(6);
        ByteBuffer old = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        old.putLong(0, 0x524F535255434C41L).putLong(8, 4).putInt(16, 1);
        CRC32C crc = new CRC32C();
        crc.update(old.slice(0, 20));
        old.putInt(20, (int) crc.getValue());
        Files.createDirectories(cursors());
        Files.write(file(), old.array());

        openLogWith(6);
        assertThat(open().sequence()).isEqualTo(4);
        assertThat(Files.size(file())).as("of version 2 from now on").isEqualTo(40);
        openLogWith(6);
        assertThat(open().sequence()).isEqualTo(4);
    }

    @Test
    void shouldStayInItsDirectoryWhenTheSinksNameHasSlashes() throws Exception {
        openLogWith(0);
        Cursor.open(cursors(), "../../etc/x y", log, lines::add);

        try (Stream<Path> files = Files.list(cursors())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactly("%2E%2E%2F%2E%2E%2Fetc%2Fx%20y.cursor");
        }
    }

    @Test
    void shouldBeginWhereTheLogBeginsWhenItWasAwayTooLong() {
        openLogWith(0);
        open();
        for (int n = 0; n < 40; n++) {
            raise(n);
        }
        persistAt(2);
        log.force();
        assertThat(log.trim(new LogRetention(Long.MAX_VALUE, 0), 30, 40, RecordAges.at(0)))
                .isPositive();

        openLogWith(40);
        long first = log.firstSequence();
        assertThat(first).isGreaterThan(2);
        assertThat(open().sequence()).isEqualTo(first);
        assertThat(lines)
                .containsExactly("sink alarms: was away while retention deleted " + (first - 2)
                        + " entries of the alarm log that it had not delivered");
    }
}
