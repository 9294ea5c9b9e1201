package io.tocsin.bench.pause;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Time that the creating thread has waited for a processor, as counted by Linux. One thread; reading allocates nothing.
 */
final class ThreadClock implements AutoCloseable {
    private static final Path OWN_SCHEDSTAT = Path.of("/proc/thread-self/schedstat");
    private static final int LENGTH_MAX = 128;
    private static final int DECIMAL = 10;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ByteBuffer text = ByteBuffer.allocateDirect(LENGTH_MAX);
    private final FileChannel schedstat;

    ThreadClock() {
        try {
            schedstat = FileChannel.open(OWN_SCHEDSTAT, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new UncheckedIOException("needs Linux with scheduler statistics", e);
        }
    }

    /** Time spent running, ns. */
    long runningNs() {
        return threads.getCurrentThreadCpuTime();
    }

    /** Time spent waiting for a processor, ns. */
    long waitingNs() {
        text.clear();
        try {
            schedstat.read(text, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int at = 0;
        while (text.get(at) != ' ') {
            at++; // the first number is the running time, only as of the last tick
        }
        long waitingNs = 0;
        for (at++; text.get(at) != ' '; at++) {
            waitingNs = waitingNs * DECIMAL + (text.get(at) - '0');
        }
        return waitingNs;
    }

    @Override
    public void close() throws IOException {
        schedstat.close();
    }
}
