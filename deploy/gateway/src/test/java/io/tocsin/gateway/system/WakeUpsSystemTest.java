package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the wake-ups of a gateway that gets 1,000 readings a second, one at a time. On a busy machine readings arrive
 * in bursts, so the counts are lower there.
 */
class WakeUpsSystemTest {
    private static final int PER_SECOND = 1_000;
    private static final String CONFIG = """
            name: wake
            sources: [{rate: {name: load, sensors: 100, perSecond: %d}}]
            alarms: [{name: high, sensor: "#", type: limit, hi: 1000000}]
            sinks: {out: {console: {}}}
            journal: {sync: 10ms}
            """.formatted(PER_SECOND);

    private static final long MEASURED_SECONDS = 3;
    /** A reading wakes it, and the group of the readings before must be journalled each 5 ms. */
    private static final double ENGINE_A_READING = 1.3;
    /** The source, which sleeps until the next reading is due, the engine, and 100 syncs a second. */
    private static final double PROCESS_A_READING = 3;

    @TempDir
    private Path dir;

    @Test
    void shouldWakeFewThreadsForAReading() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/task")), "needs Linux");
        Files.writeString(dir.resolve("gateway.yaml"), CONFIG);
        TocsinProcess tocsin = TocsinProcess.start(dir, "run", "-c", "gateway.yaml");
        try {
            while (!tocsin.err().contains("sink out: up")) {
                assertThat(tocsin.endsWithin(50)).as(tocsin.err()).isFalse();
            }
            TimeUnit.SECONDS.sleep(3); // the compilers have much to do at first
            long beginNs = System.nanoTime();
            Map<String, Long> before = ThreadWakeUps.of(tocsin.pid());
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            Map<String, Long> after = ThreadWakeUps.of(tocsin.pid());
            double readings = (System.nanoTime() - beginNs) / 1e9 * PER_SECOND;

            assertThat((after.get("tocsin-engine") - before.get("tocsin-engine")) / readings)
                    .as("wake-ups of the engine a reading")
                    .isBetween(0.001, ENGINE_A_READING);
            assertThat((sum(after) - sum(before)) / readings)
                    .as("wake-ups of all threads a reading, %s, %s", before, after)
                    .isLessThan(PROCESS_A_READING);
        } finally {
            tocsin.terminate();
        }
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
