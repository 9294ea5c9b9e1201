package io.tocsin.persistence.wear;

import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What a day of the journal writes to the device: runs it for a while at a rate in real time, reads what the kernel says
 * this process and the block device have written, and extrapolates. See docs/reliability.md, "Flash wear".
 *
 * <p>No test of the suite: it is run by name, with {@code -Dwear="DIR DEVICE SYNC RATE PERIOD_S SECONDS"}.
 *
 * <pre>
 *   DIR      an empty directory on a file system of its own
 *   DEVICE   its block device as in /sys/block, for instance loop0
 *   SYNC     os, always, or milliseconds
 *   RATE     readings a second; PERIOD_S: every sensor sends once in so many seconds
 * </pre>
 */
final class FlashWear {
    private static final long START_NS = 1_795_195_860_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000;
    private static final long POLL_NS = 1_000_000;
    private static final long MILLI_NS = 1_000_000;
    private static final long MICRO_NS = 1_000;
    private static final long DELAY_NS = 5 * MILLI_NS;
    private static final long MAX_JITTER_US = 20;
    private static final long DAY_S = 86_400;
    private static final int SECTOR_BYTES = 512;
    private static final int SECTORS_WRITTEN_FIELD = 6;
    private static final int MAX_BATCH = 256;

    private final SplittableRandom random = new SplittableRandom(1);
    private final int sensorCount;
    private final long rate;
    private final double[] values;
    private long readingCount = 0;

    FlashWear() {
        this(1, 1); // what JUnit makes; the run has its own
    }

    private FlashWear(long rate, int periodS) {
        this.rate = rate;
        this.sensorCount = Math.toIntExact(rate * periodS);
        this.values = new double[sensorCount];
    }

    @Test
    void shouldTellWhatDayWrites() throws Exception {
        String wear = System.getProperty("wear");
        Assumptions.assumeTrue(wear != null, "skipped: give -Dwear=\"DIR DEVICE SYNC RATE PERIOD_S SECONDS\"");
        main(wear.trim().split(" +", -1));
    }

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        String device = args[1];
        SyncPolicy sync = policy(args[2]);
        long rate = Long.parseLong(args[3]);
        int periodS = Integer.parseInt(args[4]);
        int seconds = Integer.parseInt(args[5]);

        FlashWear wear = new FlashWear(rate, periodS);
        JournalConfig config = new JournalConfig(dir, sync, JournalConfig.DEFAULT_SEGMENT_BYTES);
        try (ChronicleJournal journal = ChronicleJournal.open(config, wear.sensorCount, (where, cause) -> {
            throw new AssertionError(where, cause);
        })) {
            wear.run(journal, 2);
            sync(dir);
            long processBytes = processBytes();
            long deviceBytes = deviceBytes(device);
            long journalBytes = journal.appendedBytes();
            long syncs = journal.syncCount();
            long readings = wear.readingCount;
            wear.run(journal, seconds);
            sync(dir);
            double perDay = (double) DAY_S / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "%-6s %6d/s %2d s | %6.1f B/reading | %6.1f syncs/s | a day: journal %8.3f GB, process %8.3f GB,"
                            + " device %8.3f GB%n",
                    args[2],
                    rate,
                    periodS,
                    (double) (journal.appendedBytes() - journalBytes) / (wear.readingCount - readings),
                    (double) (journal.syncCount() - syncs) / seconds,
                    (journal.appendedBytes() - journalBytes) * perDay / 1e9,
                    (processBytes() - processBytes) * perDay / 1e9,
                    (deviceBytes(device) - deviceBytes) * perDay / 1e9);
        }
    }

    private static SyncPolicy policy(String text) {
        return switch (text) {
            case "os" -> SyncPolicy.OS;
            case "always" -> SyncPolicy.ALWAYS;
            default -> SyncPolicy.every(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(text)));
        };
    }

    /** A reading each 1/rate s, a batch of whatever is due whenever the engine thread wakes. */
    private void run(ChronicleJournal journal, int seconds) {
        long beginNs = System.nanoTime();
        long firstReading = readingCount;
        long total = rate * seconds;
        while (readingCount - firstReading < total) {
            long due = Math.min(total, (System.nanoTime() - beginNs) * rate / SECOND_NS);
            for (int inBatch = 0; readingCount - firstReading < due && inBatch < MAX_BATCH; inBatch++) {
                append(journal);
            }
            journal.commit();
            if (readingCount - firstReading >= due) {
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }

    /** Measured on the millisecond of its period, received 5 to 6 ms later by a clock of microseconds, two decimals. */
    private void append(ChronicleJournal journal) {
        int sensorId = (int) (readingCount % sensorCount);
        long dueNs = START_NS + readingCount * SECOND_NS / rate;
        long measuredNs = dueNs / MILLI_NS * MILLI_NS;
        long receivedNs = (dueNs + DELAY_NS) / MICRO_NS * MICRO_NS + random.nextLong(MAX_JITTER_US) * MICRO_NS;
        values[sensorId] = Math.rint(values[sensorId] * 100 + random.nextInt(-5, 6)) / 100;
        journal.onReading(journal.nextPosition(), sensorId, measuredNs, receivedNs, values[sensorId], 0, 0);
        readingCount++;
    }

    private static void sync(Path dir) throws IOException, InterruptedException {
        new ProcessBuilder("sync", "-f", dir.toString()).inheritIO().start().waitFor();
    }

    private static long processBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("write_bytes:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .sum();
    }

    private static long deviceBytes(String device) throws IOException {
        String stat = Files.readString(Path.of("/sys/block", device, "stat")).trim();
        return Long.parseLong(stat.split(" +", -1)[SECTORS_WRITTEN_FIELD]) * SECTOR_BYTES;
    }
}
