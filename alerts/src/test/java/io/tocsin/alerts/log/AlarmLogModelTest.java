package io.tocsin.alerts.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.ResultFields;
import io.tocsin.alerts.event.RowFields;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alarm log through kills and power cuts at random points. A kill keeps journal and log; a power cut cuts the
 * journal to any length that was durable or more, the log to any byte that was forced or more, and may leave garbage.
 * Then the broker delivers again what the journal lost, in another order, or never. Now and then retention deletes the
 * oldest files. Half of the sensors give alarm events, half of them rows, each second one the update of the one before.
 *
 * <p>The oracle is slow and simple: the events in the log are those that survived, then those of the fold that are not
 * among them.
 */
class AlarmLogModelTest {
    private static final int SENSORS = 4;
    private static final int STARTS = 12;

    @TempDir
    Path temp;

    @Test
    void shouldHaveEachEventOnceThroughKillsAndPowerCuts() throws Exception {
        run(1, 60);
    }

    @Test
    @Tag("heavy")
    void shouldHaveEachEventOnceThroughManyKillsAndPowerCuts() throws Exception {
        run(1_000, 20_000);
    }

    private void run(long firstSeed, int seeds) throws Exception {
        int trimCount = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            try {
                World world = new World(temp.resolve("seed-" + seed), new Random(seed));
                world.run();
                trimCount += world.trimCount;
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed=" + seed, e);
            }
        }
        assertThat(trimCount).as("files deleted by retention").isPositive();
    }

    /** A record of the journal; n is the sensor's n-th event, or -1: a reading without one. */
    private record Entry(int sensor, int n) {}

    private static final class World {
        private final Path directory;
        private final Random random;
        private final TestPlant plant = new TestPlant();
        private final int rule = plant.limitRule("hot", "{sensor} at {value}");
        private final int stream = plant.stream("rows", List.of(Aggregate.MAX), "sink");
        private final List<Entry> journal = new ArrayList<>();
        private final int[] skippedTo = new int[SENSORS];
        private final int[] everSent = new int[SENSORS];
        private int durableLength;
        /** Frames that a sink was given; must never change or vanish. */
        private final Map<String, String> delivered = new HashMap<>();

        private List<String> expected = new ArrayList<>();
        private final Set<String> trimmed = new HashSet<>();
        private long clockNs;
        private int trimCount;

        World(Path directory, Random random) {
            this.directory = directory;
            this.random = random;
            for (int i = 0; i < SENSORS; i++) {
                plant.sensor("plant/s" + i);
            }
        }

        void run() throws IOException {
            for (int start = 0; start < STARTS; start++) {
                AlarmLog log = AlarmLog.open(directory, plant.formatter(), 6_000, true, line -> {});
                expected = events(log, log.logged().sequence());
                log.beginRecovery(journal.size(), 0);
                boolean crashed = recover(log);
                if (!crashed) {
                    RecoveryReport report = log.endRecovery();
                    assertThat(report.mismatches()).isZero();
                    assertThat(report.lost()).isZero();
                    verify(log);
                    live(log);
                }
                crash(log);
            }
        }

        /** Returns true when it crashed on the way. */
        private boolean recover(AlarmLog log) throws IOException {
            int ordinal = 0;
            for (int position = 0; position < journal.size(); position++) {
                if (journal.get(position).n() >= 0) {
                    offer(log, ordinal, position);
                    ordinal++;
                }
                if (random.nextInt(200) == 0) {
                    verify(log);
                    return true;
                }
            }
            return false;
        }

        private void live(AlarmLog log) throws IOException {
            int offered = journal.size();
            int ordinal = (int) journal.stream().filter(e -> e.n() >= 0).count();
            // Some runs end before the first sync, so that a whole run can vanish from the log but not from the
            // journal.
            boolean forces = random.nextBoolean();
            for (int step = random.nextInt(120); step > 0; step--) {
                switch (random.nextInt(9)) {
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
                    case 7 -> trim(log);
                    default -> {
                        if (forces) {
                            log.force();
                            deliver(log);
                        }
                    }
                }
            }
            verify(log);
        }

        /** As after a snapshot somewhere in what is durable, when no event has left that the journal has lost. */
        private void trim(AlarmLog log) throws IOException {
            Set<String> keys = new HashSet<>();
            journal.forEach(entry -> keys.add(key(entry)));
            if (!keys.containsAll(expected)) {
                return;
            }
            log.force();
            int snapshotPosition = random.nextInt(durableLength + 1);
            List<LogFrame> before = frames(log, log.logged().sequence());
            LogRetention retention = new LogRetention(Long.MAX_VALUE, random.nextInt(20_000));
            trimCount += log.trim(retention, log.forced().sequence(), snapshotPosition, RecordAges.at(0));
            long first = LogFiles.firstSequence(directory);
            assertThat(before)
                    .filteredOn(frame -> frame.sequence() < first && frame.type() != FrameType.CUT)
                    .allMatch(frame -> frame.position() < snapshotPosition);
            List<String> left = events(log, log.logged().sequence());
            List<String> gone = expected.subList(0, expected.size() - left.size());
            trimmed.addAll(gone);
            gone.forEach(delivered::remove);
            expected = new ArrayList<>(expected.subList(gone.size(), expected.size()));
            assertThat(left).isEqualTo(expected);
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
            if (isRow(journal.get(position))) {
                log.onRow(row(ordinal, position));
            } else {
                log.onAlarm(event(ordinal, position));
            }
            String key = key(journal.get(position));
            if (!expected.contains(key) && !trimmed.contains(key)) {
                expected.add(key);
            }
        }

        /** Each sensor is raised, cleared, raised … once a second. */
        private AlarmEventFlyweight event(int ordinal, int position) {
            Entry entry = journal.get(position);
            long raisedNs = 1_000_000_000L * (entry.n() / 2);
            clockNs++;
            return TestPlant.raised(rule, entry.sensor(), ordinal, position, raisedNs)
                    .kind(entry.n() % 2 == 0 ? AlarmEventKind.RAISED : AlarmEventKind.CLEARED)
                    .decidedNs(clockNs);
        }

        /** Each window closes and is updated, then the next one closes … */
        private StreamRowFlyweight row(int ordinal, int position) {
            Entry entry = journal.get(position);
            boolean isUpdate = entry.n() % 2 == 1;
            clockNs++;
            return TestPlant.row(
                            stream,
                            entry.sensor(),
                            ordinal,
                            position,
                            1_000_000_000L * (entry.n() / 2),
                            isUpdate ? 6 : 5,
                            84)
                    .flags(isUpdate, false)
                    .decidedNs(clockNs);
        }

        private static boolean isRow(Entry entry) {
            return entry.sensor() % 2 == 1;
        }

        private static String key(Entry entry) {
            if (isRow(entry)) {
                return "rows/1/plant/s" + entry.sensor() + "/" + 1_000_000_000L * (entry.n() / 2) + " "
                        + (entry.n() % 2 == 0 ? 5 : 6);
            }
            return "hot/1/plant/s" + entry.sensor() + "/" + 1_000_000_000L * (entry.n() / 2)
                    + (entry.n() % 2 == 0 ? " RAISED" : " CLEARED");
        }

        private void deliver(AlarmLog log) throws IOException {
            for (LogFrame frame : frames(log, log.forced().sequence())) {
                if (isResult(frame)) {
                    String before = delivered.putIfAbsent(key(frame), frame.json());
                    assertThat(before == null ? frame.json() : before).isEqualTo(frame.json());
                }
            }
        }

        private void verify(AlarmLog log) throws IOException {
            List<String> actual = events(log, log.logged().sequence());
            assertThat(actual).isEqualTo(expected);
            assertThat(new HashSet<>(actual)).hasSameSizeAs(actual).containsAll(delivered.keySet());
        }

        private void crash(AlarmLog log) throws IOException {
            long forced = log.forced().sequence();
            log.close();
            if (random.nextInt(3) == 0) {
                return;
            }
            int cut = durableLength + random.nextInt(journal.size() - durableLength + 1);
            journal.subList(cut, journal.size()).clear();
            durableLength = cut;
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                if (random.nextInt(5) == 0) {
                    skippedTo[sensor] = everSent[sensor];
                }
            }
            Path last = LogFiles.last(directory);
            int safe = LogFiles.offsetOf(last, forced);
            int size = (int) Files.size(last);
            try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
                file.setLength(safe + random.nextInt(size - safe + 1));
                if (random.nextInt(3) == 0) {
                    byte[] garbage = new byte[random.nextInt(300)];
                    if (random.nextBoolean()) {
                        random.nextBytes(garbage);
                    }
                    file.seek(file.length());
                    file.write(garbage);
                }
            }
        }

        private List<LogFrame> frames(AlarmLog log, long limit) throws IOException {
            return LogFiles.frames(log, LogFiles.firstSequence(directory), limit);
        }

        private List<String> events(AlarmLog log, long limit) throws IOException {
            List<String> events = new ArrayList<>();
            for (LogFrame frame : frames(log, limit)) {
                if (isResult(frame)) {
                    events.add(key(frame));
                }
            }
            return events;
        }

        private static boolean isResult(LogFrame frame) {
            return frame.type() == FrameType.EVENT || frame.type() == FrameType.ROW;
        }

        private static String key(LogFrame frame) {
            try {
                ResultFields fields = ResultFields.parse(frame.json());
                assertThat(fields instanceof RowFields).isEqualTo(frame.type() == FrameType.ROW);
                return fields instanceof RowFields row
                        ? row.id() + " " + row.count()
                        : ((EventFields) fields).id() + " " + ((EventFields) fields).event();
            } catch (IOException e) {
                throw new AssertionError(frame.json(), e);
            }
        }
    }
}
