package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that polls a device: both are processes, and the device is killed and comes back. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ModbusSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void shouldRaiseAlarmsOnValuesAndOnSilence() throws Exception {
        int port = freePort();
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: boiler
                sources:
                  - modbus:
                      host: 127.0.0.1
                      port: %d
                      groups:
                        - every: 50ms
                          registers: [{sensor: boiler/temp, address: 100, type: int16, scale: 0.1, deadband: 0}]
                alarms:
                  - {name: hot, sensor: boiler/temp, type: limit, hi: 95}
                  - {name: silent, sensor: boiler/temp, type: quality}
                sinks:
                  file: {file: {path: alarms.jsonl}}
                """.formatted(port));
        TocsinProcess device = device(port, 956);
        TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
        Eventually.await("the hot value", PATIENCE, () -> alarms().contains("\"boiler/temp HI: 95.6, limit 95\""));
        device.kill();
        Eventually.await("the silence", PATIENCE, () -> alarms().contains("\"boiler/temp bad\""));
        device = device(port, 700);
        Eventually.await("the end of both", PATIENCE, () -> alarms().lines().count() == 4);
        device.kill();

        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(tocsin.err())
                .contains("source modbus: connected to 127.0.0.1:" + port)
                .doesNotContain("library ");
    }

    @Test
    void shouldNotLoadTheLibraryWithoutAModbusSource() throws Exception {
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: bare
                sources: [{rate: {limit: 10}}]
                alarms: [{name: high, sensor: rate/+, type: limit, hi: 1000}]
                sinks: {file: {file: {path: alarms.jsonl}}}
                """);
        TocsinProcess tocsin = new TocsinProcess.Launch(directory)
                .patchedWith(directory) // without the archive of classes, whose flags silence the JVM's log
                .jvmFlag("-Xlog:class+load:file=" + directory.resolve("classes.log"))
                .start("run", "-c", "gateway.yaml");

        assertThat(tocsin.awaitExit()).as(tocsin.err()).isZero();
        assertThat(Files.readString(directory.resolve("classes.log")))
                .contains("io.tocsin.ingest.rate.RateSource")
                .doesNotContain("com.digitalpetri", "io.tocsin.ingest.modbus.ModbusSource ", "io.netty.channel");
    }

    private TocsinProcess device(int port, int word) throws IOException {
        return new TocsinProcess.Launch(directory)
                .main(ModbusDevice.class)
                .start(Integer.toString(port), "100", Integer.toString(word));
    }

    private String alarms() throws IOException {
        Path file = directory.resolve("alarms.jsonl");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
