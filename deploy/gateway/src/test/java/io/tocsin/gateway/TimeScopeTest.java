package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code time.scope} from the file of the configuration to the rows and events that leave. */
final class TimeScopeTest {
    private static final String READINGS = """
            event_time_ms,tag,value
            1795195800000,p/a,99
            1795195820000,p/b,1
            1795195805000,p/a,1
            """;
    private static final String CONFIG = """
            name: g
            time: {scope: %s}
            sources:
              - file: {name: f, path: readings.csv, columns: {sensor: tag, value: value, time: event_time_ms}, timeUnit: ms}
            streams:
              - {name: w, from: "p/a", aggregates: [count], window: {type: tumbling, size: 10s}, sinks: [out]}
            alarms:
              - {name: hot, sensor: "p/a", type: limit, hi: 95, onDelay: 8s, sinks: [out]}
            sinks:
              out: {file: {path: out.jsonl}}
            """;

    @TempDir
    private Path dir;

    @BeforeEach
    void writeReadings() throws IOException {
        Files.writeString(dir.resolve("readings.csv"), READINGS);
    }

    @Test
    void shouldCloseWindowsAndEndDelaysByTheReadingsOfTheSource() throws IOException {
        Path config = write("source");

        assertThat(CommandLineRun.of("check", "-c", config.toString()).out())
                .contains("keyed by sensor, one time for all sensors of a source; idle after 8s (onDelay of alarm"
                        + " hot)");
        assertThat(CommandLineRun.of("run", "-c", config.toString()).exitCode()).isZero();
        List<String> lines = Files.readAllLines(dir.resolve("out.jsonl"));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("\"RAISED\"", "17:30:08");
        assertThat(lines.get(1)).contains("\"stream\":\"w\"", "\"count\":1,");
        assertThat(lines.get(2)).contains("\"CLEARED\"");
    }

    @Test
    void shouldWaitForTheSensorItself() throws IOException {
        Path config = write("sensor");

        assertThat(CommandLineRun.of("check", "-c", config.toString()).out())
                .contains("keyed by sensor, one time for each sensor; idle after 8s (onDelay of alarm hot); restart"
                        + " after a clock has gone back: 1m");
        assertThat(CommandLineRun.of("run", "-c", config.toString()).exitCode()).isZero();
        assertThat(Files.readAllLines(dir.resolve("out.jsonl")))
                .singleElement()
                .asString()
                .contains("\"stream\":\"w\"", "\"count\":2,");
    }

    private Path write(String scope) throws IOException {
        return Files.writeString(dir.resolve("gateway.yaml"), CONFIG.formatted(scope));
    }
}
