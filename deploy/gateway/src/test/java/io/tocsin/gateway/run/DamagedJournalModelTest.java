package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random damage to journal and snapshots under {@code journal.onDamage: setAside}, against an oracle that knows which
 * readings lie before the snapshot that is left: every start comes up; the sink has what it had, the gateway's own
 * alarm once if anything was set aside, and what a naive alarm says to the readings that are in the state and those
 * that are new. {@code -Dtocsin.seed} and {@code -Dtocsin.cycles} repeat a run.
 */
final class DamagedJournalModelTest {
    private static final int ROUNDS = Integer.getInteger("tocsin.cycles", 50);
    private static final long SEED = Long.getLong("tocsin.seed", 1);
    private static final int STAGES = 4;
    private static final int STAGE = 150;
    private static final int ROWS = STAGES * STAGE;
    private static final int DAMAGES = 9;
    /** Of so many rounds one starts the gateway once more and replays. */
    private static final int THOROUGH_EVERY = 4;

    @TempDir
    private Path directory;

    private WatchedHall whole;
    private NavigableMap<Long, String> records;
    private List<String> delivered;
    private int setAsideCount;
    private int wholeCount;

    @BeforeEach
    void runFourStages() throws Exception {
        whole = new WatchedHall(Files.createDirectory(directory.resolve("whole")));
        for (int stage = 0; stage < STAGES; stage++) {
            whole.run(stage * STAGE, (stage + 1) * STAGE, "refuse");
        }
        records = whole.records();
        delivered = whole.delivered("file");
        assertThat(WatchedHall.readings(records)).isEqualTo(ROWS);
        assertThat(delivered).isEqualTo(WatchedHall.alarms(0, 0, ROWS)).isNotEmpty();
        assertThat(files(whole.data().resolve("snapshots"))).hasSize(3);
    }

    @Test
    void shouldGoOnFromTheSnapshotThatIsLeftWhateverIsDamaged() throws Exception {
        System.out.println("DamagedJournalModelTest: seed=" + SEED + ", cycles=" + ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED * 1_000_003 + round);
            WatchedHall hall = new WatchedHall(directory.resolve("round"));
            WatchedHall.copy(whole.home(), hall.home());
            List<String> damages = new ArrayList<>();
            damageSnapshots(hall, random, damages);
            for (int count = 1 + random.nextInt(2); count > 0; count--) {
                damageJournal(hall, random, damages);
            }
            try {
                requireThatItGoesOn(hall, random, round % THOROUGH_EVERY == 0);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("round=" + round + ", seed=" + SEED + ", damages=" + damages, e);
            }
            WatchedHall.delete(hall.home());
        }
        System.out.println("DamagedJournalModelTest: set aside " + setAsideCount + ", harmless " + wholeCount);
        assertThat(setAsideCount).as("rounds that set a journal aside").isGreaterThan(ROUNDS / 2);
        assertThat(wholeCount).as("rounds whose damage changed nothing").isPositive();
    }

    private void requireThatItGoesOn(WatchedHall hall, Random random, boolean isThorough) throws Exception {
        Map<String, byte[]> damagedJournal = WatchedHall.files(hall.journal());
        Map<String, byte[]> damagedSnapshots = WatchedHall.files(hall.data().resolve("snapshots"));

        long snapshot = hall.newestSnapshot();

        boolean isSharded = random.nextInt(4) == 0;
        hall.also((random.nextBoolean() ? "alarmGate: durable" : "alarmGate: journalled")
                + (isSharded ? "\nengine: {shards: 2}" : ""));

        Gateway gateway = hall.run(ROWS, ROWS + STAGE, "setAside");

        // A start does not read what lies before its snapshot, so neither does it notice damage there.
        NavigableMap<Long, String> after = hall.records(snapshot);
        boolean isSetAside = after.firstEntry().getValue().startsWith("gap ");
        List<String> expected = new ArrayList<>(delivered);
        long goesOnAt;
        if (isSetAside) {
            setAsideCount++;
            goesOnAt = from(after.firstEntry().getValue());
            assertThat(goesOnAt).as("the newest whole snapshot").isEqualTo(snapshot);
            assertThat(after.firstKey()).as("a position is used once").isGreaterThan(records.lastKey());
            expected.add("journal-damaged journal RAISED");
            requireKept(hall, damagedJournal, damagedSnapshots);
        } else {
            wholeCount++;
            goesOnAt = lastPlan(after);
            SortedMap<Long, String> kept = after.headMap(goesOnAt);
            assertThat(records).as("the journal is a part of what it was").containsAllEntriesOf(kept);
            assertThat(kept).hasSize((int) (goesOnAt - after.firstKey()));
        }
        int before = WatchedHall.readings(records.headMap(goesOnAt));
        expected = WatchedHall.with(expected, WatchedHall.alarms(before, ROWS, ROWS + STAGE));
        assertThat(hall.delivered("file")).isEqualTo(expected);
        assertThat(hall.delivered("other")).hasSize(isSetAside ? 1 : 0);
        assertThat(WatchedHall.readings(after.tailMap(goesOnAt))).isEqualTo(STAGE);
        if (isThorough && !isSharded) {
            requireTheSameAgain(hall, gateway.digest(), expected, isSetAside);
        }
    }

    /** Another start decides nothing anew, and a replay decides the same. */
    private static void requireTheSameAgain(WatchedHall hall, String digest, List<String> expected, boolean isWhole)
            throws Exception {
        String config = hall.home().resolve("gateway.yaml").toString();
        if (isWhole) {
            CommandLineRun verify = CommandLineRun.of("journal", "verify", "-c", config);
            assertThat(verify.exitCode()).as(verify.toString()).isZero();
            CommandLineRun replay = CommandLineRun.of("replay", "-c", config, "--digest");
            assertThat(replay.out()).as(replay.err()).contains("digest " + digest);
        }
        Gateway again = hall.run(ROWS, ROWS + STAGE, "setAside");
        assertThat(again.digest()).isEqualTo(digest);
        assertThat(hall.delivered("file")).isEqualTo(expected);
        assertThat(hall.delivered("other").size()).isLessThanOrEqualTo(1);
    }

    private static void requireKept(WatchedHall hall, Map<String, byte[]> journal, Map<String, byte[]> snapshots)
            throws IOException {
        List<Path> asides = files(hall.data()).stream()
                .filter(file -> file.getFileName().toString().startsWith("damaged-"))
                .toList();
        assertThat(asides).hasSize(1);
        requireSame(WatchedHall.files(asides.get(0).resolve("journal")), journal);
        requireSame(WatchedHall.files(asides.get(0).resolve("snapshots")), snapshots);
    }

    private static void requireSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (file, content) -> assertThat(actual.get(file)).as(file).isEqualTo(content));
    }

    private static long from(String gap) {
        return Long.parseLong(gap.replaceAll(".*fromPosition=(\\d+),.*", "$1"));
    }

    /** A start with other rows has another plan: its record is the first of the start. */
    private static long lastPlan(NavigableMap<Long, String> records) {
        return records.descendingMap().entrySet().stream()
                .filter(record -> record.getValue().startsWith("control 2 "))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static void damageSnapshots(WatchedHall hall, Random random, List<String> damages) throws IOException {
        List<Path> snapshots = files(hall.data().resolve("snapshots"));
        int newest = random.nextInt(snapshots.size() + 1);
        for (int i = snapshots.size() - 1; i >= snapshots.size() - newest; i--) {
            Path snapshot = snapshots.get(i);
            damages.add("snapshot " + snapshot.getFileName());
            if (random.nextBoolean()) {
                Files.delete(snapshot);
            } else {
                byte[] bytes = Files.readAllBytes(snapshot);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(snapshot, bytes);
            }
        }
    }

    private static void damageJournal(WatchedHall hall, Random random, List<String> damages) throws IOException {
        List<Path> generations = files(hall.journal()).stream()
                .filter(file -> file.getFileName().toString().startsWith("g-"))
                .toList();
        if (generations.isEmpty()) {
            return;
        }
        Path generation = generations.get(random.nextInt(generations.size()));
        Path other = generations.get(random.nextInt(generations.size()));
        int damage = random.nextInt(DAMAGES);
        damages.add(damage + " " + generation.getFileName());
        switch (damage) {
            case 0 -> WatchedHall.delete(generation);
            case 1 -> WatchedHall.delete(hall.journal());
            case 2 -> swap(generation, other);
            case 3 -> Files.deleteIfExists(hall.journal().resolve("extent"));
            case 4 -> {
                Files.deleteIfExists(hall.journal().resolve("extent"));
                WatchedHall.delete(generations.get(generations.size() - 1));
            }
            default -> damageSegment(segment(generation), random, damage);
        }
    }

    private static void damageSegment(Path segment, Random random, int damage) throws IOException {
        if (!Files.exists(segment)) {
            return;
        }
        byte[] bytes = Files.readAllBytes(segment);
        int written = bytes.length;
        while (written > 1 && bytes[written - 1] == 0) {
            written--;
        }
        int at = random.nextInt(written);
        switch (damage) {
            case 5 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 6 -> Arrays.fill(bytes, at, Math.min(written, at + 1 + random.nextInt(600)), (byte) 0);
            case 7 -> bytes = Arrays.copyOf(bytes, at);
            default -> {
                byte[] noise = new byte[Math.min(written - at, 64)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, noise.length);
            }
        }
        Files.write(segment, bytes);
    }

    private static void swap(Path one, Path other) throws IOException {
        if (one.equals(other)) {
            return;
        }
        Path aside = one.resolveSibling("swapped");
        Files.move(one, aside);
        Files.move(other, one);
        Files.move(aside, other);
    }

    private static Path segment(Path generation) {
        return generation.resolve("19700101F.cq4");
    }

    private static List<Path> files(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.sorted().toList();
        }
    }
}
