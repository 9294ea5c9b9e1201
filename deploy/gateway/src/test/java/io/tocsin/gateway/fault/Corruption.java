package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.Replay;
import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.GatewayRun;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.ingest.SourceException;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.TornTail;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/**
 * Damages the files of a gateway that was killed, and of one that was stopped, at random. After any damage, one of two
 * things happens: the start refuses and names the file (and the offset, in the journal), or the gateway continues from
 * a prefix of what was there, having said so, and in the end every alarm is in the alarm file exactly once and is the
 * one that the undamaged gateway gave.
 */
final class Corruption {
    private static final String SNAPSHOT = ".tocsnap";
    private static final int SENSORS = 20;
    private static final int ROWS = 400;
    static final int MAX_SENSORS = 1_000;
    private static final int KILL_AT_LINES = 60;
    private static final int DIGEST_EVERY = 16;
    private static final int START_EVERY = 8;
    private static final long ENDED_MS = 60_000;

    private final Path directory;
    private final Random random;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private List<String> expectedAlarms;

    private Corruption(Path directory, long seed) {
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

    /** Damages as often as the dose says; now and then a whole gateway starts on it, else the journal is read. */
    static void run(Path directory, Dose dose) throws Exception {
        new Corruption(directory, dose.seed()).run(dose.cycles());
    }

    private void run(int cycles) throws Exception {
        Path killed = directory.resolve("killed");
        Path stopped = directory.resolve("stopped");
        prepare(killed, stopped);
        Journal killedJournal = new Journal(killed.resolve("data/journal"));
        Journal stoppedJournal = new Journal(stopped.resolve("data/journal"));
        for (int cycle = 0; cycle < cycles; cycle++) {
            boolean isKilled = random.nextBoolean();
            if (cycle % START_EVERY == 0 && (cycle < 64 * START_EVERY || random.nextInt(START_EVERY) == 0)) {
                startOnDamage(isKilled ? killed : stopped, isKilled, cycle);
            } else {
                readDamaged(isKilled ? killedJournal : stoppedJournal, isKilled, cycle);
            }
        }
        System.out.println("damages: " + cycles + " " + outcomes);
    }

    /** A gateway killed half way through its file, and the same gateway stopped at its end. */
    private void prepare(Path killed, Path stopped) throws Exception {
        Path work = Files.createDirectories(directory.resolve("work"));
        writeRows(work.resolve("rows.csv"), 30);
        writeConfig(work, "1x");
        TocsinProcess first = TocsinProcess.start(work, "run", "-c", "gateway.yaml");
        Path alarms = work.resolve("alarms.jsonl");
        Eventually.await("alarms and a snapshot", Duration.ofSeconds(60), () -> {
            assertThat(first.isAlive()).as(first.err()).isTrue();
            return Files.exists(alarms)
                    && Files.readAllLines(alarms).size() > KILL_AT_LINES
                    && !snapshots(work).isEmpty();
        });
        first.kill();
        copy(work, killed);
        writeConfig(work, "max");
        TocsinProcess second = TocsinProcess.run(work, "run", "-c", "gateway.yaml");
        assertThat(second.exitCode()).as(second.err()).isZero();
        copy(work, stopped);
        writeConfig(killed, "max");
        writeConfig(stopped, "max");
        expectedAlarms = keys(alarms);
        assertThat(snapshots(killed)).as("snapshots").isNotEmpty();
    }

    /** The journal only, many a second: refused with file and offset, or read as a prefix of the written records. */
    private void readDamaged(Journal journal, boolean isKilled, int cycle) throws Exception {
        Path file = journal.files.get(random.nextInt(journal.files.size()));
        byte[] whole = Files.readAllBytes(file);
        Damage damage = Damage.of(whole, random);
        String what = "cycle=" + cycle + ", killed=" + isKilled + ", file=" + file + ", " + damage.what();
        try {
            Files.write(file, damage.bytes());
            List<TornTail> tornTails = new ArrayList<>();
            Hashes hashes = new Hashes();
            try (ChronicleJournalReader reader =
                    ChronicleJournalReader.open(journal.dir, MAX_SENSORS, tornTails::add)) {
                reader.read(reader.firstPosition(), reader.endPosition(), hashes);
            } catch (JournalException e) {
                assertThat(e.getMessage()).as(what).contains("file=").contains("offset=");
                assertThat(JournalVerifier.verify(journal.dir)).as(what).isPresent();
                count("journal refused");
                return;
            }
            assertThat(JournalVerifier.verify(journal.dir).map(JournalFault::file))
                    .as("nothing, or the note of the journal's extent, which readers do without; %s", what)
                    .isEqualTo(
                            isExtent(file) && !Arrays.equals(damage.bytes(), whole)
                                    ? Optional.of(file)
                                    : Optional.empty());
            assertThat(hashes.count).as(what).isLessThanOrEqualTo(journal.hashes.count);
            assertThat(Arrays.copyOf(hashes.after, hashes.count))
                    .as(what)
                    .isEqualTo(Arrays.copyOf(journal.hashes.after, hashes.count));
            if (hashes.count < journal.hashes.count) {
                assertThat(isKilled)
                        .as("cut, but it was closed in order; %s", what)
                        .isTrue();
                // a power cut too can leave a file that ends between two batches
                assertThat(tornTails.isEmpty() && hasSomethingBehind(damage.bytes(), whole))
                        .as("cut and not said so; %s", what)
                        .isFalse();
            }
            if (cycle % DIGEST_EVERY == 1) {
                String key = journal.dir + " " + hashes.count;
                String digest = digest(journal.dir, hashes.count);
                Files.write(file, whole);
                if (!digests.containsKey(key)) {
                    digests.put(key, digest(journal.dir, hashes.count));
                }
                assertThat(digest).as(what).isEqualTo(digests.get(key));
            }
            count(hashes.count < journal.hashes.count ? "journal cut and said so" : "journal whole");
        } finally {
            Files.write(file, whole);
        }
    }

    private static boolean isExtent(Path file) {
        return file.getFileName().toString().equals("extent");
    }

    /** Whether the damage left anything of what it did not touch behind its first byte. */
    private static boolean hasSomethingBehind(byte[] damaged, byte[] whole) {
        int at = Arrays.mismatch(damaged, whole);
        for (int i = Math.max(at, 0); i < damaged.length; i++) {
            if (damaged[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Any file of the data directory, and a whole gateway on it that reads its file to the end. */
    private void startOnDamage(Path state, boolean isKilled, int cycle) throws Exception {
        Path work = directory.resolve("start");
        copy(state, work);
        List<Path> files = dataFiles(work.resolve("data"));
        List<Path> snapshots = files.stream()
                .filter(each -> each.toString().endsWith(SNAPSHOT))
                .toList();
        Path file = random.nextInt(3) == 0 ? any(snapshots) : any(files);
        Damage damage = snapshots.contains(file) && random.nextInt(4) == 0
                ? new Damage(Files.readAllBytes(any(snapshots)), "another snapshot under this name")
                : Damage.of(Files.readAllBytes(file), random);
        Files.write(file, damage.bytes());
        String what = "cycle=" + cycle + ", killed=" + isKilled + ", file=" + file + ", " + damage.what();
        String kind = file.getFileName().toString().replaceAll(".*\\.", "").replaceAll("\\d+", "");
        List<String> log = new ArrayList<>();
        GatewayConfig config = new ConfigLoader().load(work.resolve("gateway.yaml"));
        try {
            Gateway gateway = Gateway.open(config, log::add, (where, cause) -> {
                throw new AssertionError(where + "; " + what, cause);
            });
            gateway.start();
            assertThat(gateway.awaitSources(ENDED_MS)).as(what).isTrue();
            gateway.stop();
            assertThat(gateway.isBalanced()).as(what).isTrue();
            assertThat(gateway.digest())
                    .as("state and outputs are those of the journal; %s", what)
                    .isEqualTo(digest(work.resolve("data/journal"), Long.MAX_VALUE));
        } catch (JournalException | SourceException e) {
            assertThat(e.getMessage()).as(what).contains("file=");
            assertThat(file.toString())
                    .as("a damaged snapshot is skipped; %s, %s", what, e.getMessage())
                    .doesNotEndWith(SNAPSHOT);
            if (kind.equals("cq")) {
                assertThat(e.getMessage()).as(what).contains("offset=");
            }
            count("start on ." + kind + " refused");
            return;
        } catch (RuntimeException e) {
            throw new AssertionError("neither refused nor recovered; " + what, e);
        }
        assertThat(keys(work.resolve("alarms.jsonl"))).as("%s, %s", what, log).isEqualTo(expectedAlarms);
        count("start on ." + kind + " recovered");
    }

    private Path any(List<Path> files) {
        return files.get(random.nextInt(files.size()));
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private String digest(Path journal, long endPosition) throws Exception {
        GatewayConfig config = new ConfigLoader().load(directory.resolve("work/gateway.yaml"));
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(journal, MAX_SENSORS, torn -> {})) {
            Replay.Range range = new Replay.Range(0, endPosition, Long.MIN_VALUE, Long.MAX_VALUE);
            Replay replay = new Replay(config.plan(), range, event -> {});
            replay.run(reader, new SnapshotFiles(journal.resolveSibling("snapshots"), 1, line -> {}, () -> 0));
            return replay.shard().digest();
        }
    }

    static List<Map<String, String>> events(Path alarms) throws IOException {
        return GatewayRun.jsonLines(alarms);
    }

    private static List<String> keys(Path alarms) throws IOException {
        return events(alarms).stream()
                .map(event ->
                        event.get("id") + " " + event.get("event") + " " + event.get("level") + " " + event.get("time"))
                .toList();
    }

    static List<Path> dataFiles(Path dir) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<Path> snapshots(Path work) throws IOException {
        return dataFiles(work.resolve("data")).stream()
                .filter(file -> file.toString().endsWith(SNAPSHOT))
                .toList();
    }

    /** Waves that the limits cut, and now and then a row that is quarantined. */
    static void writeRows(Path file, double rowsPerRadian) throws IOException {
        List<String> lines = new ArrayList<>(List.of("tag,event_time_ms,value"));
        for (int row = 0; row < ROWS; row++) {
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                double value = 50 + 50 * Math.sin(row / rowsPerRadian + sensor);
                lines.add(String.format(Locale.ROOT, "hall/%d,%d,%.2f", sensor, 1_795_195_860_000L + row * 20L, value));
            }
            if (row % 100 == 7) {
                lines.add("hall/1,not a time,5");
            }
        }
        Files.write(file, lines);
    }

    private static void writeConfig(Path work, String pace) throws IOException {
        Files.writeString(work.resolve("gateway.yaml"), config(pace));
    }

    static String config(String pace) {
        return """
                name: hall
                dataDir: data
                sources:
                  - file:
                      path: rows.csv
                      format: csv
                      columns: {sensor: tag, value: value, time: event_time_ms}
                      timeUnit: ms
                      pace: %s
                time: {idleAfter: 1h}
                snapshots: {every: 100ms}
                engine: {maxSensors: %d}
                alarms:
                  - {name: high, sensor: hall/+, type: limit, hi: 70, hihi: 90, deadband: 5}
                  - {name: late, sensor: hall/+, type: limit, lo: 20, onDelay: 30ms, offDelay: 20ms}
                sinks:
                  file: {file: {path: alarms.jsonl}}
                """.formatted(pace, MAX_SENSORS);
    }

    /** Makes one directory the copy of another. */
    static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            Files.walkFileTree(to, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                    Files.delete(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /** An undamaged journal and what is in it. */
    private static final class Journal {
        private final Path dir;
        private final List<Path> files;
        private final Hashes hashes = new Hashes();

        Journal(Path dir) throws IOException {
            this.dir = dir;
            this.files = dataFiles(dir).stream()
                    .filter(file -> !file.toString().endsWith(".cq4t"))
                    .toList();
            try (ChronicleJournalReader reader = ChronicleJournalReader.open(dir, MAX_SENSORS, torn -> {})) {
                reader.read(reader.firstPosition(), reader.endPosition(), hashes);
            }
        }
    }

    /** A hash after each record over all records so far. */
    private static final class Hashes implements RecordHandler {
        private static final long PRIME = 0x9E3779B97F4A7C15L;

        private long[] after = new long[1 << 16];
        private int count = 0;

        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            add(position, sensorId, eventTimeNs, receiveTimeNs, Double.doubleToRawLongBits(value), quality, flags);
        }

        @Override
        public void onTick(long position, long clockNs) {
            add(position, clockNs);
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            byte[] body = new byte[length];
            buffer.getBytes(offset, body);
            add(position, kind, Arrays.hashCode(body));
        }

        private void add(long... fields) {
            long hash = count == 0 ? 0 : after[count - 1];
            for (long field : fields) {
                hash = Long.rotateLeft((hash ^ field) * PRIME, 29);
            }
            if (count == after.length) {
                after = Arrays.copyOf(after, count * 2);
            }
            after[count++] = hash;
        }
    }
}
