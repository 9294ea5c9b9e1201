package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.GatewayRun;
import io.tocsin.gateway.system.TocsinProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file sink on a device of its own that is full, and then is not. */
class FileSinkFullDiskSystemTest {
    private static final long MIB = 1 << 20;
    private static final int EVENTS = 8_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void shouldSayOnceThatThereIsNoRoomAndGoOnWhenThereIs() throws Exception {
        try (LoopDisk disk = new LoopDisk(directory, LoopDisk.Kind.EXT4, 16 * MIB)) {
            Path filler = disk.path().resolve("filler");
            fillUpTo(filler, MIB);
            writeConfig(disk.path().resolve("alarms.jsonl"));
            TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "config.yaml", "--drain", "2m");
            Eventually.await("no room", SOON, () -> tocsin.err().contains("sink file: down"));
            Eventually.await("waits", SOON, () -> tocsin.err().contains("waiting up to 2m for the sinks"));
            Files.delete(filler);

            assertThat(tocsin.awaitExit()).as(tocsin.err()).isZero();
            List<Map<String, String>> events = GatewayRun.jsonLines(disk.path().resolve("alarms.jsonl"));
            assertThat(events.stream().map(event -> event.get("sensor")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, EVENTS).mapToObj(i -> "m/" + i).toList());
            assertThat(tocsin.err().lines().filter(line -> line.contains("sink file: down")))
                    .singleElement()
                    .asString()
                    .contains("No space left on device");
            assertThat(tocsin.err().lines().filter(line -> line.contains("sink file: up again")))
                    .hasSize(1);
        }
    }

    private static void fillUpTo(Path filler, long leftBytes) throws IOException {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(filler).getUsableSpace() > leftBytes) {
                out.write(block);
            }
        }
    }

    private void writeConfig(Path alarms) throws IOException {
        Files.writeString(
                directory.resolve("input.csv"),
                IntStream.range(0, EVENTS)
                        .mapToObj(i -> (1_600_000_000 + i) + ",m/" + i + ",95")
                        .collect(Collectors.joining("\n", "t,s,v\n", "\n")));
        Files.writeString(directory.resolve("config.yaml"), """
                name: gw
                sources:
                  - file: {name: f, path: input.csv, columns: {sensor: s, value: v, time: t}, timeUnit: s}
                alarms:
                  - {name: hot, sensor: "#", type: limit, hi: 80}
                sinks:
                  file: {file: {path: "%s"}}
                """.formatted(alarms));
    }
}
