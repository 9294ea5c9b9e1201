package io.tocsin.alerts.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.ResultFields;
import io.tocsin.alerts.event.RowFields;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.outbox.Cursor;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.engine.result.AlarmEventKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alarm log and cursors under kills, power cuts, retention and random damage to any of their files, with one sink that
 * is up and one that is down most of the time. Snapshots are positions with a count of events; retention cuts the
 * journal off at the oldest.
 *
 * <p>The invariant: no start is refused, and in the end each sink has every event of the fold, or that event
 * was named as lost to it. Without power cuts each sensor's events come in their order.
 */
class LogDamageModelTest {
    private static final int SENSORS = 4;
    private static final int STARTS = 14;
    private static final int KEPT_SNAPSHOTS = 3;
    private static final List<String> SINKS = List.of("up", "down");
    private static final Pattern LOST = Pattern.compile("lost: events? (\\d+)(?: to (\\d+))?");

    @TempDir
    Path temp;

    @Test
    void shouldDeliverOrNameEachEventWhenFilesAreDamaged() throws Exception {
        run(1, 15);
    }

    @Test
    @Tag("heavy")
    void shouldDeliverOrNameEachEventWhenFilesAreDamagedManyTimes() throws Exception {
        run(Long.getLong("tocsin.seed", 1_000), Integer.getInteger("tocsin.cycles", 5_000));
    }

    private void run(long firstSeed, int seeds) throws Exception {
        Map<String, Integer> totals = new LinkedHashMap<>();
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            World world = new World(temp.resolve("seed-" + seed), new Random(seed));
            try {
                world.run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed=" + seed + ", " + String.join("\n", world.story), e);
            }
            world.counts.forEach((what, count) -> totals.merge(what, count, Integer::sum));
        }
        System.out.println("log damage: worlds=" + seeds + " " + totals);
        if (seeds > 10) {
            assertThat(totals).containsKeys("damages", "damaged places", "lost and named", "events", "delivered again");
        }
    }

    /** A record of the journal; n is the sensor's n-th event, or -1: a reading without one. */
    private record Entry(int sensor, int n) {}

    private record Snapshot(int position, int eventCount) {}

    private static final class World {
        private final Path directory;
        private final Random random;
        private final TestPlant plant = new TestPlant();
        private final int rule = plant.limitRule("hot", "{sensor} at {value}");
        private final int stream = plant.stream("rows", List.of(Aggregate.MAX), "up", "down");
        private final boolean hasPowerCuts;
        private final List<String> story = new ArrayList<>();
        private final Map<String, Integer> counts = new LinkedHashMap<>();

        private final List<Entry> journal = new ArrayList<>();
        private final int[] skippedTo = new int[SENSORS];
        private final int[] everSent = new int[SENSORS];
        private final List<Snapshot> snapshots = new ArrayList<>();
        private int durableLength;
        private int journalBegin;
        private int baseEventCount;

        private final Map<String, Cursor> cursors = new LinkedHashMap<>();
        private final Map<String, List<String>> delivered = new HashMap<>();
        private final Set<String> namedAsLost = new HashSet<>();

        World(Path directory, Random random) {
            this.directory = directory;
            this.random = random;
            this.hasPowerCuts = random.nextBoolean();
            for (int i = 0; i < SENSORS; i++) {
                plant.sensor("plant/s" + i);
            }
            for (String sink : SINKS) {
                delivered.put(sink, new ArrayList<>());
            }
        }

        void run() throws IOException {
            for (int start = 0; start <= STARTS; start++) {
                boolean isLast = start == STARTS;
                AlarmLog log = open();
                if (recover(log, isLast)) {
                    live(log, isLast);
                }
                log.close();
                if (!isLast) {
                    crash(log);
                    damage();
                }
            }
            verify();
        }

        private AlarmLog open() {
            AlarmLog log = AlarmLog.open(
                    directory, plant.formatter(), 4_000, Cursor.isFirstStart(cursorDirectory()), this::hear);
            cursors.clear();
            for (String sink : SINKS) {
                cursors.put(sink, Cursor.open(cursorDirectory(), sink, log, this::hear));
            }
            return log;
        }

        private Path cursorDirectory() {
            return directory.resolve("cursors");
        }

        /** Returns false when it was killed on the way. */
        private boolean recover(AlarmLog log, boolean isLast) {
            long needed = log.firstMissing();
            Snapshot base = base(needed);
            story.add("recovery from " + base + ", needed " + needed + ", journal " + journalBegin + " to "
                    + journal.size());
            baseEventCount = base.eventCount();
            log.beginRecovery(journal.size(), base.eventCount());
            int ordinal = base.eventCount();
            for (int position = base.position(); position < journal.size(); position++) {
                if (!isLast && random.nextInt(400) == 0) {
                    story.add("killed in recovery");
                    return false;
                }
                if (journal.get(position).n() >= 0) {
                    offer(log, ordinal, position);
                    ordinal++;
                }
            }
            RecoveryReport report = log.endRecovery();
            if (!hasPowerCuts) {
                assertThat(report.mismatches()).isZero();
            }
            story.add(report.toString());
            cursors.forEach((sink, cursor) -> {
                long before = cursor.sequence();
                cursor.settle(log);
                story.add(sink + " from " + before + " to " + cursor.sequence());
            });
            return true;
        }

        private void hear(String line) {
            story.add(line);
            if (line.contains("damaged, file=")) {
                count("damaged places");
            }
            Matcher lost = LOST.matcher(line);
            if (lost.find()) {
                List<String> fold = fold();
                int first = Integer.parseInt(lost.group(1));
                int last = lost.group(2) == null ? first : Integer.parseInt(lost.group(2));
                assertThat(last).as("can be decided again: %s", line).isLessThan(baseEventCount);
                for (int ordinal = first; ordinal <= last; ordinal++) {
                    count("lost and named");
                    namedAsLost.add(fold.get(ordinal));
                }
            }
        }

        /** As a start chooses it: the newest snapshot that has no event that the log needs, or the beginning. */
        private Snapshot base(long needed) {
            Snapshot oldest = null;
            for (int i = snapshots.size() - 1; i >= 0; i--) {
                if (snapshots.get(i).eventCount() <= needed) {
                    return snapshots.get(i);
                }
                oldest = snapshots.get(i);
            }
            return journalBegin == 0 ? new Snapshot(0, 0) : oldest;
        }

        private void live(AlarmLog log, boolean isLast) throws IOException {
            int offered = journal.size();
            int ordinal = fold().size();
            boolean isDown = !isLast && random.nextInt(4) > 0;
            for (int step = random.nextInt(120); step > 0; step--) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> journal.add(next());
                    case 3, 4, 5 -> {
                        if (offered < journal.size()) {
                            if (journal.get(offered).n() >= 0) {
                                offer(log, ordinal, offered);
                                ordinal++;
                            }
                            offered++;
                        }
                    }
                    case 6 -> durableLength = journal.size();
                    case 7 -> deliver(log, "up");
                    case 8 -> {
                        if (!isDown) {
                            deliver(log, "down");
                        }
                    }
                    default -> {
                        if (random.nextInt(3) == 0 && offered == journal.size()) {
                            snapshot(log, ordinal);
                        }
                    }
                }
            }
            if (isLast) {
                for (; offered < journal.size(); offered++) {
                    if (journal.get(offered).n() >= 0) {
                        offer(log, ordinal, offered);
                        ordinal++;
                    }
                }
                for (String sink : SINKS) {
                    while (cursors.get(sink).sequence() < log.logged().sequence()) {
                        deliver(log, sink);
                    }
                }
            }
        }

        private void snapshot(AlarmLog log, int eventCount) {
            durableLength = journal.size();
            log.force();
            snapshots.add(new Snapshot(journal.size(), eventCount));
            while (snapshots.size() > KEPT_SNAPSHOTS) {
                snapshots.remove(0);
            }
            if (random.nextInt(3) == 0) {
                journalBegin = snapshots.get(0).position();
            }
            long settled = log.forced().sequence();
            for (Cursor cursor : cursors.values()) {
                cursor.persist();
                settled = Math.min(settled, cursor.sequence());
            }
            LogRetention retention = new LogRetention(Long.MAX_VALUE, random.nextInt(20_000));
            log.trim(retention, settled, snapshots.get(0).position(), RecordAges.at(0));
        }

        private void deliver(AlarmLog log, String sink) {
            Cursor cursor = cursors.get(sink);
            try (LogReader reader = log.reader(cursor.sequence())) {
                LogFrame frame = reader.next(log.logged().sequence());
                while (frame != null) {
                    if (frame.isFor(sink)) {
                        deliver(sink, key(frame));
                    }
                    cursor.moveBehind(frame);
                    frame = random.nextInt(20) == 0
                            ? null
                            : reader.next(log.logged().sequence());
                }
            }
            if (random.nextBoolean()) {
                cursor.persist();
            }
        }

        private void deliver(String sink, String key) {
            if (delivered.get(sink).contains(key)) {
                count("delivered again");
            }
            delivered.get(sink).add(key);
        }

        private void verify() {
            List<String> fold = fold();
            counts.put("events", fold.size());
            for (String sink : SINKS) {
                Set<String> due = new HashSet<>(fold);
                due.removeAll(delivered.get(sink));
                due.removeAll(namedAsLost);
                assertThat(due).as("neither delivered to %s nor named", sink).isEmpty();
                if (!hasPowerCuts) {
                    List<String> first = new ArrayList<>(new LinkedHashSet<>(delivered.get(sink)));
                    List<String> expected = new ArrayList<>(fold);
                    expected.retainAll(new HashSet<>(first));
                    assertThat(first).as("the order for %s", sink).isEqualTo(expected);
                }
            }
        }

        /** The fold's events in their order. */
        private List<String> fold() {
            return journal.stream()
                    .filter(entry -> entry.n() >= 0)
                    .map(World::key)
                    .toList();
        }

        private Entry next() {
            int sensor = random.nextInt(SENSORS);
            if (random.nextInt(3) == 0) {
                return new Entry(sensor, -1);
            }
            int n = skippedTo[sensor];
            for (Entry entry : journal) {
                if (entry.sensor() == sensor && entry.n() >= n) {
                    n = entry.n() + 1;
                }
            }
            everSent[sensor] = Math.max(everSent[sensor], n + 1);
            return new Entry(sensor, n);
        }

        private void offer(AlarmLog log, int ordinal, int position) {
            Entry entry = journal.get(position);
            long timeNs = 1_000_000_000L * (entry.n() / 2);
            boolean isSecond = entry.n() % 2 == 1;
            if (isRow(entry)) {
                log.onRow(TestPlant.row(stream, entry.sensor(), ordinal, position, timeNs, isSecond ? 6 : 5, 84)
                        .flags(isSecond, false));
            } else {
                log.onAlarm(TestPlant.raised(rule, entry.sensor(), ordinal, position, timeNs)
                        .kind(isSecond ? AlarmEventKind.CLEARED : AlarmEventKind.RAISED));
            }
        }

        private static boolean isRow(Entry entry) {
            return entry.sensor() % 2 == 1;
        }

        private static String key(Entry entry) {
            String end = entry.sensor() + "/" + 1_000_000_000L * (entry.n() / 2);
            boolean isSecond = entry.n() % 2 == 1;
            return isRow(entry)
                    ? "rows/1/plant/s" + end + " " + (isSecond ? 6 : 5)
                    : "hot/1/plant/s" + end + (isSecond ? " CLEARED" : " RAISED");
        }

        private static String key(LogFrame frame) {
            try {
                ResultFields fields = ResultFields.parse(frame.json());
                return fields instanceof RowFields row
                        ? row.id() + " " + row.count()
                        : ((EventFields) fields).id() + " " + ((EventFields) fields).event();
            } catch (IOException e) {
                throw new AssertionError(frame.json(), e);
            }
        }

        /** A kill; or a power cut, which takes tails of journal and log. */
        private void crash(AlarmLog log) throws IOException {
            if (!hasPowerCuts || random.nextInt(3) > 0) {
                return;
            }
            int cut = durableLength + random.nextInt(journal.size() - durableLength + 1);
            story.add("power cut, journal cut to " + cut);
            journal.subList(cut, journal.size()).clear();
            durableLength = cut;
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                if (random.nextInt(5) == 0) {
                    skippedTo[sensor] = everSent[sensor];
                }
            }
            Path last = LogFiles.last(directory);
            int safe = LogFiles.offsetOf(last, log.forced().sequence());
            int size = (int) Files.size(last);
            if (safe < size) {
                try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
                    file.setLength(safe + random.nextInt(size - safe + 1));
                }
            }
        }

        /** Half of the time one file, seldom two. */
        private void damage() throws IOException {
            for (int times = random.nextInt(2) * (random.nextInt(5) == 0 ? 2 : 1); times > 0; times--) {
                List<Path> files;
                try (Stream<Path> all = Files.walk(directory)) {
                    files = all.filter(file -> file.toString().endsWith(".alarms")
                                    || file.toString().endsWith(".cursor"))
                            .sorted()
                            .toList();
                }
                story.add(FileDamage.of(files.get(random.nextInt(files.size())), random));
                count("damages");
            }
        }

        private void count(String what) {
            counts.merge(what, 1, Integer::sum);
        }
    }
}
