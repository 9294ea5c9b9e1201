package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose terminal is closed, or which is asked to reload. */
class HangUpSystemTest {
    private static final String YAML = """
            name: hup
            sources: [{rate: {perSecond: 10}}]
            alarms: [{name: high, sensor: rate/+, type: limit, hi: 1000}]
            sinks: {out: {console: {}}}
            """;

    @TempDir
    private Path dir;

    @Test
    void shouldGoOnAndSaySoWhenHungUp() throws Exception {
        Files.writeString(dir.resolve("gateway.yaml"), YAML);
        TocsinProcess tocsin = TocsinProcess.start(dir, "run", "-c", "gateway.yaml");
        try {
            await(tocsin, "sink out: up");

            new ProcessBuilder("kill", "-HUP", Long.toString(tocsin.pid()))
                    .start()
                    .waitFor();
            await(tocsin, "  INFO   SIGHUP ignored: the configuration is read only at a start");

            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
            assertThat(tocsin.out()).contains("readings received = ");
        } finally {
            tocsin.kill();
        }
    }

    private static void await(TocsinProcess tocsin, String line) throws Exception {
        Eventually.await(line, Duration.ofSeconds(60), () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return tocsin.err().contains(line);
        });
    }
}
