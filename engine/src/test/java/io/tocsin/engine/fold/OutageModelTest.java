package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Restart;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random outages. A naive watch of each sensor and of a group decides the missing alarms; over a restart at any record
 * and in two to four shards the results are the same; and nothing but missing alarms depends on an outage.
 */
class OutageModelTest {
    private static final int RUNS = 400;
    private static final int HEAVY_RUNS = 20_000;
    private static final int PLANTS = 60;
    private static final long IDLE_AFTER = 7;
    private static final int SENSORS = 5;
    private static final int RECORDS = 220;

    private int raisedCount;
    private int restartedCount;

    @Test
    void shouldRaiseWhatANaiveWatchRaises() {
        Seeds.forEach(RUNS, HEAVY_RUNS, this::run);
        if (Long.getLong("tocsin.seed") == null) {
            assertThat(raisedCount).isGreaterThan(RUNS);
            assertThat(restartedCount)
                    .as("timeouts begun anew for a gap after a return")
                    .isGreaterThan(RUNS / 20);
        }
    }

    /** Looks at one key after every record. */
    private final class NaiveWatch {
        private final String key;
        private final long timeoutNs;
        private final boolean isGroup;
        private final List<String> events = new ArrayList<>();
        private long newestNs = Long.MIN_VALUE;
        private long newestAtNs;
        private long lastAtNs;
        private long goodNs;
        private boolean isArmed;
        private boolean isActive;
        private long lastEventNs = Long.MIN_VALUE;
        private boolean isDown;
        private long backUntilNs = Long.MIN_VALUE;

        NaiveWatch(String key, long timeoutNs, boolean isGroup) {
            this.key = key;
            this.timeoutNs = timeoutNs;
            this.isGroup = isGroup;
        }

        void onReading(long timeNs, long atNs, boolean isGood) {
            long countsNs = timeNs;
            if (isGroup && timeNs < newestNs) {
                countsNs = isGood ? newestNs + (atNs - newestAtNs) : newestNs;
            }
            if (timeNs > newestNs && !(isGroup && !isGood && timeNs < newestNs)) {
                newestNs = timeNs;
                newestAtNs = atNs;
            } else if (countsNs > newestNs) {
                newestNs = countsNs;
                newestAtNs = atNs;
            }
            lastAtNs = atNs;
            look(countsNs, atNs);
            if (isGood) {
                goodNs = countsNs;
                isArmed = true;
                if (isActive) {
                    isActive = false;
                    say(AlarmEventKind.CLEARED, Math.max(countsNs, lastEventNs));
                }
            }
        }

        void onTick(long atNs) {
            if (newestNs != Long.MIN_VALUE && atNs >= lastAtNs + IDLE_AFTER) {
                look(newestNs + (atNs - newestAtNs), atNs);
            }
        }

        private void look(long timeNs, long atNs) {
            if (!isArmed || isDown || goodNs + timeoutNs >= timeNs) {
                return;
            }
            if (atNs <= backUntilNs) {
                goodNs = timeNs;
                restartedCount++;
                return;
            }
            isArmed = false;
            isActive = true;
            raisedCount++;
            say(AlarmEventKind.RAISED, Math.max(goodNs + timeoutNs, lastEventNs));
        }

        void down() {
            isDown = true;
        }

        void up(long atNs) {
            isDown = false;
            backUntilNs = atNs + timeoutNs;
            if (isArmed) {
                goodNs = Math.max(goodNs, newestNs + (atNs - newestAtNs));
            }
        }

        private void say(AlarmEventKind kind, long timeNs) {
            lastEventNs = timeNs;
            events.add(key + " " + kind + " " + timeNs);
        }
    }

    private void run(long seed) {
        Random random = Seeds.random(seed);
        long timeoutNs = 10L + random.nextInt(40);
        long order = random.nextBoolean() ? AlarmRule.ON_ARRIVAL : AlarmRule.IN_ARRIVAL_ORDER;
        boolean withGroup = random.nextBoolean();
        List<AlarmRule> rules = new ArrayList<>(List.of(missing("each", "#", timeoutNs, false, order)));
        if (withGroup) {
            rules.add(missing("all", "#", timeoutNs, true, AlarmRule.ON_ARRIVAL));
        }
        ShardDriver whole = new ShardDriver();
        whole.plan(plan(IDLE_AFTER, rules));
        List<NaiveWatch> watches = new ArrayList<>();
        long[] clockOffsets = new long[SENSORS];
        int[] sourceOf = new int[SENSORS];
        long[] lastTimes = new long[SENSORS];
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            sourceOf[sensor] = random.nextInt(2);
            whole.sensor("s" + sensor, sourceOf[sensor], 0);
            watches.add(new NaiveWatch("each s" + sensor, timeoutNs, false));
            // The clock of a group is another matter; with one, all clocks agree.
            clockOffsets[sensor] = withGroup ? 0 : random.nextInt(3_000) - 1_000;
        }
        NaiveWatch group = new NaiveWatch("all #", timeoutNs, true);
        boolean[] isDown = new boolean[2];
        boolean[] isSteady = {random.nextBoolean(), false};
        long nowNs = 10_000;
        long lost = 0;
        for (int i = 0; i < RECORDS; i++) {
            nowNs += random.nextInt(20) == 0 ? random.nextInt(80) : random.nextInt(5);
            int dice = random.nextInt(100);
            if (dice < 8) {
                int source = random.nextInt(2);
                if (isSteady[source]) {
                    continue;
                }
                isDown[source] = !isDown[source];
                if (isDown[source]) {
                    whole.down(source, nowNs);
                    lost = nowNs;
                } else {
                    whole.up(source, nowNs);
                }
                for (int sensor = 0; sensor < SENSORS; sensor++) {
                    if (sourceOf[sensor] == source) {
                        turn(watches.get(sensor), isDown[source], nowNs);
                    }
                }
                turnGroup(group, sourceOf, source, isDown, nowNs);
            } else if (dice < 45) {
                whole.tick(nowNs);
                for (NaiveWatch watch : watches) {
                    watch.onTick(nowNs);
                }
                group.onTick(nowNs);
            } else {
                int sensor = random.nextInt(SENSORS);
                if (isDown[sourceOf[sensor]]) {
                    continue;
                }
                // Sometimes a message that has waited in the broker, never one that was overtaken.
                long timeNs = nowNs + clockOffsets[sensor];
                if (!withGroup && random.nextInt(3) == 0) {
                    timeNs = Math.max(lastTimes[sensor], Math.min(timeNs, lost + clockOffsets[sensor] + 1));
                }
                timeNs = Math.max(timeNs, lastTimes[sensor]);
                lastTimes[sensor] = timeNs;
                boolean isGood = random.nextInt(8) > 0;
                Quality quality = isGood ? Quality.GOOD : Quality.BAD;
                whole.reading(sensor, timeNs, nowNs, isGood ? i : Double.NaN, quality, ReadingFlags.NONE);
                watches.get(sensor).onReading(timeNs, nowNs, isGood);
                group.onReading(timeNs, nowNs, isGood);
            }
        }
        Map<String, List<String>> wanted = new TreeMap<>();
        watches.forEach(watch -> wanted.put(watch.key, watch.events));
        if (withGroup) {
            wanted.put(group.key, group.events);
        }
        assertThat(byKey(whole)).isEqualTo(withoutEmpty(wanted));
        check(whole, random);
    }

    private static void turn(NaiveWatch watch, boolean isDown, long nowNs) {
        if (isDown) {
            watch.down();
        } else {
            watch.up(nowNs);
        }
    }

    /** Down while any of its sources is. */
    private static void turnGroup(NaiveWatch group, int[] sourceOf, int source, boolean[] isDown, long nowNs) {
        boolean isOfSource = false;
        boolean isAnyDown = false;
        for (int of : sourceOf) {
            isOfSource |= of == source;
            isAnyDown |= isDown[of];
        }
        if (isOfSource) {
            if (isAnyDown) {
                group.down();
            } else {
                group.up(nowNs);
            }
        }
    }

    private static Map<String, List<String>> withoutEmpty(Map<String, List<String>> events) {
        events.values().removeIf(List::isEmpty);
        return events;
    }

    private static Map<String, List<String>> byKey(ShardDriver driver) {
        Map<String, List<String>> events = new TreeMap<>();
        for (SeenEvent event : driver.events()) {
            String rule = event.ruleId() == 0 ? "each " : "all ";
            String key = rule + driver.shard().names().alarmSensor(event.ruleId(), event.sensorId());
            events.computeIfAbsent(key, k -> new ArrayList<>()).add(key + " " + event.kind() + " " + event.timeNs());
        }
        return events;
    }

    private static void check(ShardDriver whole, Random random) {
        Restart.check(whole, 1 + random.nextInt(whole.records().size() - 1));
        for (int shards = 2; shards <= 4; shards++) {
            List<Object> results = new ArrayList<>();
            JournalFold fold = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
            ShardGroupModelTest.run(whole.records(), fold, shards, random);
            ShardGroupModelTest.assertSame(whole.results(), results, shards);
        }
    }

    @Test
    void shouldChangeNothingButMissingAlarmsInAWholePlant() {
        Seeds.forEach(PLANTS, OutageModelTest::runPlant);
    }

    private static void runPlant(long seed) {
        Random random = Seeds.random(~seed);
        RandomPlant plant = new RandomPlant(seed);
        RecordList with = new RecordList();
        long atNs = 0;
        for (RecordList.Entry entry : plant.records().entries()) {
            with.entries().add(entry);
            atNs = timeAfter(entry, atNs);
            if (atNs > 0 && random.nextInt(20) == 0) {
                with.state(random.nextBoolean(), new SourceState(random.nextInt(2), atNs, "maybe"));
            }
        }
        List<Object> before = new ArrayList<>();
        JournalFold without = new JournalFold(ShardDriver.into(before), RandomPlant.FUNCTIONS);
        plant.records().replay(without);
        List<Object> after = new ArrayList<>();
        JournalFold one = new JournalFold(ShardDriver.into(after), RandomPlant.FUNCTIONS);
        with.replay(one);
        assertThat(others(after, one)).isEqualTo(others(before, without));
        for (int shards = 2; shards <= 4; shards++) {
            List<Object> results = new ArrayList<>();
            JournalFold fold = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
            ShardGroupModelTest.run(with, fold, shards, random);
            ShardGroupModelTest.assertSame(after, results, shards);
        }
    }

    private static long timeAfter(RecordList.Entry entry, long beforeNs) {
        if (entry instanceof RecordList.Reading reading) {
            return reading.receiveTimeNs();
        }
        if (entry instanceof RecordList.Tick tick) {
            return tick.clockNs();
        }
        RecordList.Control control = (RecordList.Control) entry;
        return switch (control.kind()) {
            case CLOCK_STEP ->
                ClockStep.decode(control.buffer(), 0, control.body().size()).toNs();
            default -> beforeNs;
        };
    }

    /** Rows, and the events of all alarms but missing ones, without the positions of their records. */
    private static List<Object> others(List<Object> results, JournalFold fold) {
        List<Object> others = new ArrayList<>();
        for (Object result : results) {
            if (result instanceof SeenRow row) {
                others.add(fold.names().sensorName(row.sensorId()) + " " + row.brief());
            } else if (result instanceof SeenEvent event && !isMissing(fold, event)) {
                others.add(event.withoutCause());
            }
        }
        return others;
    }

    private static boolean isMissing(JournalFold fold, SeenEvent event) {
        return fold.names().rule(event.ruleId()) instanceof MissingRule;
    }
}
