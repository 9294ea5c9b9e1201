package io.tocsin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.engine.dataflow.DataflowBuilder;
import io.tocsin.gateway.Tocsin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An example as a gateway runs it: from a file, over journal and alarm log, into a file. */
class GatewayRunTest {
    private static final String CONFIGURATION = """
            name: examples
            dataDir: data
            sources:
              - file:
                  name: readings
                  path: readings.csv
                  columns: {sensor: tag, value: value, time: ms}
                  timeUnit: ms
            sinks:
              log: {file: {path: alarms.jsonl}}
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldRunADataflowAndGoOnWithIt() throws IOException {
        String file = write("""
                ms,tag,value
                1000000000000,plant/line1/press3/run,1
                1000000001000,plant/line1/press3/door,1
                1000000032000,plant/line1/press3/run,1
                1000000033000,plant/line1/press3/door,0
                """);
        assertThat(Tocsin.execute(DoorWatch.dataflow(), "check", "-c", file)).isZero();
        assertThat(Tocsin.execute(DoorWatch.dataflow(), "run", "-c", file)).isZero();
        List<String> lines = Files.readAllLines(directory.resolve("alarms.jsonl"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .contains("\"event\":\"RAISED\"", "\"sensor\":\"door-watch/line1/press3\"", "\"alarm\":\"door-open\"");

        assertThat(Tocsin.execute(DoorWatch.dataflow(), "run", "-c", file)).isZero();
        assertThat(Files.readAllLines(directory.resolve("alarms.jsonl"))).isEqualTo(lines);
        assertThat(Tocsin.execute(DoorWatch.dataflow(), "replay", "-c", file, "--digest"))
                .isZero();
    }

    @Test
    void shouldWriteTheRowsOfAFunction() throws IOException {
        String file = write("""
                ms,tag,value
                1000000000000,a/b,1.5
                """);
        DataflowBuilder builder = new DataflowBuilder();
        builder.from("a/+")
                .flatMap("twice", 1, (reading, out) -> {
                    out.collect(reading.value());
                    out.collect(-reading.value());
                })
                .sink("log");
        assertThat(Tocsin.execute(builder.build(), "run", "-c", file)).isZero();
        List<String> lines = Files.readAllLines(directory.resolve("alarms.jsonl"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("\"id\":\"twice/1/a/b/1000000000000000000\"", "\"value\":1.5");
        assertThat(lines.get(1)).contains("\"id\":\"twice/1/a/b/1000000000000000000-2\"", "\"value\":-1.5");
    }

    @Test
    void shouldRefuseToGoOnWithoutAFunctionThatTheJournalNeeds() throws IOException {
        String file = write("ms,tag,value\n1000000000000,a/b,1.5\n");
        Dataflow first = mapping(1);
        assertThat(Tocsin.execute(first, "run", "-c", file)).isZero();
        assertThat(Tocsin.execute(mapping(2), "run", "-c", file)).isEqualTo(1);
        assertThat(Tocsin.execute(mapping(2).with(first.functions()), "run", "-c", file))
                .isZero();
    }

    @Test
    void shouldRefuseASinkThatIsNotThere() throws IOException {
        String file = write("ms,tag,value\n");
        DataflowBuilder builder = new DataflowBuilder();
        builder.from("#").map("same", 1, value -> value).sink("nowhere");
        assertThat(Tocsin.execute(builder.build(), "check", "-c", file)).isEqualTo(2);
    }

    private static Dataflow mapping(int version) {
        DataflowBuilder builder = new DataflowBuilder();
        builder.from("#").map("scaled", version, value -> value * version);
        return builder.build();
    }

    private String write(String csv) throws IOException {
        Files.writeString(directory.resolve("readings.csv"), csv);
        Path file = directory.resolve("gateway.yaml");
        Files.writeString(file, CONFIGURATION);
        return file.toString();
    }
}
