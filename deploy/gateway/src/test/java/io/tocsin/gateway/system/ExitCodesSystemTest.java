package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.gateway.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exit codes of a process when its output is full or nobody reads it, when a signal ends it, and when the system gives
 * it too little.
 */
class ExitCodesSystemTest {
    private static final int ROWS = 3_000;

    @TempDir
    static Path dir;

    /** A gateway with a journal, a snapshot and a savepoint. */
    @BeforeAll
    static void makeJournal() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs Linux");
        Files.writeString(dir.resolve("input.csv"), rows());
        config("config.yaml", "input.csv", "data");
        assertThat(CommandLineRun.of("run", "-c", dir.resolve("config.yaml").toString())
                        .exitCode())
                .isZero();
    }

    private static String rows() {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> (1_600_000_000 + i) + ",m/" + i % 7 + "," + i % 95)
                .collect(Collectors.joining("\n", "t,s,v\n", "\n"));
    }

    private static void config(String name, String input, String data) throws IOException {
        Files.writeString(dir.resolve(name), """
                name: gw
                dataDir: %s
                sources:
                  - file: {name: f, path: %s, columns: {sensor: s, value: v, time: t}, timeUnit: s}
                alarms:
                  - {name: hot, sensor: "#", type: limit, hi: 80}
                sinks:
                  log: {file: {path: %s.jsonl}}
                """.formatted(data, input, data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "reference",
                "check -c config.yaml",
                "journal ls -c config.yaml",
                "journal dump -c config.yaml",
                "journal verify -c config.yaml",
                "replay -c config.yaml --digest",
                "snapshot list -c config.yaml",
                "savepoint create full -c config.yaml",
                "savepoint list -c config.yaml",
            })
    void shouldEndWithOneWhenTheDeviceOfTheOutputIsFull(String command) throws Exception {
        TocsinProcess tocsin = under("exec \"$@\" > /dev/full", command.split(" "));

        assertThat(tocsin.awaitExit()).as(tocsin.err()).isEqualTo(1);
        assertThat(tocsin.err().lines().filter(line -> !line.contains("warning")))
                .singleElement()
                .asString()
                .startsWith("cannot write to standard output: ");
    }

    @Test
    void shouldEndWithOneWhenTheSummaryOfARunCannotBeWritten() throws Exception {
        config("again.yaml", "input.csv", "data-again");
        TocsinProcess tocsin = under("exec \"$@\" > /dev/full", "run", "-c", "again.yaml");

        assertThat(tocsin.awaitExit()).isEqualTo(1);
        assertThat(tocsin.err()).contains("ended with exit code 1: cannot write the summary to standard output: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "reference", "journal dump -c config.yaml", "replay -c config.yaml --digest"})
    void shouldEndQuietlyWhenTheReaderOfAPipeIsGone(String command) throws Exception {
        TocsinProcess tocsin = under("\"$@\" | true; exit ${PIPESTATUS[0]}", command.split(" "));

        assertThat(tocsin.awaitExit()).as(tocsin.err()).isEqualTo(141);
        assertThat(tocsin.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
    void shouldEndAsTheSignalSaysWhenItIsNoGateway(String signal, int exitCode) throws Exception {
        List<String> command = new ArrayList<>(TocsinProcess.java());
        command.addAll(List.of("-cp", TocsinProcess.classPath(), "io.tocsin.gateway.Tocsin"));
        command.addAll(List.of("journal", "dump", "-c", "config.yaml"));
        Process tocsin = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectError(dir.resolve("signal.err").toFile())
                .start();
        try {
            // It fills the pipe, which nobody reads, and waits.
            assertThat(tocsin.getInputStream().read()).isEqualTo('{');
            assumeFalse(
                    isIgnored(tocsin, exitCode - 128),
                    "a shell has started this build in the background, where SIG" + signal + " is ignored");
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(tocsin.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(tocsin.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(tocsin.exitValue()).isEqualTo(exitCode);
        } finally {
            tocsin.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:MaxDirectMemorySize=400k, not enough direct memory",
        "-Xmx6m, not enough heap",
    })
    void shouldSayInOneLineWhichMemoryIsTooSmall(String flag, String words) throws Exception {
        config("small.yaml", "input.csv", "data-small");
        Files.writeString(dir.resolve("small.yaml"), "engine: {maxSensors: 100}\n", StandardOpenOption.APPEND);
        TocsinProcess tocsin = new TocsinProcess.Launch(dir).jvmFlag(flag).start("run", "-c", "small.yaml");

        assertThat(tocsin.awaitExit()).as(tocsin.err()).isEqualTo(3);
        assertThat(tocsin.err().lines().filter(line -> line.contains("out of resources: ")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(tocsin.err()).doesNotContain("\tat ");
    }

    private static boolean isIgnored(Process process, int signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(mask.substring("SigIgn:".length()).strip(), 16) >>> (signal - 1) & 1) == 1;
    }

    private TocsinProcess under(String script, String... arguments) throws IOException {
        return new TocsinProcess.Launch(dir)
                .under(List.of("bash", "-c", script, "bash"))
                .start(arguments);
    }
}
