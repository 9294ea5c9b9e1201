package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The gateway that crash tests torment: its configuration, how to start it, and what must be true of what it leaves.
 *
 * <p>The configuration and the outputs of the processes lie in one directory, what the gateway writes (data directory
 * and alarm file) in another, so that the latter can be on a file system of its own.
 */
public final class Hall {
    public static final int MAX_SENSORS = 1_000;
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Path directory;
    private final Path disk;
    private final Path patched;
    private final String brokerUrl;
    private final String sync;
    private final String gate;

    /**
     * Writes the configuration.
     *
     * @param directory for configuration and outputs of the processes
     * @param disk for what the gateway writes
     * @param sync the key {@code journal.sync}
     * @param gate the key {@code alarmGate}
     * @param patched classes that stand in for the gateway's own, or null
     */
    public Hall(Path directory, Path disk, String brokerUrl, String sync, String gate, Path patched)
            throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.patched = patched;
        this.brokerUrl = brokerUrl;
        this.sync = sync;
        this.gate = gate;
        shards(1);
    }

    /** Writes the configuration again: from the next start on so many shards share the keys. */
    public void shards(int shards) throws IOException {
        Files.writeString(
                directory.resolve("gateway.yaml"), """
                name: hall
                dataDir: %2$s/data
                sources:
                  - mqtt:
                      name: plant
                      url: %1$s
                      topics:
                        - {filter: "hall/#", payload: json, value: v, time: ts, timeUnit: ms}
                time: {idleAfter: 300ms, futureLimit: 7d}
                engine: {maxSensors: %3$d, shards: %6$d}
                snapshots: {every: 300ms}
                journal: {sync: %4$s}
                alarmGate: %5$s
                alarms:
                  - {name: high, sensor: hall/+, type: limit, hi: 70, hihi: 90, deadband: 5}
                  - {name: late, sensor: hall/+, type: limit, lo: 20, onDelay: 30ms, offDelay: 20ms}
                  - {name: gap, sensor: hall/+, type: missing, timeout: 25ms}
                  - {name: last, sensor: hall/last, type: limit, hi: 1000}
                sinks:
                  file: {file: {path: %2$s/alarms.jsonl}}
                  wire: {mqtt: {url: %1$s, topic: "tocsin/alarms/{alarm}/{sensor}", qos: 1, retain: false}}
                """.formatted(brokerUrl, disk, MAX_SENSORS, sync, gate, shards));
    }

    /** Starts the gateway. */
    public TocsinProcess start() throws IOException {
        return start(List.of());
    }

    /** Starts the gateway under a command such as {@code strace …}. */
    public TocsinProcess start(List<String> wrapper) throws IOException {
        return new TocsinProcess.Launch(directory)
                .under(wrapper)
                .patchedWith(patched)
                .start("run", "-c", "gateway.yaml");
    }

    public Path data() {
        return disk.resolve("data");
    }

    public Path journal() {
        return data().resolve("journal");
    }

    public Path alarms() {
        return disk.resolve("alarms.jsonl");
    }

    /** Waits until the source has made or resumed its session: from then on the broker keeps what comes. */
    public static void awaitSession(TocsinProcess tocsin) throws Exception {
        Eventually.await("the source subscribes", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains("source plant: connected");
        });
    }

    /** Waits until the gateway has taken the publisher's last reading, and so everything before it. */
    public void awaitEnd(TocsinProcess tocsin) throws Exception {
        Eventually.await("the last reading's alarm", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return Files.exists(alarms()) && Files.readString(alarms()).contains("\"alarm\":\"last\"");
        });
    }

    /** Every reading that the broker has acknowledged is in the journal, and the journal is sound. */
    public void assertJournalHasAll(Map<String, Set<Long>> acknowledged) throws Exception {
        JournalledReadings journalled = new JournalledReadings();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(journal(), MAX_SENSORS, torn -> {})) {
            reader.read(reader.firstPosition(), reader.endPosition(), journalled);
        } catch (JournalException e) {
            throw new AssertionError("the journal cannot be read: " + e.getMessage(), e);
        }
        assertThat(journalled.missing(acknowledged))
                .as("acknowledged readings that are not in the journal")
                .isZero();
        TocsinProcess verify = TocsinProcess.run(
                directory, "journal", "verify", "--dir", journal().toString());
        assertThat(verify.exitCode()).as(verify.err()).isZero();
    }

    /** The alarm file equals that of an uninterrupted run over the same journal, in the same order. */
    public void assertAlarmsAreThoseOfReplay() throws Exception {
        assertThat(withoutClock(Files.readAllLines(alarms())))
                .as("the alarm file is what a replay gives")
                .doesNotHaveDuplicates()
                .isEqualTo(replay());
    }

    /**
     * For the two rules that {@link HallOracle} knows, the alarm file has the events that it computes from the journal,
     * in its order for each sensor.
     */
    public void assertAlarmsAreThoseOfTheOracle() throws Exception {
        HallOracle oracle = new HallOracle();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(journal(), MAX_SENSORS, torn -> {})) {
            reader.read(reader.firstPosition(), reader.endPosition(), oracle);
        }
        List<String> inFile = keys(Files.readAllLines(alarms())).stream()
                .filter(key -> key.startsWith("high/") || key.startsWith("gap/"))
                .toList();
        assertThat(bySensor(inFile))
                .as("the alarm file is what the oracle says")
                .isEqualTo(bySensor(oracle.events()));
        assertThat(inFile).hasSameSizeAs(oracle.events());
    }

    /** The events of each rule and sensor, in order. */
    private static Map<String, List<String>> bySensor(List<String> keys) {
        return keys.stream()
                .collect(Collectors.groupingBy(key -> key.substring(0, key.lastIndexOf('/')), Collectors.toList()));
    }

    /**
     * After a power cut, alarms that had left before their readings were forced may stand in the file and not be
     * decided again. But each is there once, and nothing that the journal gives is missing.
     */
    public void assertAlarmsHoldThoseOfReplay() throws Exception {
        List<String> inFile = keys(Files.readAllLines(alarms()));
        assertThat(inFile).doesNotHaveDuplicates();
        Set<String> missing = new LinkedHashSet<>(keys(replay()));
        missing.removeAll(new HashSet<>(inFile));
        assertThat(missing)
                .as("events that the journal gives and the file has not")
                .isEmpty();
    }

    /** Everything in the file has come over the wire too. */
    public void assertWireHasAll(Wire consumer) throws Exception {
        List<String> inFile = keys(Files.readAllLines(alarms()));
        Eventually.await(
                "all alarms on the wire", SOON, () -> new HashSet<>(keys(payloads(consumer))).containsAll(inFile));
    }

    /** Checks that each event on the wire, however often it came, has one content, equal to the line in the file. */
    public void assertRepeatsAreIdentical(Wire consumer) throws Exception {
        Map<String, String> contents = new HashMap<>();
        List<String> all = new ArrayList<>(Files.readAllLines(alarms()));
        all.addAll(payloads(consumer));
        for (String payload : all) {
            String before = contents.putIfAbsent(key(payload), payload);
            assertThat(before == null || before.equals(payload))
                    .as("one id, one content: %s and %s", before, payload)
                    .isTrue();
        }
    }

    /** Balance in the summary of a stopped gateway. */
    public static void assertBalanced(TocsinProcess tocsin) throws IOException {
        assertThat(tocsin.out()).contains(" readings received = ").doesNotContain("THE BALANCE IS OFF");
    }

    private List<String> replay() throws IOException, InterruptedException {
        Path file = directory.resolve("replay.jsonl");
        TocsinProcess replay = new TocsinProcess.Launch(directory)
                .patchedWith(patched)
                .start("replay", "-c", "gateway.yaml", "--alarms", file.toString());
        assertThat(replay.awaitExit()).as(replay.err()).isZero();
        // A replay also gives the events that do not ring, which no sink receives.
        return withoutClock(Files.readAllLines(file).stream()
                .filter(line -> !line.contains("\"annunciate\":false"))
                .toList());
    }

    private static List<String> payloads(Wire consumer) {
        return consumer.messages().stream().map(Wire.Message::payload).toList();
    }

    private static List<String> keys(List<String> lines) throws IOException {
        List<String> keys = new ArrayList<>();
        for (String line : lines) {
            keys.add(key(line));
        }
        return keys;
    }

    private static String key(String line) throws IOException {
        Map<String, String> event = GatewayRun.jsonObject(line);
        return event.get("id") + " " + event.get("event") + " " + event.get("level") + " " + event.get("time");
    }

    /** Events without the one field that a clock fills at the decision. */
    private static List<String> withoutClock(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll(",\"decided\":\"[^\"]*\"", ""))
                .toList();
    }
}
