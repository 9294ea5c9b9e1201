package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.port.RecordAges;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.persistence.journal.Retention;
import io.tocsin.persistence.journal.RetentionPolicy;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Damages alarm log, cursors, snapshots and quarantine file of gateways for one of whose sinks a thousand alarms wait.
 * Three data directories are damaged: of a gateway that was killed, of one that was stopped, and the latter with a
 * journal whose beginning retention has deleted. The dictionaries of sensors and texts have no files of their own: they
 * are in the snapshots and in the journal.
 *
 * <p>After any damage the gateway starts, and when the sink is back it gets every event, or a line has named that
 * event as lost; the same holds for a sink that was never down. Where the whole journal is there nothing may be lost.
 */
final class WaitingAlarms {
    private static final double ROWS_PER_RADIAN = 6;
    private static final int FIRST_KILL_AT_LINES = 100;
    private static final int SECOND_KILL_AT_LINES = 500;
    private static final long ENDED_MS = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LOST = Pattern.compile("lost: events? (\\d+)(?: to (\\d+))?");
    private static final List<String> STATES = List.of("killed", "stopped", "trimmed");
    /** In the place of the sink's directory it keeps the sink down. */
    private static final String OBSTACLE = "out";

    private final Path directory;
    private final Random random;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private List<String> expected;

    private WaitingAlarms(Path directory, long seed) {
        this.directory = directory;
        this.random = new Random(seed);
    }

    /** As a program of its own, for a JVM with planted faults: directory, cycles, seed. */
    public static void main(String[] args) {
        int status = 1;
        try {
            run(Path.of(args[0]), new Dose(Integer.parseInt(args[1]), Long.parseLong(args[2])));
            status = 0;
        } catch (Exception | AssertionError e) {
            System.err.print("Exception in thread \"main\" ");
            e.printStackTrace();
        }
        System.exit(status); // the threads of a gateway that an assertion left behind would continue
    }

    /** Damages as often as the dose says. */
    static void run(Path directory, Dose dose) throws Exception {
        WaitingAlarms alarms = new WaitingAlarms(directory, dose.seed());
        alarms.prepare();
        alarms.flipOneBit();
        for (int cycle = 0; cycle < dose.cycles(); cycle++) {
            alarms.damage(cycle);
        }
        System.out.println("waiting alarms: damages=" + dose.cycles() + " events=" + alarms.expected.size() + " "
                + alarms.outcomes);
    }

    /** One bit near the beginning of the alarm log. */
    private void flipOneBit() throws Exception {
        for (String state : List.of("killed", "stopped")) {
            Path work = copyOf(state);
            Path log = files(work.resolve("data/alarms")).get(0);
            byte[] bytes = Files.readAllBytes(log);
            bytes[2_000] ^= 1;
            Files.write(log, bytes);
            Queue<String> lines = new ConcurrentLinkedQueue<>();
            Files.delete(work.resolve(OBSTACLE));
            start(work, lines, state);
            assertThat(eventIds(work.resolve("out/down.jsonl")))
                    .as("%s, %s", state, lines)
                    .isEqualTo(expected);
            assertThat(Corruption.events(work.resolve("out/down.jsonl")))
                    .as("what was decided again has a time of decision too")
                    .noneMatch(event -> event.get("decided").startsWith("1970"));
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("alarm log: damaged, file=" + log + ", offset="))
                    .noneMatch(line -> line.contains("torn tail"));
            assertThat(log.resolveSibling(log.getFileName() + ".damaged")).hasBinaryContent(bytes);
        }
    }

    private void prepare() throws Exception {
        Path work = Files.createDirectories(directory.resolve("work"));
        Corruption.writeRows(work.resolve("rows.csv"), ROWS_PER_RADIAN);
        Files.writeString(work.resolve(OBSTACLE), "keeps the sink down");
        killAt(work, FIRST_KILL_AT_LINES);
        killAt(work, SECOND_KILL_AT_LINES);
        Corruption.copy(work, directory.resolve("killed"));
        writeConfig(work, "max");
        TocsinProcess last = TocsinProcess.run(work, "run", "-c", "gateway.yaml", "--drain", "5s");
        assertThat(last.exitCode()).as(last.err()).isOne();
        Corruption.copy(work, directory.resolve("stopped"));
        Corruption.copy(work, directory.resolve("trimmed"));
        trim(directory.resolve("trimmed/data"));
        writeConfig(directory.resolve("killed"), "max");
        expected = eventIds(work.resolve("up.jsonl"));
        assertThat(expected).as("events").hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(new HashSet<>(expected)).as("no two events have one name").hasSameSizeAs(expected);
    }

    private static void killAt(Path work, int lines) throws Exception {
        writeConfig(work, "1x");
        TocsinProcess process = TocsinProcess.start(work, "run", "-c", "gateway.yaml");
        Path alarms = work.resolve("up.jsonl");
        Eventually.await("alarms", PATIENCE, () -> {
            assertThat(process.isAlive()).as(process.err()).isTrue();
            return Files.exists(alarms) && Files.readAllLines(alarms).size() > lines;
        });
        process.kill();
    }

    private static void trim(Path data) {
        long[] kept = snapshots(data).positions();
        Retention.apply(data.resolve("journal"), new RetentionPolicy(0, 0), kept[0], RecordAges.at(Long.MAX_VALUE));
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(data.resolve("journal"), Corruption.MAX_SENSORS, torn -> {})) {
            assertThat(reader.firstPosition()).as("what retention has deleted").isPositive();
        }
    }

    private static SnapshotFiles snapshots(Path data) {
        return new SnapshotFiles(data.resolve("snapshots"), 3, line -> {}, () -> 0);
    }

    private void damage(int cycle) throws Exception {
        String state = STATES.get(random.nextInt(STATES.size()));
        Path work = copyOf(state);
        Path file = anyFile(work.resolve("data"));
        Damage damage = Damage.of(Files.readAllBytes(file), random);
        Files.write(file, damage.bytes());
        String what = "cycle=" + cycle + ", " + state + ", file=" + file + ", " + damage.what();
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        boolean staysDown = random.nextInt(4) == 0;
        if (staysDown) {
            start(work, lines, what);
            assertThat(work.resolve(OBSTACLE)).as(what).isRegularFile();
        }
        Files.delete(work.resolve(OBSTACLE));
        start(work, lines, what);

        Set<String> lost = lost(lines);
        if (!state.equals("trimmed")) {
            assertThat(lost)
                    .as("the journal has everything; %s, %s", what, lines)
                    .isEmpty();
        }
        int missing = requireAllBut(lost, work.resolve("up.jsonl"), what, lines);
        missing += requireAllBut(lost, work.resolve("out/down.jsonl"), what, lines);
        String kind = file.toString().replaceAll(".*/|\\d{19}|snapshot-|^.*\\.(?=cursor)", "");
        outcomes.merge(kind + (missing > 0 ? ": named as lost" : ": all delivered"), 1, Integer::sum);
    }

    /**
     * Every event once and in its place, but for those that were named as lost; returns how many of those are not
     * there.
     */
    private int requireAllBut(Set<String> lost, Path alarms, String what, Queue<String> lines) throws IOException {
        List<String> delivered = eventIds(alarms);
        Set<String> there = new HashSet<>(delivered);
        List<String> due = new ArrayList<>(expected);
        due.removeIf(event -> lost.contains(event) && !there.contains(event));
        assertThat(delivered)
                .as("%s: %s, %s", alarms.getFileName(), what, lines)
                .isEqualTo(due);
        return expected.size() - due.size();
    }

    private Set<String> lost(Queue<String> lines) {
        Set<String> lost = new HashSet<>();
        for (String line : lines) {
            Matcher matcher = LOST.matcher(line);
            if (matcher.find()) {
                int first = Integer.parseInt(matcher.group(1));
                int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
                lost.addAll(expected.subList(first, last + 1));
            }
        }
        return lost;
    }

    /** A start must come up whatever is damaged, and stops when its file is read to the end. */
    private static void start(Path work, Queue<String> lines, String what) throws Exception {
        List<String> failures = new ArrayList<>();
        try {
            Gateway gateway = Gateway.open(
                    new ConfigLoader().load(work.resolve("gateway.yaml")),
                    lines::add,
                    (where, cause) -> failures.add(where + ": " + cause));
            gateway.start();
            assertThat(gateway.awaitSources(ENDED_MS)).as(what).isTrue();
            gateway.stop();
            assertThat(gateway.isBalanced()).as(what).isTrue();
        } catch (RuntimeException e) {
            throw new AssertionError("did not start; " + what + ", " + lines, e);
        }
        assertThat(failures).as("%s, %s", what, lines).isEmpty();
    }

    private Path copyOf(String state) throws IOException {
        Path work = directory.resolve("start");
        Corruption.copy(directory.resolve(state), work);
        return work;
    }

    /** Alarm log four times, cursors and snapshots twice as often as the quarantine file. */
    private Path anyFile(Path data) throws IOException {
        List<Path> files = switch (random.nextInt(9)) {
            case 0, 1, 2, 3 -> files(data.resolve("alarms"));
            case 4, 5 -> files(data.resolve("alarms/cursors"));
            case 6, 7 -> files(data.resolve("snapshots"));
            default -> List.of(data.resolve("quarantine.jsonl"));
        };
        return files.get(random.nextInt(files.size()));
    }

    private List<Path> files(Path dir) throws IOException {
        return Corruption.dataFiles(dir).stream()
                .filter(file -> file.getParent().equals(dir))
                .toList();
    }

    private static List<String> eventIds(Path alarms) throws IOException {
        return Corruption.events(alarms).stream()
                .map(event -> event.get("eventId"))
                .toList();
    }

    private static void writeConfig(Path work, String pace) throws IOException {
        String config = Corruption.config(pace)
                .replace("hi: 70, hihi: 90, deadband: 5", "hi: 55, hihi: 80, deadband: 1")
                .replace("  file: {file: {path: alarms.jsonl}}", """
                          up: {file: {path: up.jsonl}}
                          down: {file: {path: out/down.jsonl}}\
                        """);
        Files.writeString(work.resolve("gateway.yaml"), config);
    }
}
