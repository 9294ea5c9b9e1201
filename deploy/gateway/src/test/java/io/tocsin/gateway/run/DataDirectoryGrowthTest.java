package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.LatencyRecorder;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.pipeline.GatewayClock;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of a gateway with a sink that is down, in simulated time: clock and readings jump from hour to hour. After each
 * hour every file of the data directory is within its bound in docs/operating.md, and every file is named there. Then
 * the sink works again: delivered and reported entries together are all decided ones.
 */
@Timeout(300)
class DataDirectoryGrowthTest {
    private static final long MIB = 1L << 20;
    private static final long START_S = 1_795_132_800; // 2026-11-20T00:00:00Z
    private static final int HOURS = 24;
    private static final int SENSORS = 16;
    private static final int ALARMED = 4;
    private static final int BAD_ROWS = 400;
    private static final int INTERVALS_AN_HOUR = 360;
    private static final Pattern GAP = Pattern.compile("\"event\":\"GAP\".*\"events\":(\\d+),\"rows\":(\\d+)");

    /** By the beginning of the path in the data directory: bytes. */
    private static final Map<String, Long> BOUNDS = new LinkedHashMap<>();

    static {
        BOUNDS.put("journal/", 4 * MIB + 5 * MIB);
        BOUNDS.put("snapshots/", 3 * MIB);
        BOUNDS.put("alarms/cursors/", 10 * 128L);
        BOUNDS.put("alarms/", 16 * MIB);
        BOUNDS.put("quarantine.jsonl", 16 * MIB);
        BOUNDS.put("latency.hlog.1", 8 * MIB);
        BOUNDS.put("latency.hlog", 8 * MIB);
        BOUNDS.put("lock", 0L);
        BOUNDS.put("owner", 1_024L);
        BOUNDS.put("api.json", 1_024L);
    }

    private static final long SEED = Long.getLong("tocsin.seed", 51);

    @TempDir
    Path directory;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong clockNs = new AtomicLong(START_S * 1_000_000_000);
    private final SplittableRandom random = new SplittableRandom(SEED);

    private GatewayConfig config() throws Exception {
        Files.writeString(directory.resolve("day.csv"), "time,sensor,value\n");
        // A file where the directory of the sink's file should be: the sink is down.
        Files.writeString(directory.resolve("out"), "");
        return new ConfigLoader().load(Files.writeString(directory.resolve("gateway.yaml"), """
                name: g
                dataDir: data
                sources:
                  - file: {name: day, path: day.csv, columns: {sensor: sensor, value: value, time: time}, timeUnit: s, follow: true}
                streams:
                  - {name: mean, from: "press/#", window: {type: tumbling, size: 10s}, aggregates: [avg], sinks: [scada]}
                alarms:
                  - {name: hot, sensor: "press/#", type: limit, hi: 80, deadband: 1}
                sinks:
                  scada: {file: {path: out/alarms.jsonl}}
                journal: {segmentSize: 1MiB, retention: {maxSize: 4MiB}}
                alarmLog: {retention: {maxSize: 16MiB}}
                snapshots: {every: 100ms, keep: 2}
                """));
    }

    @Test
    void shouldStayWithinItsBoundsForADay() throws Exception {
        GatewayConfig config = config();
        Gateway gateway = Gateway.open(
                config,
                log::add,
                (where, cause) -> failures.add(where + ": " + cause),
                Surroundings.ofProcess().withClock(new GatewayClock(clockNs::get, clockNs::get)));
        gateway.latencies().openLog(config.dataDir().resolve("latency.hlog"), START_S * 1_000, failures::add);
        List<LatencyRecorder> recorders = new ArrayList<>();
        for (LatencyStage stage : LatencyStage.values()) {
            recorders.add(gateway.latencies().recorder(stage));
        }
        gateway.start();
        for (int hour = 0; hour < HOURS; hour++) {
            appendHour(hour);
            clockNs.addAndGet(TimeUnit.HOURS.toNanos(1));
            for (int i = 0; i < INTERVALS_AN_HOUR; i++) {
                for (LatencyRecorder recorder : recorders) {
                    for (int k = 0; k < 200; k++) {
                        recorder.record(random.nextLong(1_000, 900_000_000));
                    }
                }
                gateway.latencies().logInterval((START_S + hour * 3_600L + (i + 1) * 10L) * 1_000);
            }
            long expected = (hour + 1L) * (3_600 * SENSORS + BAD_ROWS);
            while (gateway.counters().get(Counter.RECEIVED) < expected || !gateway.isBalanced()) {
                assertThat(failures).isEmpty();
                TimeUnit.MILLISECONDS.sleep(5);
            }
            awaitBounds(config.dataDir(), hour);
        }
        assertThat(log).anyMatch(line -> line.contains("sink scada: LOST"));
        assertThat(config.dataDir().resolve("latency.hlog.1")).exists();

        Files.delete(directory.resolve("out"));
        List<String> delivered = awaitDelivery(gateway);
        gateway.stop();
        assertThat(failures).isEmpty();
        Matcher gap = GAP.matcher(delivered.get(0));
        assertThat(gap.find())
                .as("-Dtocsin.seed=" + SEED + ", first of all what is lost: " + delivered.get(0))
                .isTrue();
        assertThat(delivered.stream().filter(line -> line.contains("\"event\":\"GAP\"")))
                .as("one event")
                .hasSize(1);
        long rows =
                delivered.stream().filter(line -> line.contains("\"stream\":")).count();
        long events = delivered.size() - 1 - rows;
        assertThat(events + Long.parseLong(gap.group(1)))
                .isEqualTo(gateway.counters().get(Counter.ALARM_EVENTS));
        assertThat(rows + Long.parseLong(gap.group(2)))
                .isEqualTo(gateway.counters().get(Counter.STREAM_ROWS));
        assertThat(gateway.counters().get(Counter.EVENTS_LOST)).isEqualTo(Long.parseLong(gap.group(1)));
        assertThat(gateway.counters().get(Counter.ROWS_LOST)).isEqualTo(Long.parseLong(gap.group(2)));
        assertThat(gateway.counters().get(Counter.GAPS_DELIVERED)).isEqualTo(1);
    }

    private void appendHour(int hour) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(
                directory.resolve("day.csv"), StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
            for (int second = 0; second < 3_600; second++) {
                long timeS = START_S + hour * 3_600L + second;
                for (int sensor = 0; sensor < SENSORS; sensor++) {
                    String name = (sensor < ALARMED ? "press/" : "other/") + sensor;
                    int value = second / 5 % 2 == 0 ? 90 : 70;
                    out.write(timeS + "," + name + "," + (value + random.nextInt(100) / 100.0) + "\n");
                }
                if (second < BAD_ROWS) {
                    out.write(timeS + ",press/0,\"" + "?".repeat(900) + "\u0007\"\n");
                }
            }
        }
    }

    /** The thread that cuts the log looks every 200 ms. */
    private void awaitBounds(Path dataDir, int hour) throws Exception {
        String worst = "not looked";
        for (int look = 0; look < 200; look++) {
            worst = beyondBounds(dataDir);
            if (worst.isEmpty()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError(
                "-Dtocsin.seed=" + SEED + ", hour " + hour + ": " + worst + ", " + failures + ", " + log);
    }

    private static String beyondBounds(Path dataDir) throws Exception {
        Map<String, Long> sizes = new LinkedHashMap<>();
        List<Path> files;
        try (Stream<Path> walked = Files.walk(dataDir)) {
            files = walked.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            return "deleted meanwhile: " + e.getMessage();
        }
        for (Path file : files) {
            String path = dataDir.relativize(file).toString();
            String kind = BOUNDS.keySet().stream()
                    .filter(path::startsWith)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("a file that docs/operating.md does not name: " + path));
            sizes.merge(kind, Files.exists(file) ? Files.size(file) : 0, Long::sum);
        }
        sizes.put("journal/", onDevice(dataDir.resolve("journal")));
        List<String> beyond = new ArrayList<>();
        sizes.forEach((kind, size) -> {
            if (size > BOUNDS.get(kind)) {
                beyond.add(kind + " has " + size + " bytes of " + BOUNDS.get(kind));
            }
        });
        return String.join(", ", beyond);
    }

    /** Most of a segment that is written is a hole. */
    private static long onDevice(Path path) throws Exception {
        Process du = new ProcessBuilder("du", "-s", "--block-size=1", path.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String size = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        du.waitFor();
        return Long.parseLong(size.substring(0, size.indexOf('\t')));
    }

    private List<String> awaitDelivery(Gateway gateway) throws Exception {
        long before = -1;
        long delivered = 0;
        while (delivered != before || delivered == 0) {
            before = delivered;
            TimeUnit.SECONDS.sleep(1);
            delivered = gateway.counters().get(Counter.ALARMS_DELIVERED)
                    + gateway.counters().get(Counter.ROWS_DELIVERED);
            assertThat(failures).isEmpty();
        }
        return Files.readAllLines(directory.resolve("out/alarms.jsonl"));
    }
}
