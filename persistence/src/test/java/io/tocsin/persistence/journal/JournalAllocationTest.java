package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalAllocationTest {
    private static final int WARM_UP = 300_000;
    private static final int WINDOWS = 20;
    private static final int MEASURED = 20_000;

    @TempDir
    Path temp;

    @Test
    void shouldAllocateNothingPerReading() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        JournalConfig config = new JournalConfig(temp, SyncPolicy.every(10_000_000), 32 << 20);
        try (ChronicleJournal journal = ChronicleJournal.open(config, 1000, JournalTesting.NO_FAIL_STOP)) {
            append(journal, WARM_UP);
            long[] allocated = new long[WINDOWS];
            for (int i = 0; i < WINDOWS; i++) {
                long before = threads.getThreadAllocatedBytes(thread);
                append(journal, MEASURED);
                allocated[i] = threads.getThreadAllocatedBytes(thread) - before;
            }
            Arrays.sort(allocated);
            // A window holds a reservation of disk space now and then, on a busy machine most of them.
            assertThat(allocated[WINDOWS / 4]).isZero();
        }
    }

    private static void append(ChronicleJournal journal, int count) {
        for (int i = 0; i < count; i++) {
            long position = journal.nextPosition();
            long time = 1_795_195_860_000_000_000L + position * 20_000;
            journal.onReading(position, (int) (position % 500), time, time + 1_234, position % 97 / 10.0, 0, 0);
            if (i % 64 == 63) {
                journal.commit();
            }
        }
        journal.commit();
    }
}
