package io.tocsin.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.tocsin.bench.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * Measurements of one round of one row.
 *
 * @param passCount number of passes over all readings
 * @param elapsedNs from the first reading to the last result
 * @param processorNs of all threads meanwhile
 * @param allocatedBytes by all threads meanwhile
 * @param resultCount results at the sink
 * @param resultSum their checksum
 */
public record Round(
        int passCount, long elapsedNs, long processorNs, long allocatedBytes, long resultCount, long resultSum) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Feeds passes until the time is over, and at least one. */
    public static Round run(Row row, Workload workload, long atLeastNs) throws IOException {
        row.open();
        try {
            long allocatedBefore = allocatedByAllThreads();
            long processorBeforeNs = SYSTEM.getProcessCpuTime();
            long startNs = System.nanoTime();
            int passes = 0;
            do {
                row.pass(passes * workload.spanNs());
                passes++;
            } while (System.nanoTime() - startNs < atLeastNs);
            row.finish();
            long elapsedNs = System.nanoTime() - startNs;
            long processorNs = SYSTEM.getProcessCpuTime() - processorBeforeNs;
            long allocated = allocatedByAllThreads() - allocatedBefore;
            ResultSum results = row.results();
            return results == null
                    ? new Round(passes, elapsedNs, processorNs, allocated, 0, 0)
                    : new Round(passes, elapsedNs, processorNs, allocated, results.count(), results.sum());
        } finally {
            row.close();
        }
    }

    /** Million readings a second. */
    public double millionPerSecond(Workload workload) {
        return 1e3 * passCount * workload.count() / elapsedNs;
    }

    private static long allocatedByAllThreads() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }

    /** As a line for {@link #decode}. */
    public String encode() {
        return passCount + " " + elapsedNs + " " + processorNs + " " + allocatedBytes + " " + resultCount + " "
                + resultSum;
    }

    /** Of a line of {@link #encode}. */
    public static Round decode(String line) {
        String[] words = line.split(" ", -1);
        return new Round(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }
}
