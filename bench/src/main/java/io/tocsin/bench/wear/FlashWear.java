package io.tocsin.bench.wear;

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

/**
 * Measures the bytes that the journal writes to the device in a day, for every rate and sync level: runs the journal
 * for a while at the rate in real time, reads the kernel's counts of bytes written by this process and by the block
 * device, and extrapolates. The journal is on an ext4 file system of its own, so that no other process writes to the
 * device; that needs root.
 *
 * <p>Argument: seconds a row. Property: {@code -Dperiod}, every sensor sends once in so many seconds.
 */
public final class FlashWear {
    private static final int DEFAULT_SECONDS = 15;
    private static final int PERIOD_S = Integer.getInteger("period", 1);
    private static final int SETTLE_S = 2;
    private static final long[] RATES = {10, 1_000, 50_000};
    private static final String[] SYNCS = {"os", "1s", "10ms", "always"};
    private static final long START_NS = 1_795_195_860_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000;
    private static final long POLL_NS = 1_000_000;
    private static final long MILLI_NS = 1_000_000;
    private static final long MICRO_NS = 1_000;
    private static final long DELAY_NS = 5 * MILLI_NS;
    private static final long MAX_JITTER_US = 20;
    private static final long DAY_S = 86_400;
    private static final double GB = 1e9;
    private static final int MAX_BATCH = 256;

    private final SplittableRandom random = new SplittableRandom(1);
    private final int sensorCount;
    private final long rate;
    private final double[] values;
    private long readingCount = 0;

    private FlashWear(long rate) {
        this.rate = rate;
        this.sensorCount = Math.toIntExact(rate * PERIOD_S);
        this.values = new double[sensorCount];
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_SECONDS;
        System.out.printf(
                Locale.ROOT,
                "| readings/s | `sync` | syncs/s | bytes/reading | journal grows, GB/day | process writes, GB/day"
                        + " | device writes, GB/day |%n|---:|---|---:|---:|---:|---:|---:|%n");
        try (LoopFileSystem disk = new LoopFileSystem()) {
            for (long rate : RATES) {
                for (String sync : SYNCS) {
                    new FlashWear(rate).measure(disk, sync, seconds);
                }
            }
        }
    }

    private void measure(LoopFileSystem disk, String sync, int seconds) throws IOException, InterruptedException {
        Path dir = disk.path().resolve(sync + "-" + rate);
        JournalConfig config = new JournalConfig(dir, policy(sync), JournalConfig.DEFAULT_SEGMENT_BYTES);
        try (ChronicleJournal journal = ChronicleJournal.open(config, sensorCount, (where, cause) -> {
            cause.printStackTrace();
            Runtime.getRuntime().halt(1);
        })) {
            run(journal, SETTLE_S);
            disk.sync();
            long processBytes = processBytes();
            long deviceBytes = disk.writtenBytes();
            long journalBytes = journal.appendedBytes();
            long syncs = journal.syncCount();
            long readings = readingCount;
            run(journal, seconds);
            disk.sync();
            double perDay = (double) DAY_S / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | `%s` | %.1f | %.1f | %.2f | %.2f | %.2f |%n",
                    rate,
                    sync,
                    (double) (journal.syncCount() - syncs) / seconds,
                    (double) (journal.appendedBytes() - journalBytes) / (readingCount - readings),
                    (journal.appendedBytes() - journalBytes) * perDay / GB,
                    (processBytes() - processBytes) * perDay / GB,
                    (disk.writtenBytes() - deviceBytes) * perDay / GB);
        }
    }

    private static SyncPolicy policy(String text) {
        return switch (text) {
            case "os" -> SyncPolicy.OS;
            case "always" -> SyncPolicy.ALWAYS;
            case "1s" -> SyncPolicy.every(TimeUnit.SECONDS.toNanos(1));
            default -> SyncPolicy.every(TimeUnit.MILLISECONDS.toNanos(10));
        };
    }

    /** A reading every 1/rate s; each wake-up of the engine thread takes all due readings as a batch. */
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

    private static long processBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("write_bytes:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .sum();
    }
}
