package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts the threads of a gateway that has nothing to do, and their wake-ups. */
class IdleSystemTest {
    private static final String CONFIG = """
            name: idle
            sources:
              - {mqtt: {name: plant, url: "tcp://127.0.0.1:%d", clientId: idle, topics: [{filter: "p/#"}]}}
            alarms: [{name: high, sensor: "#", type: limit, hi: 80}]
            sinks: {out: {console: {}}}
            """;

    /** Beginnings of their names, of which the kernel keeps 15 characters */
    private static final Set<String> ASLEEP =
            Set.of("tocsin-housekee", "tocsin-notices", "alarm-log-force", "tocsin-mqtt-ack");

    /** The only thread that does something: it tries to connect. */
    private static final Set<String> RUNNING = Set.of("tocsin-mqtt-pla");

    /** From four cores on the output has a thread of its own. */
    private static final int THREADS_MAX = 14;
    /** A second, of a thread that only looks at the clock or for a signal. */
    private static final int WAKE_UPS_MAX = 2;

    private static final long MEASURED_SECONDS = 3;

    @TempDir
    private Path dir;

    @Test
    void shouldNotWakeThreadsThatHaveNothingToDo() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/task")), "needs Linux");
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        Files.writeString(dir.resolve("gateway.yaml"), CONFIG.formatted(closedPort));
        TocsinProcess tocsin = TocsinProcess.start(dir, "run", "-c", "gateway.yaml");
        try {
            while (!tocsin.err().contains("sink out: up")) {
                assertThat(tocsin.endsWithin(50)).as(tocsin.err()).isFalse();
            }
            TimeUnit.SECONDS.sleep(1);
            Map<String, Long> before = ThreadWakeUps.of(tocsin.pid());
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            Map<String, Long> after = ThreadWakeUps.of(tocsin.pid());

            assertThat(before).containsKeys(ASLEEP.toArray(new String[0]));
            for (String thread : ASLEEP) {
                assertThat(after.get(thread) - before.get(thread)).as(thread).isLessThanOrEqualTo(1);
            }
            after.keySet().removeIf(IdleSystemTest::isOfTheJvm);
            assertThat(after).as("the gateway's threads").hasSizeLessThanOrEqualTo(THREADS_MAX);
            assertThat(after.keySet().stream()
                            .filter(thread -> after.get(thread) - before.getOrDefault(thread, 0L)
                                    > MEASURED_SECONDS * WAKE_UPS_MAX))
                    .as("threads that run")
                    .isSubsetOf(RUNNING);
        } finally {
            tocsin.terminate();
        }
    }

    /** The JVM's own threads have names in capitals, but for its first one. */
    private static boolean isOfTheJvm(String thread) {
        return thread.equals("java") || Character.isUpperCase(thread.charAt(0));
    }
}
