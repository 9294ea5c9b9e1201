package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GatewayStopTest {
    @TempDir
    Path directory;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch device = new CountDownLatch(1);

    /** A journal whose last sync does not come back from the device before it is told to. */
    private Journal onAStuckDevice(Journal journal) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        device.await();
                    }
                    return method.invoke(journal, arguments);
                });
    }

    private GatewayConfig config() throws Exception {
        Files.writeString(directory.resolve("r.csv"), "time,sensor,value\n2026-01-01T00:00:00Z,a,1\n");
        return new ConfigLoader()
                .load(
                        Files.writeString(
                                directory.resolve("gateway.yaml"),
                                "name: g\nsources:\n  - file: {name: r, path: r.csv, columns: {sensor: sensor, value: value, time: time}}\n"));
    }

    @Test
    void shouldSayWhatIsStuckAndCloseNothingWhenNothingMoves() throws Exception {
        GatewayConfig config = config();
        Gateway gateway = Gateway.open(
                config,
                line -> {},
                (where, cause) -> failures.add(where + " failed: " + cause.getMessage()),
                Surroundings.ofProcess()
                        .withJournalFront(this::onAStuckDevice)
                        .withStallPatience(Duration.ofMillis(300)));
        gateway.start();
        assertThat(gateway.awaitSources(30_000)).isTrue();
        AtomicBoolean hasStopped = new AtomicBoolean();
        Thread stopping = new Thread(() -> {
            try {
                gateway.stop();
                hasStopped.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopping.start();
        while (failures.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        assertThat(failures)
                .containsExactly("the stop failed: no progress for 300ms: the journal cannot be forced to the device; "
                        + "the next start continues where the journal's sound records end");
        assertThat(gateway.isStopping()).isTrue();
        assertThat(hasStopped).isFalse();
        assertThatThrownBy(() -> Gateway.open(config, line -> {}, (where, cause) -> {}))
                .as("the directory stays locked while something of the gateway runs")
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("another gateway works in this data directory");
        device.countDown();
        stopping.join();
        assertThat(hasStopped).isTrue();
    }
}
