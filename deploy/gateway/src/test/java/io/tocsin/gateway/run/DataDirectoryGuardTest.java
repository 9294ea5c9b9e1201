package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Special files in the place of a file that the gateway writes or is given. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DataDirectoryGuardTest {
    @TempDir
    private Path dir;

    private Path data;
    private String config;

    @BeforeEach
    void runOnce() throws IOException {
        Files.writeString(dir.resolve("input.csv"), "t,s,v\n1600000000,m/1,95\n1600000001,m/1,1\n");
        config = Files.writeString(dir.resolve("config.yaml"), """
                name: gw
                dataDir: data
                sources:
                  - file: {name: f, path: input.csv, columns: {sensor: s, value: v, time: t}, timeUnit: s}
                alarms:
                  - {name: hot, sensor: "#", type: limit, hi: 80}
                sinks:
                  log: {file: {path: out.jsonl}}
                """).toString();
        data = dir.resolve("data");
        assertThat(CommandLineRun.of("run", "-c", config).exitCode()).isZero();
    }

    @Test
    void shouldRefuseLinksFifosAndDirectoriesInThePlaceOfEachFile() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files)
                .map(file -> file.getFileName().toString())
                .contains("lock", "quarantine.jsonl", "latency.hlog");
        assertThat(files).anyMatch(file -> file.toString().endsWith(".cq4"));
        assertThat(files).anyMatch(file -> file.toString().endsWith(".cursor"));
        assertThat(files).anyMatch(file -> file.toString().endsWith(".alarms"));
        for (Path file : files) {
            Path kept = dir.resolve("kept");
            Files.move(file, kept);
            Files.createSymbolicLink(file, kept);
            assertRefused(file, "a symbolic link");
            Files.delete(file);
            fifo(file);
            assertRefused(file, "a FIFO");
            Files.delete(file);
            if (!file.getFileName().toString().equals("metadata.cq4t")) {
                Files.createDirectory(file);
                assertRefused(file, "a directory");
                Files.delete(file);
            }
            Files.move(kept, file);
        }
        assertThat(CommandLineRun.of("run", "-c", config).exitCode()).isZero();
    }

    private void assertRefused(Path file, String kind) {
        for (List<String> command : List.of(
                List.of("run", "-c", config),
                List.of("replay", "-c", config),
                List.of("journal", "verify", "--dir", data.toString()),
                List.of("savepoint", "list", "-c", config),
                List.of("snapshot", "list", "-c", config))) {
            CommandLineRun run = CommandLineRun.of(command.toArray(String[]::new));
            assertThat(run.exitCode()).as(command + " " + file).isEqualTo(1);
            assertThat(run.err().lines()).singleElement().asString().contains(data.relativize(file) + " is " + kind);
        }
    }

    @Test
    void shouldFollowALinkThatIsTheDataDirectory() throws Exception {
        Files.move(data, dir.resolve("elsewhere"));
        Files.createSymbolicLink(data, Path.of("elsewhere"));
        assertThat(CommandLineRun.of("run", "-c", config).exitCode()).isZero();

        Files.move(dir.resolve("elsewhere/journal"), dir.resolve("journal"));
        Files.createSymbolicLink(dir.resolve("elsewhere/journal"), dir.resolve("journal"));
        assertThat(CommandLineRun.of("run", "-c", config).err()).contains("journal is a symbolic link; ");
    }

    @Test
    void shouldRefuseAFifoInThePlaceOfAFileThatItIsGiven() throws Exception {
        Path fifo = fifo(dir.resolve("fifo"));
        assertThat(CommandLineRun.of("check", "-c", fifo.toString()).err())
                .isEqualTo(fifo + ": cannot be read: " + fifo + ": is a FIFO, not a file\n");
        assertThat(CommandLineRun.of("check", "-c", dir.toString()).err()).contains("is a directory, not a file");

        Files.delete(dir.resolve("input.csv"));
        fifo(dir.resolve("input.csv"));
        assertRefusedByCheck(Files.readString(Path.of(config)), "input.csv");
        String mqtt = """
                name: gw
                sources: [{mqtt: {url: "%s", %s topics: [{filter: "a/#", payload: number}]}}]
                alarms: [{name: hot, sensor: "#", type: limit, hi: 80}]
                sinks: {out: {console: {}}}
                """;
        assertRefusedByCheck(
                mqtt.formatted("tcp://h:1", "username: u, password: \"${file:fifo}\","), "is a FIFO, not a file");
        assertRefusedByCheck(mqtt.formatted("ssl://h:1", "caFile: fifo,"), "no file to read at " + fifo);
    }

    private void assertRefusedByCheck(String yaml, String part) throws IOException {
        Path file = Files.writeString(dir.resolve("other.yaml"), yaml);
        CommandLineRun run = CommandLineRun.of("check", "-c", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(part).doesNotContain("\tat ");
    }

    private static Path fifo(Path file) throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", "-m", "600", file.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return file;
    }
}
