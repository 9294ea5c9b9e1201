package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.system.GatewayRun;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/**
 * A gateway in a directory, over files of numbered rows: row {@code i} is a value of sensor {@code i % 10}. The events
 * of a limit alarm for any sequence of rows are known ({@link #alarms}).
 */
final class WatchedHall {
    private static final long FIRST_MS = 1_795_195_860_000L;
    private static final String OWN_ALARM = "journal-damaged";
    private static final int NS_PER_MS = 1_000_000;
    private static final int STEP_MS = 20;
    private static final int SENSORS = 10;
    private static final double HI = 80;
    private static final double DEADBAND = 5;
    private static final int INACTIVE = -1;
    private static final String TIME = " at ";
    private static final long TIMEOUT_MS = 60_000;

    private final Path home;
    private String further = "";
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    WatchedHall(Path home) {
        this.home = home;
    }

    Path home() {
        return home;
    }

    Path data() {
        return home.resolve("data");
    }

    Path journal() {
        return data().resolve("journal");
    }

    /** Lines that the gateway has logged since the last call. */
    List<String> log() {
        List<String> said = List.copyOf(log);
        log.clear();
        return said;
    }

    /** Further sections of the configuration, YAML. */
    WatchedHall also(String yaml) {
        further = yaml;
        return this;
    }

    /** Runs to the end of rows {@code from} to {@code to - 1} with a sink that is down: events of it wait. */
    void runWithoutSink(int from, int to, String sink) throws Exception {
        Path file = home.resolve(sink + ".jsonl");
        Path aside = home.resolve(sink + ".aside");
        Files.move(file, aside);
        Files.createDirectory(file);
        Gateway gateway = open(from, to, "refuse", step -> {});
        assertThat(gateway.stop()).hasSize(1);
        Files.delete(file);
        Files.move(aside, file);
    }

    /** Runs to the end of rows {@code from} to {@code to - 1}; the stopped gateway. */
    Gateway run(int from, int to, String onDamage) throws Exception {
        return run(from, to, onDamage, step -> {});
    }

    Gateway run(int from, int to, String onDamage, Consumer<String> afterStep) throws Exception {
        Gateway gateway = open(from, to, onDamage, afterStep);
        assertThat(gateway.stop()).isEmpty();
        return gateway;
    }

    private Gateway open(int from, int to, String onDamage, Consumer<String> afterStep) throws Exception {
        Gateway gateway = Gateway.open(
                config(from, to, onDamage),
                log::add,
                (where, cause) -> {
                    throw new AssertionError(where, cause);
                },
                Surroundings.ofProcess().telling(afterStep));
        gateway.start();
        assertThat(gateway.awaitSources(TIMEOUT_MS)).isTrue();
        return gateway;
    }

    GatewayConfig config(int from, int to, String onDamage) throws Exception {
        Path file = home.resolve("rows-" + from + ".csv");
        if (!Files.exists(file)) {
            List<String> lines = new ArrayList<>(List.of("tag,value,ms"));
            for (int row = from; row < to; row++) {
                lines.add(String.format(Locale.ROOT, "hall/%d,%.3f,%d", row % SENSORS, value(row), ms(row)));
            }
            Files.write(file, lines);
        }
        return new ConfigLoader().load(Files.writeString(home.resolve("gateway.yaml"), """
                name: hall
                dataDir: data
                sources:
                  - file:
                      name: rows
                      path: %s
                      columns: {sensor: tag, value: value, time: ms}
                      timeUnit: ms
                      pace: max
                time: {idleAfter: 1h}
                snapshots: {every: 1h, keep: 3}
                journal: {onDamage: %s}
                alarms:
                  - {name: high, sensor: hall/+, type: limit, hi: 80, deadband: 5, sinks: file}
                sinks:
                  file: {file: {path: file.jsonl}}
                  other: {file: {path: other.jsonl}}
                %s
                """.formatted(
                        file.getFileName(), onDamage, further)));
    }

    /**
     * The slow obvious oracle: the events to rows {@code from} to {@code to - 1} when those below {@code before} came
     * first.
     */
    static List<String> alarms(int before, int from, int to) {
        int[] raisedAt = new int[SENSORS];
        Arrays.fill(raisedAt, INACTIVE);
        List<String> events = new ArrayList<>();
        for (int row = 0; row < to; row++) {
            if (row < before || row >= from) {
                int sensor = row % SENSORS;
                boolean raises = raisedAt[sensor] == INACTIVE && value(row) > HI;
                boolean clears = raisedAt[sensor] != INACTIVE && value(row) < HI - DEADBAND;
                raisedAt[sensor] = raises ? row : raisedAt[sensor];
                if ((raises || clears) && row >= from) {
                    String name =
                            "high hall/" + sensor + (raises ? " RAISED" : " CLEARED") + " of " + ms(raisedAt[sensor]);
                    events.add(name + TIME + ms(row));
                }
                raisedAt[sensor] = clears ? INACTIVE : raisedAt[sensor];
            }
        }
        return events;
    }

    /**
     * Delivered events followed by the new ones: an episode is raised once and cleared once, whatever is decided again
     * about it with the readings that are left.
     */
    static List<String> with(List<String> delivered, List<String> decided) {
        Set<String> names = new HashSet<>();
        delivered.forEach(event -> names.add(nameOf(event)));
        List<String> all = new ArrayList<>(delivered);
        decided.stream().filter(event -> !names.contains(nameOf(event))).forEach(all::add);
        return all;
    }

    private static String nameOf(String event) {
        int end = event.indexOf(TIME);
        return end < 0 ? event : event.substring(0, end);
    }

    /** The events of a sink's file, as {@link #alarms} has them; the gateway's own without a time. */
    List<String> delivered(String sink) throws IOException {
        List<String> events = new ArrayList<>();
        for (Map<String, String> event : events(sink)) {
            String alarm = event.get("alarm");
            String name = alarm + " " + event.get("sensor") + " " + event.get("event");
            String id = event.get("id");
            events.add(
                    alarm.equals(OWN_ALARM)
                            ? name
                            : name + " of " + Long.parseLong(id.substring(id.lastIndexOf('/') + 1)) / NS_PER_MS + TIME
                                    + Instant.parse(event.get("time")).toEpochMilli());
        }
        return events;
    }

    List<Map<String, String>> events(String sink) throws IOException {
        Path file = home.resolve(sink + ".jsonl");
        return Files.exists(file) ? GatewayRun.jsonLines(file) : List.of();
    }

    /** The journal's records by position. */
    NavigableMap<Long, String> records() {
        return records(0);
    }

    /** As {@link #records()}, from a position on; earlier records are not read. */
    NavigableMap<Long, String> records(long fromPosition) {
        Records records = new Records();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(journal(), 1_000, torn -> {})) {
            reader.read(Math.max(fromPosition, reader.firstPosition()), reader.endPosition(), records);
        }
        return records.byPosition;
    }

    /** Position of the newest whole snapshot, 0 when there is none. */
    long newestSnapshot() {
        SnapshotFiles snapshots = new SnapshotFiles(data().resolve("snapshots"), 1, line -> {}, () -> 0);
        return Math.max(0, snapshots.newest(Long.MAX_VALUE, (position, state) -> true));
    }

    /** How many of the records are readings. */
    static int readings(Map<Long, String> records) {
        return (int) records.values().stream()
                .filter(record -> record.startsWith("reading"))
                .count();
    }

    /** All files below a directory with their content. */
    static Map<String, byte[]> files(Path dir) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(dir)) {
            try (Stream<Path> all = Files.walk(dir)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(dir.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Of another period for each sensor; never a limit itself. */
    private static double value(int row) {
        return Math.round((50 + 50 * Math.sin(row / (15.0 + row % SENSORS))) * 100) / 100.0 + 0.003;
    }

    private static long ms(int row) {
        return FIRST_MS + (long) row * STEP_MS;
    }

    private static final class Records implements RecordHandler {
        private final TreeMap<Long, String> byPosition = new TreeMap<>();

        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            byPosition.put(position, "reading " + sensorId + " " + eventTimeNs + " " + receiveTimeNs + " " + value);
        }

        @Override
        public void onTick(long position, long clockNs) {
            byPosition.put(position, "tick " + clockNs);
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            byte[] body = new byte[length];
            buffer.getBytes(offset, body);
            byPosition.put(
                    position,
                    kind == ControlKind.GAP.code()
                            ? "gap " + JournalGap.decode(buffer, offset, length)
                            : "control " + kind + " " + Arrays.hashCode(body));
        }
    }
}
