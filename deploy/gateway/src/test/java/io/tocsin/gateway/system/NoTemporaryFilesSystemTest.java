package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose temporary directory is full, or lets nothing be executed, starts and works: it needs none. */
class NoTemporaryFilesSystemTest {
    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldRunWhenThereIsNoTemporaryDirectory() throws Exception {
        Files.writeString(directory.resolve("rows.csv"), "tag,time,value\na,0,1\na,1,99\n");
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: bare
                sources:
                  - file: {path: rows.csv, columns: {sensor: tag, value: value, time: time}, timeUnit: ms}
                alarms:
                  - {name: high, sensor: a, type: limit, hi: 90}
                sinks:
                  file: {file: {path: alarms.jsonl}}
                """);
        TocsinProcess tocsin = new TocsinProcess.Launch(directory)
                .jvmFlag("-Djava.io.tmpdir=" + directory.resolve("is-not-there"))
                // Or jffi would try the working directory.
                .jvmFlag("-Djffi.extract.dir=" + directory.resolve("is-not-there"))
                .start("run", "-c", "gateway.yaml");
        tocsin.awaitExit();
        assertThat(tocsin.exitCode()).as(tocsin.err()).isZero();
        assertThat(GatewayRun.jsonLines(directory.resolve("alarms.jsonl"))).hasSize(1);
    }
}
