package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalDamageException;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.gateway.CommandLineRun;
import io.tocsin.gateway.restart.DamagedJournal;
import io.tocsin.gateway.restart.Savepoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code journal.onDamage: setAside}: the kept files, the start of the gateway, its log lines, and interruptions.
 */
final class DamagedJournalTest {
    private static final int STAGE = 400;

    @TempDir
    private Path directory;

    private WatchedHall hall;
    /** The journal before it was damaged. */
    private NavigableMap<Long, String> records;
    /** Lines that the sink had before. */
    private List<String> before;

    @BeforeEach
    void twoStagesAndDamageBehindTheFirstSnapshot() throws Exception {
        hall = new WatchedHall(Files.createDirectory(directory.resolve("hall")));
        hall.run(0, STAGE, "refuse");
        hall.run(STAGE, 2 * STAGE, "refuse");
        records = hall.records();
        before = hall.delivered("file");
        assertThat(before).isEqualTo(WatchedHall.alarms(0, 0, 2 * STAGE)).isNotEmpty();
        Files.delete(snapshots(hall).get(1));
        flip(segment(hall, "g-000002"));
        hall.log();
    }

    @Test
    void shouldRefuseByDefault() {
        assertThatThrownBy(() -> hall.run(2 * STAGE, 3 * STAGE, "refuse")).isInstanceOf(JournalDamageException.class);
        assertThat(hall.data().resolve("setting-aside")).doesNotExist();
        assertThat(asides(hall)).isEmpty();
    }

    @Test
    void shouldKeepTheFilesGoOnFromTheSnapshotAndRaiseItsOwnAlarmOnce() throws Exception {
        Map<String, byte[]> damagedJournal = WatchedHall.files(hall.journal());
        Map<String, byte[]> damagedSnapshots = WatchedHall.files(hall.data().resolve("snapshots"));
        long snapshot = snapshotPosition(hall);

        hall.run(2 * STAGE, 3 * STAGE, "setAside");

        List<String> expected = new ArrayList<>(before);
        expected.add("journal-damaged journal RAISED");
        expected = WatchedHall.with(expected, WatchedHall.alarms(STAGE, 2 * STAGE, 3 * STAGE));
        assertThat(hall.delivered("file")).isEqualTo(expected);
        assertThat(hall.delivered("other")).as("every sink").containsExactly("journal-damaged journal RAISED");
        Path aside = asides(hall).get(0);
        requireSame(WatchedHall.files(aside.resolve("journal")), damagedJournal);
        requireSame(WatchedHall.files(aside.resolve("snapshots")), damagedSnapshots);

        Map<String, String> event = hall.events("other").get(0);
        assertThat(event.get("priority")).isEqualTo("critical");
        assertThat(event.get("id")).startsWith("journal-damaged/1/journal/");
        assertThat(event.get("eventId")).startsWith(event.get("id") + "/RAISED/");
        long last = records.lastKey();
        assertThat(event.get("message"))
                .contains("readings are lost", "the damaged files are in " + aside)
                .contains("missing from position " + snapshot + " to ")
                .contains("journal damaged: ", "g-000002", "alarms continue from the state at position " + snapshot);
        NavigableMap<Long, String> part = hall.records();
        assertThat(part.firstKey()).isEqualTo(DamagedJournal.PART).isGreaterThan(last);
        assertThat(part.firstEntry().getValue()).startsWith("gap JournalGap[fromPosition=" + snapshot);
        assertThat(hall.log()).anyMatch(line -> line.contains("journal.onDamage is setAside"));
        assertThat(hall.data().resolve("setting-aside")).doesNotExist();

        hall.run(3 * STAGE, 4 * STAGE, "setAside");
        expected = WatchedHall.with(before, List.of("journal-damaged journal RAISED"));
        expected = WatchedHall.with(expected, WatchedHall.alarms(STAGE, 2 * STAGE, 4 * STAGE));
        assertThat(hall.delivered("file")).isEqualTo(expected);
        assertThat(hall.delivered("other")).hasSize(1);
        assertThat(asides(hall)).containsExactly(aside);
    }

    @Test
    void shouldLetEveryCommandTellTheGap() throws Exception {
        Gateway gateway = hall.run(2 * STAGE, 3 * STAGE, "setAside");
        String config = hall.home().resolve("gateway.yaml").toString();

        assertThat(CommandLineRun.of("journal", "verify", "-c", config).out()).startsWith("fine: ");
        assertThat(CommandLineRun.of("check", "-c", config).out()).contains("set aside when damaged");
        assertThat(CommandLineRun.of("journal", "dump", "-c", config).out())
                .contains("\"type\":\"gap\"", "\"directory\":\"" + asides(hall).get(0));
        Path alarms = directory.resolve("replayed.jsonl");
        CommandLineRun replay = CommandLineRun.of("replay", "-c", config, "--digest", "--alarms", alarms.toString());
        assertThat(replay.exitCode()).isZero();
        assertThat(replay.err())
                .contains("note: the journal has a gap, missing from position " + snapshotOfGap())
                .contains("later results begin with the state at position");
        assertThat(replay.out()).contains("digest " + gateway.digest());
        assertThat(Files.readAllLines(alarms))
                .filteredOn(line -> line.contains("\"alarm\":\"journal-damaged\""))
                .hasSize(1);
        CommandLineRun old = CommandLineRun.of(
                "replay",
                "-c",
                config,
                "--journal",
                asides(hall).get(0).resolve("journal").toString());
        assertThat(old.exitCode()).as("what was set aside is still damaged").isEqualTo(1);
    }

    @Test
    void shouldNeverUseAPositionTwiceWhenThePartIsDamagedToo() throws Exception {
        hall.run(2 * STAGE, 3 * STAGE, "setAside");
        NavigableMap<Long, String> part = hall.records();
        List<Path> snapshots = snapshots(hall);
        Files.delete(snapshots.get(snapshots.size() - 1));
        flip(segment(hall, "g-000001"));

        hall.run(3 * STAGE, 4 * STAGE, "setAside");

        assertThat(hall.delivered("other"))
                .containsExactly("journal-damaged journal RAISED", "journal-damaged journal RAISED");
        List<Map<String, String>> events = hall.events("other");
        assertThat(events.get(1).get("eventId")).isNotEqualTo(events.get(0).get("eventId"));
        NavigableMap<Long, String> next = hall.records();
        assertThat(next.firstKey()).isEqualTo(2 * DamagedJournal.PART).isGreaterThan(part.lastKey());
        assertThat(asides(hall)).hasSize(2);
        List<String> expected = new ArrayList<>(before);
        expected.add("journal-damaged journal RAISED");
        expected = WatchedHall.with(expected, WatchedHall.alarms(STAGE, 2 * STAGE, 3 * STAGE));
        expected.add("journal-damaged journal RAISED");
        expected = WatchedHall.with(expected, WatchedHall.alarms(STAGE, 3 * STAGE, 4 * STAGE));
        assertThat(hall.delivered("file")).isEqualTo(expected);
    }

    @Test
    void shouldBeginAnewWhenNoSnapshotIsWhole() throws Exception {
        Files.delete(snapshots(hall).get(0));

        Gateway gateway = hall.run(2 * STAGE, 3 * STAGE, "setAside");

        List<String> expected = new ArrayList<>(before);
        expected.add("journal-damaged journal RAISED");
        expected = WatchedHall.with(expected, WatchedHall.alarms(0, 2 * STAGE, 3 * STAGE));
        assertThat(hall.delivered("file")).isEqualTo(expected);
        assertThat(hall.log()).anyMatch(line -> line.contains("with empty state, because no snapshot is whole"));
        String config = hall.home().resolve("gateway.yaml").toString();
        assertThat(CommandLineRun.of("replay", "-c", config, "--digest").out()).contains("digest " + gateway.digest());
    }

    @Test
    void shouldReadAgainWhatAFileStillHasWithoutDeliveringAnEventTwice() throws Exception {
        hall.run(STAGE, 2 * STAGE, "setAside");

        List<String> expected = new ArrayList<>(before);
        expected.add("journal-damaged journal RAISED");
        assertThat(hall.delivered("file")).isEqualTo(expected);
        hall.run(2 * STAGE, 3 * STAGE, "setAside");
        expected = WatchedHall.with(expected, WatchedHall.alarms(2 * STAGE, 2 * STAGE, 3 * STAGE));
        assertThat(hall.delivered("file")).as("nothing was lost").isEqualTo(expected);
    }

    @Test
    void shouldDeliverWhatWaitedForASinkThatWasDown() throws Exception {
        WatchedHall late = new WatchedHall(Files.createDirectory(directory.resolve("late")));
        late.run(0, STAGE, "refuse");
        late.runWithoutSink(STAGE, 2 * STAGE, "file");
        assertThat(late.delivered("file")).isEqualTo(WatchedHall.alarms(0, 0, STAGE));
        Files.delete(snapshots(late).get(1));
        flip(segment(late, "g-000002"));

        late.run(2 * STAGE, 3 * STAGE, "setAside");

        List<String> expected = WatchedHall.alarms(0, 0, 2 * STAGE);
        expected.add("journal-damaged journal RAISED");
        expected = WatchedHall.with(expected, WatchedHall.alarms(STAGE, 2 * STAGE, 3 * STAGE));
        assertThat(late.delivered("file"))
                .as("events of lost readings are in the alarm log")
                .isEqualTo(expected);
    }

    @Test
    void shouldEndWithTheExitCodeThatTheConfigurationAsksFor() throws Exception {
        hall.config(2 * STAGE, 3 * STAGE, "refuse");
        String config = hall.home().resolve("gateway.yaml").toString();
        CommandLineRun refused = CommandLineRun.of("run", "-c", config);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("ERROR  journal damaged: ").hasLineCount(1);

        hall.config(2 * STAGE, 3 * STAGE, "setAside");
        CommandLineRun run = CommandLineRun.of("run", "-c", config);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .containsOnlyOnce("journal.onDamage is setAside: journal and snapshots are moved to "
                        + asides(hall).get(0))
                .contains("WARN   journal damaged: ");
    }

    @Test
    void shouldEndRefusedOrFinishedWhereverItIsBrokenOff() throws Exception {
        List<Path> kills = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        Files.write(hall.data().resolve("setting-aside.unfinished"), new byte[] {1, 2, 3});
        hall.run(2 * STAGE, 3 * STAGE, "setAside", step -> {
            steps.add(step);
            Path kill = directory.resolve("kill-" + steps.size());
            try {
                WatchedHall.copy(hall.home(), kill);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            kills.add(kill);
        });
        assertThat(steps)
                .containsExactly(
                        "noted",
                        "directory made",
                        "journal moved",
                        "journal begun",
                        "snapshot written",
                        "snapshot moved",
                        "gap journalled",
                        "done");
        List<String> expected = new ArrayList<>(before);
        expected.add("journal-damaged journal RAISED");
        expected = WatchedHall.with(expected, WatchedHall.alarms(STAGE, 2 * STAGE, 3 * STAGE));
        for (int i = 0; i < kills.size(); i++) {
            WatchedHall killed = new WatchedHall(kills.get(i));
            String step = steps.get(i);
            String config = killed.home().resolve("gateway.yaml").toString();
            CommandLineRun verify = CommandLineRun.of("journal", "verify", "-c", config);
            boolean isFinished = i >= steps.indexOf("snapshot moved");
            assertThat(verify.exitCode()).as(step + ": " + verify).isEqualTo(isFinished ? 0 : 1);
            if (!isFinished) {
                assertThatThrownBy(() -> savepoints(killed)).as(step).isInstanceOf(JournalException.class);
            }

            killed.run(2 * STAGE, 3 * STAGE, "refuse");
            assertThat(killed.delivered("file")).as(step).isEqualTo(expected);
            assertThat(killed.delivered("other")).as(step).hasSize(1);
            assertThat(asides(killed)).as(step).hasSize(1);
            assertThat(killed.data().resolve("setting-aside")).doesNotExist();
            assertThat(killed.records().firstKey()).as(step).isEqualTo(DamagedJournal.PART);
            verify = CommandLineRun.of("journal", "verify", "-c", config);
            assertThat(verify.exitCode()).as(step + ": " + verify).isZero();
        }
    }

    @Test
    void shouldRefuseANoteThatCannotBeBelieved() throws Exception {
        Path note = Files.write(hall.data().resolve("setting-aside"), new byte[40]);
        assertThatThrownBy(() -> hall.run(2 * STAGE, 3 * STAGE, "setAside"))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("cannot read the state of setting a damaged journal aside: ")
                .hasMessageEndingWith("file=" + note);
    }

    @Test
    void shouldNotSetAsideWhatItCannotRead() throws Exception {
        Path segment = segment(hall, "g-000002");
        Files.delete(segment);
        Files.createDirectory(segment);
        assertThatThrownBy(() -> hall.run(2 * STAGE, 3 * STAGE, "setAside"))
                .isInstanceOf(JournalException.class)
                .isNotInstanceOf(JournalDamageException.class)
                .hasMessageContaining(segment.getFileName() + " is a directory");
        assertThat(asides(hall)).isEmpty();
    }

    private static void savepoints(WatchedHall hall) throws Exception {
        new Savepoints(hall.config(2 * STAGE, 3 * STAGE, "refuse"), line -> {}, () -> 0)
                .restore(snapshotIn(hall), true);
    }

    private static Path snapshotIn(WatchedHall hall) throws IOException {
        try (Stream<Path> all = Files.walk(hall.data())) {
            return all.filter(file -> file.toString().endsWith(".tocsnap"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String snapshotOfGap() {
        String gap = hall.records().firstEntry().getValue();
        return gap.substring(gap.indexOf("fromPosition=") + "fromPosition=".length(), gap.indexOf(", toPosition"));
    }

    private static long snapshotPosition(WatchedHall hall) throws IOException {
        return Long.parseLong(snapshots(hall).get(0).getFileName().toString().replaceAll("\\D", ""));
    }

    private static List<Path> snapshots(WatchedHall hall) throws IOException {
        try (Stream<Path> files = Files.list(hall.data().resolve("snapshots"))) {
            return files.sorted().toList();
        }
    }

    private static List<Path> asides(WatchedHall hall) {
        try (Stream<Path> files = Files.list(hall.data())) {
            return files.filter(file -> file.getFileName().toString().startsWith("damaged-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path segment(WatchedHall hall, String generation) {
        return hall.journal().resolve(generation).resolve("19700101F.cq4");
    }

    /** A bit in the middle of the written bytes. */
    private static void flip(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        bytes[end - 1000] ^= 4;
        Files.write(segment, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void requireSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (file, content) -> assertThat(actual.get(file)).as(file).isEqualTo(content));
    }
}
