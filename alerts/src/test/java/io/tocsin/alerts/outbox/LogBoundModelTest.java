package io.tocsin.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.alerts.log.GapNotice;
import io.tocsin.alerts.log.LogReader;
import io.tocsin.alerts.log.LogRetention;
import io.tocsin.alerts.log.RecoveryReport;
import io.tocsin.alerts.log.SinkPlace;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.port.RecordAges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An alarm log at its bound, under random events, rows, deliveries, cuts, kills between any two steps of a cut,
 * restarts from snapshots of any age. Beside it a list of everything that was ever logged: each sink must have received
 * each entry or a report of its loss, and the numbers must agree exactly.
 */
class LogBoundModelTest {
    private static final int SEGMENT_BYTES = 16_384;
    private static final int BLOCK_BYTES = 4_096;
    private static final int OPERATIONS = 60;

    @TempDir
    Path temp;

    @Test
    void shouldDeliverOrCountEveryEntry() throws Exception {
        run(7_000, 12);
    }

    @Test
    @Tag("heavy")
    void shouldDeliverOrCountEveryEntryManyTimes() throws Exception {
        run(100_000, 5_000);
    }

    private void run(long firstSeed, int seeds) throws Exception {
        int lostEvents = 0;
        int lostRows = 0;
        int kills = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            World world = new World(temp.resolve("seed-" + seed), new Random(seed));
            try {
                world.run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed=" + seed, e);
            }
            lostEvents += world.lostOf(0);
            lostRows += world.lostOf(1);
            kills += world.killsInACut;
        }
        assertThat(lostEvents).as("events lost").isPositive();
        assertThat(lostRows).as("rows lost").isPositive();
        assertThat(kills).as("kills between two steps of a cut").isPositive();
    }

    /** Model of a sink. */
    private static final class Receiver {
        final BitSet got = new BitSet();
        /** Events and rows, as GAP events said; by id, for one that comes again is the same. */
        final Map<String, long[]> gaps = new HashMap<>();

        int lastOrdinal = -1;

        long lost(int kind) {
            return gaps.values().stream().mapToLong(counts -> counts[kind]).sum();
        }
    }

    private static final class World {
        private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");
        private static final Pattern GAP = Pattern.compile("\"id\":\"([^\"]*)\".*\"events\":(\\d+),\"rows\":(\\d+)");

        private final Path directory;
        private final Random random;
        private final TestPlant plant = new TestPlant();
        private final int toAll = plant.limitRule("all", "{sensor}");
        private final int toA = plant.limitRule("a-only", "{sensor}", "a");
        private final int rowsToA = plant.stream("rows-a", List.of(Aggregate.MAX), "a");
        private final int rowsToBoth = plant.stream("rows-ab", List.of(Aggregate.MAX), "a", "b");
        private final int sensor = plant.sensor("plant/temp");
        private final int rowsOfTen;
        /** 0: event to all, 1: event to a, 2: row to a, 3: row to both. Ordinal and position are the index. */
        private final List<Integer> history = new ArrayList<>();

        private final Map<String, Receiver> receivers = new TreeMap<>();
        private final Map<String, Cursor> cursors = new TreeMap<>();
        private AlarmLog log;
        int killsInACut;

        World(Path directory, Random random) {
            this.directory = directory;
            this.random = random;
            this.rowsOfTen = random.nextInt(11);
            receivers.put("a", new Receiver());
            receivers.put("b", new Receiver());
        }

        int lostOf(int kind) {
            return (int) receivers.values().stream()
                    .mapToLong(receiver -> receiver.lost(kind))
                    .sum();
        }

        void run() throws IOException {
            open();
            for (int i = 0; i < OPERATIONS; i++) {
                switch (random.nextInt(9)) {
                    case 0, 1, 2 -> append(1 + random.nextInt(120));
                    case 3 -> deliver("a", random.nextInt(200));
                    case 4 -> deliver("b", random.nextInt(60));
                    case 5 -> trim();
                    case 6 -> restart();
                    default -> cut();
                }
            }
            restart();
            for (String sink : receivers.keySet()) {
                deliver(sink, Integer.MAX_VALUE);
                verify(sink);
            }
            log.close();
        }

        private void open() {
            Path cursorDirectory = directory.resolve("cursors");
            log = AlarmLog.open(
                    directory, plant.formatter(), SEGMENT_BYTES, Cursor.isFirstStart(cursorDirectory), line -> {});
            receivers
                    .keySet()
                    .forEach(sink -> cursors.put(sink, Cursor.open(cursorDirectory, sink, log, line -> {
                        throw new AssertionError(line);
                    })));
            assertThat(log.firstMissing()).isIn((long) history.size(), Long.MAX_VALUE);
            int snapshot = history.isEmpty() ? 0 : random.nextInt(history.size() + 1);
            log.beginRecovery(history.size(), snapshot);
            for (int n = snapshot; n < history.size(); n++) {
                offer(n);
            }
            RecoveryReport report = log.endRecovery();
            assertThat(report.added() + report.repeated() + report.orphans() + report.mismatches() + report.lost())
                    .as("a replay from position " + snapshot + ": " + report)
                    .isZero();
            cursors.values().forEach(cursor -> cursor.settle(log));
            receivers.values().forEach(receiver -> receiver.lastOrdinal = -1);
        }

        private void restart() {
            log.close();
            open();
        }

        private void append(int count) {
            for (int i = 0; i < count; i++) {
                boolean isRow = random.nextInt(10) < rowsOfTen;
                history.add((isRow ? 2 : 0) + random.nextInt(2));
                offer(history.size() - 1);
            }
            log.force();
        }

        private void offer(int n) {
            switch (history.get(n)) {
                case 0 -> log.onAlarm(TestPlant.raised(toAll, sensor, n, n, n + 1));
                case 1 -> log.onAlarm(TestPlant.raised(toA, sensor, n, n, n + 1));
                case 2 -> log.onRow(TestPlant.row(rowsToA, sensor, n, n, n + 2, 1, 1.5));
                default -> log.onRow(TestPlant.row(rowsToBoth, sensor, n, n, n + 2, 1, 1.5));
            }
        }

        /** As a sink's thread does it. */
        private void deliver(String sink, int limit) {
            Cursor cursor = cursors.get(sink);
            Receiver receiver = receivers.get(sink);
            GapNotice notice = log.gapFor(sink, cursor.told());
            if (notice != null) {
                Matcher gap = GAP.matcher(notice.frame().json());
                assertThat(gap.find()).as(notice.frame().json()).isTrue();
                receiver.gaps.put(
                        gap.group(1), new long[] {Long.parseLong(gap.group(2)), Long.parseLong(gap.group(3))});
                cursor.tell(notice.told());
            }
            assertThat(log.gapFor(sink, cursor.told())).as("told once").isNull();
            long end = log.forced().sequence();
            try (LogReader reader = log.reader(cursor.sequence())) {
                LogFrame frame = reader.next(end);
                for (int i = 0; frame != null && i < limit; i++) {
                    if (frame.isFor(sink)
                            && !(frame.type() == FrameType.ROW && frame.sequence() < log.rowsGoneBelow())) {
                        Matcher position = POSITION.matcher(frame.json());
                        assertThat(position.find()).isTrue();
                        int ordinal = Integer.parseInt(position.group(1));
                        assertThat(ordinal).as("order").isGreaterThan(receiver.lastOrdinal);
                        assertThat(receiver.got.get(ordinal))
                                .as("once, " + ordinal)
                                .isFalse();
                        receiver.lastOrdinal = ordinal;
                        receiver.got.set(ordinal);
                    }
                    cursor.moveBehind(frame);
                    frame = reader.next(end);
                }
            }
            cursor.persist();
        }

        private void trim() {
            long delivered = cursors.values().stream()
                    .mapToLong(Cursor::persistedSequence)
                    .min()
                    .getAsLong();
            LogRetention retention = new LogRetention(Long.MAX_VALUE, random.nextInt(100_000));
            log.trim(retention, delivered, random.nextInt(history.size() + 1), RecordAges.at(0));
        }

        private void cut() throws IOException {
            Map<String, SinkPlace> places = new TreeMap<>();
            cursors.forEach((sink, cursor) -> places.put(sink, cursor.persistedPlace()));
            boolean isDurable = random.nextInt(4) > 0;
            long durable = isDurable ? history.size() : random.nextInt(history.size() + 1);
            int maxBytes = SEGMENT_BYTES + random.nextInt(5) * SEGMENT_BYTES;
            Map<Path, byte[]> before = files();
            long[] lostNow = new long[2];
            boolean isWithin = log.cut(maxBytes, places, durable, (sink, lost) -> {
                lostNow[0] += lost.events();
                lostNow[1] += lost.rows();
            });
            Map<Path, byte[]> after = files();
            assertThat(isWithin || !isDurable || maxBytes == SEGMENT_BYTES)
                    .as("within " + maxBytes)
                    .isTrue();
            if (isWithin) {
                assertThat(sealedBytes(after)).isLessThanOrEqualTo(maxBytes - SEGMENT_BYTES);
            }
            if (lostNow[0] > 0 && isDurable) {
                assertThat(log.rowsGoneBelow())
                        .as("rows of all files but the newest went before the first event")
                        .isGreaterThanOrEqualTo(firstSequence(new TreeSet<>(after.keySet()).last()));
            }
            if (random.nextBoolean()) {
                killInACut(before, after);
            }
        }

        /** So many steps of the cut were done: the first file replaced, then others deleted, then others replaced. */
        private void killInACut(Map<Path, byte[]> before, Map<Path, byte[]> after) throws IOException {
            List<Path> changed = new ArrayList<>();
            for (Path file : new TreeSet<>(before.keySet())) {
                if (!after.containsKey(file)) {
                    changed.add(file);
                }
            }
            Path first = new TreeSet<>(before.keySet()).first();
            for (Path file : new TreeSet<>(after.keySet())) {
                if (!Arrays.equals(before.get(file), after.get(file)) && !file.equals(first)) {
                    changed.add(file);
                }
            }
            if (Arrays.equals(before.get(first), after.get(first))) {
                assertThat(changed).as("the first file decides").isEmpty();
                return;
            }
            changed.add(0, first);
            log.close();
            int done = random.nextInt(changed.size() + 1);
            for (Path file : changed.subList(done, changed.size())) {
                Files.write(file, before.get(file));
            }
            if (done < changed.size() && random.nextBoolean()) {
                Path next = changed.get(done);
                byte[] whole = after.getOrDefault(next, before.get(next));
                Files.write(
                        next.resolveSibling(next.getFileName() + ".new"),
                        Arrays.copyOf(whole, random.nextInt(whole.length)));
            }
            killsInACut++;
            open();
        }

        private Map<Path, byte[]> files() throws IOException {
            Map<Path, byte[]> files = new HashMap<>();
            try (Stream<Path> list = Files.list(directory)) {
                for (Path file :
                        list.filter(each -> each.toString().endsWith(".alarms")).toList()) {
                    files.put(file, Files.readAllBytes(file));
                }
            }
            return files;
        }

        private static long sealedBytes(Map<Path, byte[]> files) {
            long bytes = 0;
            for (Path file : new TreeSet<>(files.keySet()).headSet(new TreeSet<>(files.keySet()).last())) {
                bytes += Math.max(BLOCK_BYTES, files.get(file).length);
            }
            return bytes;
        }

        private static long firstSequence(Path file) {
            return Long.parseLong(file.getFileName().toString().replace(".alarms", ""));
        }

        private void verify(String sink) {
            Receiver receiver = receivers.get(sink);
            long[] missing = new long[2];
            for (int n = 0; n < history.size(); n++) {
                int what = history.get(n);
                boolean isFor = sink.equals("a") || what == 0 || what == 3;
                if (!isFor) {
                    assertThat(receiver.got.get(n)).as("not for it").isFalse();
                } else if (!receiver.got.get(n)) {
                    missing[what < 2 ? 0 : 1]++;
                }
            }
            assertThat(new long[] {receiver.lost(0), receiver.lost(1)})
                    .as("what sink " + sink + " was told of")
                    .isEqualTo(missing);
        }
    }
}
