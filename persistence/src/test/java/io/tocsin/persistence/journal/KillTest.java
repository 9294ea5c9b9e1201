package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.persistence.journal.disk.DataDirectoryLock;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that appends, again and again: what it had reported as journalled is there, and nothing else. */
class KillTest {
    private static final int CYCLES = Boolean.getBoolean("tocsin.heavy") ? 60 : 3;

    @TempDir
    Path temp;

    @Test
    void shouldKeepEverythingReportedWhenKilled() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long expected = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            long reported = runAndKill(random.nextInt(5, 3_000));
            assertThat(reported).as("seed=%d", seed).isGreaterThan(expected);
            try (DataDirectoryLock lock = DataDirectoryLock.acquire(temp);
                    ChronicleJournalReader reader = ChronicleJournalReader.open(temp, 100, tornTail -> {})) {
                assertThat(lock).isNotNull();
                assertThat(reader.endPosition()).as("seed=%d", seed).isGreaterThanOrEqualTo(reported);
                expected = reader.read(0, reader.endPosition(), new Checker());
                assertThat(expected).isEqualTo(reader.endPosition());
            }
        }
    }

    private long runAndKill(int lines) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of(System.getProperty("tocsin.root"), "deploy", "jvm", "base.options"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), temp.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long reported = -1;
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < lines; i++) {
                reported = position(out.readLine());
            }
            assertThatThrownBy(() -> DataDirectoryLock.acquire(temp)).isInstanceOf(JournalException.class);
            process.toHandle().destroyForcibly(); // leaves its output open
            for (String line = out.readLine(); line != null && line.endsWith(";"); line = out.readLine()) {
                reported = position(line);
            }
        }
        process.waitFor();
        return reported;
    }

    private static long position(String line) {
        return Long.parseLong(line.substring(0, line.length() - 1));
    }

    /** Appends until it is killed; prints the position after each batch. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            Path dir = Path.of(args[0]);
            try (DataDirectoryLock lock = DataDirectoryLock.acquire(dir);
                    ChronicleJournal journal = ChronicleJournal.open(
                            JournalTesting.config(dir, SyncPolicy.every(1_000_000)),
                            100,
                            JournalTesting.NO_FAIL_STOP)) {
                while (lock != null) {
                    for (int i = 0; i < 100; i++) {
                        write(journal, journal.nextPosition());
                    }
                    journal.commit();
                    System.out.println(journal.journalledPosition() + ";"); // a line may be cut by the kill
                }
            }
        }
    }

    private static void write(RecordHandler handler, long position) {
        handler.onReading(
                position, (int) (position % 89), position * 1_000_000, position * 1_000_007, value(position), 0, 0);
    }

    private static double value(long position) {
        return position * 31 % 1_000 / 10.0;
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
            if (sensorId != position % 89 || eventTimeNs != position * 1_000_000 || value != value(position)) {
                throw new AssertionError("wrong record, position=" + position);
            }
        }

        @Override
        public void onTick(long position, long clockNs) {
            throw new AssertionError("a tick, position=" + position);
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            throw new AssertionError("a control record, position=" + position);
        }
    }
}
