package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.NumberedPublisher;
import io.tocsin.gateway.system.TocsinProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No lock of the dead stops the living, and no gateway comes into another one's data directory. */
class RestartSystemTest {
    /**
     * Limit for a start, with a margin for a busy machine. Chronicle alone would stall 15 s and then fail, at every
     * start.
     */
    private static final long UP_MS = 30_000;

    @TempDir
    private Path directory;

    @Test
    void shouldStartAgainWithTheSamePid() throws Exception {
        Shell.requireRoot();
        Shell.requirePrograms("unshare");
        List<String> container =
                List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "slave");
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Hall hall = new Hall(directory, directory, broker.url(), "10ms", "journalled", null);
            TocsinProcess tocsin = hall.start(container);
            NumberedPublisher publisher = new NumberedPublisher(broker.url(), 1, 0);
            try {
                Hall.awaitSession(tocsin);
                assertThat(pidInside(tocsin)).isEqualTo(1);
                publisher.start();
                for (int restart = 0; restart < 2; restart++) {
                    TimeUnit.MILLISECONDS.sleep(500);
                    tocsin.kill();
                    long startNs = System.nanoTime();
                    tocsin = hall.start(container);
                    Hall.awaitSession(tocsin);
                    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs))
                            .as("up within")
                            .isLessThan(UP_MS);
                    assertThat(pidInside(tocsin)).isEqualTo(1);
                }
                publisher.finish();
                hall.awaitEnd(tocsin);
                assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
                hall.assertJournalHasAll(publisher.acknowledged());
                hall.assertAlarmsAreThoseOfReplay();
            } finally {
                tocsin.kill();
            }
        }
    }

    @Test
    void shouldRefuseTheSecondGatewayAndLeaveTheFirstAlone() throws Exception {
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            SecondGateway.run(directory, broker, null);
        }
    }

    @Test
    void shouldForceTheNamesOfItsFiles() throws Exception {
        ForcedNames.run(directory, null);
    }

    /** The PID that the JVM has in its own namespace: the last of the NSpid line. */
    private static int pidInside(TocsinProcess tocsin) throws Exception {
        Path status = Path.of("/proc", String.valueOf(tocsin.pid()), "status");
        String line = Files.readAllLines(status).stream()
                .filter(each -> each.startsWith("NSpid:"))
                .findFirst()
                .orElseThrow();
        String[] pids = line.split("\\s+", -1);
        return Integer.parseInt(pids[pids.length - 1]);
    }
}
