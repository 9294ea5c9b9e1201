package io.tocsin.gateway.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin check -c FILE --sample TOPIC FILE}. */
class CheckSampleTest {
    @TempDir
    private Path directory;

    private String config;

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = Files.writeString(directory.resolve("gateway.yaml"), """
                        name: samples
                        sources:
                          - mqtt:
                              name: plant
                              url: tcp://localhost:1883
                              topics:
                                - {filter: "press/+", value: [{path: temp, unit: °C}, state, {path: load, type: number}], time: ts}
                                - {filter: "door/+", payload: number}
                        alarms:
                          - {name: open, sensor: door/1, type: state, in: ["1"]}
                        sinks:
                          out: {console: {}}
                        """).toString();
    }

    private CommandLineRun check(String topic, String payload) throws IOException {
        Path file = Files.writeString(directory.resolve("message"), payload);
        return CommandLineRun.of("check", "-c", config, "--sample", topic, file.toString());
    }

    @Test
    void shouldPrintTheReadingsAndWhatIsLost() throws IOException {
        CommandLineRun run =
                check("press/3", "{\"ts\":1700000000123,\"temp\":71.5,\"state\":\"Läuft\",\"load\":\"high\"}");
        assertThat(run.out()).isEqualTo("""
                topic press/3, 63 bytes: taken by topic filter press/+ of source plant
                  sensor         time                              value  quality  unit
                  press/3/temp   2023-11-14T22:13:20.123000000Z     71.5  good     °C
                  press/3/state  2023-11-14T22:13:20.123000000Z  "Läuft"  good
                  lost: member load is a text, and type: number takes none, at byte 57 (droppedNotANumber)
                """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldSayWhereTheMessageIsFaulty() throws IOException {
        CommandLineRun run = check("press/3", "{\"temp\":}");
        assertThat(run.out()).contains("lost: not JSON at byte 8 (}): ").contains("(droppedBadJson)");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldSayThatNoTopicFilterTakesTheTopic() throws IOException {
        CommandLineRun run = check("pres/3", "{\"temp\":1}");
        assertThat(run.out()).isEqualTo("topic pres/3: no topic filter takes it; there are: press/+, door/+\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** A numeral stays a text only where a rule compares with such a text. */
    @Test
    void shouldDecideAboutNumeralsAsTheGatewayDoes() throws IOException {
        assertThat(check("door/1", "1").out()).doesNotContain("\"1\"");
        String json = Files.readString(Path.of(config)).replace("payload: number", "value: v");
        Files.writeString(Path.of(config), json);
        assertThat(check("door/1", "{\"v\":\"1\"}").out()).contains("\"1\"");
        assertThat(check("door/2", "{\"v\":\"1\"}").out()).doesNotContain("\"1\"");
    }

    @Test
    void shouldReadStandardInput() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("21.5\n".getBytes(StandardCharsets.UTF_8)));
            CommandLineRun run = CommandLineRun.of("check", "-c", config, "--sample", "door/2", "-");
            assertThat(run.out()).contains("door/2  receive time   21.5  good");
            assertThat(run.exitCode()).isZero();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        CommandLineRun run = CommandLineRun.of("check", "-c", config, "--sample", "door/2", "nowhere.json");
        assertThat(run.err()).contains("--sample: there is no file nowhere.json");
        assertThat(run.exitCode()).isEqualTo(2);
    }
}
