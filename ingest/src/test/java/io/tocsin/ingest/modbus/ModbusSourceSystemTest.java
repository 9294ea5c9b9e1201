package io.tocsin.ingest.modbus;

import static io.tocsin.ingest.modbus.Configs.MS_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source beside a device in a process of its own, which is killed and comes back. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ModbusSourceSystemTest {
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    @Test
    void shouldBeBadWhileTheDeviceIsAwayAndGoodAgain() throws Exception {
        int port = TestDevice.freePort();
        PollGroupConfig group = new PollGroupConfig(
                20 * MS_NS,
                1,
                0,
                Configs.LONG_NS,
                List.of(
                        Configs.register("temp", ModbusTable.HOLDING, 100, RegisterType.INT16, 0),
                        Configs.register("door", ModbusTable.COIL, 3, RegisterType.BOOL, 0)));
        Rig rig = Rig.withSystemClock(directory);
        ModbusSource source = new ModbusSource(Configs.source(port, 2_000, group), rig.context);
        Process device = device(port);
        try {
            source.start();
            for (int round = 0; round < ROUNDS; round++) {
                int good = 4 * round + 2;
                rig.await("good readings, round " + round, () -> rig.intake.readingCount() == good);
                device.destroyForcibly().waitFor();
                rig.await("bad readings, round " + round, () -> rig.intake.readingCount() == good + 2);
                device = device(port);
            }
            rig.await("good readings", () -> rig.intake.readingCount() == 4 * ROUNDS + 2);
        } finally {
            source.stop();
            device.destroyForcibly().waitFor();
            rig.close();
        }

        List<Reading> readings = rig.intake.readings();
        assertThat(readings).hasSize(4 * ROUNDS + 2);
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            boolean isTemp = i % 2 == 0;
            boolean isBad = i / 2 % 2 == 1;
            assertThat(reading.sensor()).isEqualTo(isTemp ? "temp" : "door");
            assertThat(reading.quality()).as("reading %d", i).isEqualTo((isBad ? Quality.BAD : Quality.GOOD).code());
            assertThat(reading.value()).isEqualTo(Double.valueOf(isBad ? Double.NaN : isTemp ? 250 : 1));
        }
        assertThat(rig.count(Counter.BAD_QUALITY)).isEqualTo(2 * ROUNDS);
        assertThat(rig.log).contains("source plc: connected to 127.0.0.1:" + port);
        assertThat(rig.log).anyMatch(line -> line.startsWith("source plc: lost the connection to 127.0.0.1:" + port));
        assertThat(rig.failures).isEmpty();
    }

    private static Process device(int port) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TestDevice.class.getName(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.equals("ready")) {
            line = out.readLine();
        }
        assertThat(line).as("the device has started").isEqualTo("ready");
        return process;
    }
}
