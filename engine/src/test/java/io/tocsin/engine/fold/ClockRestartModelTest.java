package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.rate;
import static io.tocsin.engine.testkit.Rules.stuck;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.Rules;
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
 * Devices restart, set their clocks back or ahead, send what they had kept while they were offline. When a sensor's
 * clock begins anew, and what its alarms and windows make of that, must be what an oracle says that looks at all
 * readings so far each time.
 */
class ClockRestartModelTest {
    private static final int TRACES = 400;
    private static final int RECORDS = 220;
    private static final long SIZE = 20;

    private int restartCount;
    private int eventCount;

    @Test
    void shouldBeginAnewAsTheOracleSays() {
        Seeds.forEach(TRACES, seed -> new Trace(seed).run());
        if (Long.getLong("tocsin.seed") == null) {
            assertThat(restartCount).isGreaterThan(TRACES);
            assertThat(eventCount).isGreaterThan(20 * TRACES);
        }
    }

    /** A line of the oracle: what knows a time, and the alarms that follow it. */
    private static final class Line {
        final List<NaiveClockedAlarm> alarms = new ArrayList<>();
        long maxNs = Long.MIN_VALUE;
        long maxReceivedNs;
        long lastReceivedNs;

        void reading(long position, long eventNs, long receivedNs, double value, boolean sample, boolean retained) {
            if (eventNs > maxNs) {
                maxNs = eventNs;
                maxReceivedNs = receivedNs;
            }
            lastReceivedNs = receivedNs;
            alarms.forEach(alarm -> alarm.reading(position, eventNs, value, sample, retained));
        }

        boolean isSilent(long clockNs, long idleAfterNs) {
            return maxNs != Long.MIN_VALUE && clockNs - lastReceivedNs >= idleAfterNs;
        }

        long nextTimerNs() {
            long nextNs = Long.MAX_VALUE;
            for (NaiveClockedAlarm alarm : alarms) {
                nextNs = Math.min(nextNs, alarm.nextTimerNs());
            }
            return nextNs;
        }

        long runningNs(long clockNs) {
            return maxNs + clockNs - maxReceivedNs;
        }
    }

    /** A live reading that was behind. */
    private record Behind(long eventNs, long receivedNs) {}

    private final class Trace {
        private final Random random;
        private final long resetAfterNs;
        private final long idleAfterNs;
        private final long onDelayNs;
        private final long offDelayNs;
        private final long timeoutNs;
        private final long boundNs;
        private final boolean isLive;
        private final ShardDriver driver = new ShardDriver();
        private final Line sensor = new Line();
        private final Line counts = new Line();
        private final List<Behind> behind = new ArrayList<>();
        private final TreeMap<Long, Integer> open = new TreeMap<>();
        private final List<String> rows = new ArrayList<>();
        private long watermarkNs = Long.MIN_VALUE;
        private long clockNs = 1_000_000;
        private long deviceNs = 500_000;
        private long position;
        private int restarts;

        Trace(long seed) {
            random = Seeds.random(seed);
            resetAfterNs = 1L + random.nextInt(60);
            idleAfterNs = 1L + random.nextInt(15);
            onDelayNs = random.nextInt(12);
            offDelayNs = random.nextInt(12);
            timeoutNs = 1L + random.nextInt(40);
            boundNs = 1L + random.nextInt(10);
            isLive = random.nextInt(8) > 0;
        }

        void run() {
            driver.plan(plan());
            int id = driver.sensor("s", isLive ? 1 : 0, 0);
            sensor.alarms.addAll(List.of(
                    new NaiveClockedAlarm.High(6, 2, onDelayNs, offDelayNs, true),
                    new NaiveClockedAlarm.High(6, 2, onDelayNs, offDelayNs, false),
                    new NaiveClockedAlarm.Sorted(
                            new NaiveClockedAlarm.High(7, 1, onDelayNs, offDelayNs, true), boundNs),
                    new NaiveClockedAlarm.Missing(timeoutNs),
                    new NaiveClockedAlarm.Sorted(new NaiveClockedAlarm.Missing(timeoutNs), boundNs),
                    new NaiveClockedAlarm.Stuck(onDelayNs),
                    new NaiveClockedAlarm.Rate(fast(0)),
                    new NaiveClockedAlarm.Sorted(new NaiveClockedAlarm.Rate(fast(boundNs)), boundNs)));
            counts.alarms.add(new NaiveClockedAlarm.High(2, 0, 3 * onDelayNs, 0, true));
            counts.alarms.add(new NaiveClockedAlarm.Missing(3 * SIZE));
            position = driver.records().size();
            for (int i = 0; i < RECORDS; i++) {
                record(id);
            }
            compare();
        }

        private static RateOfChangeRule fast(long reorderNs) {
            return rate("fast" + reorderNs, "s", 2, 4, 1, 30, RateDirection.ANY, reorderNs);
        }

        private Plan plan() {
            List<AlarmRule> rules = List.of(
                    limit("hot", "s", onDelayNs, offDelayNs, 0, level(Level.HI, 6, 2)),
                    limit("came", "s", onDelayNs, offDelayNs, AlarmRule.IN_ARRIVAL_ORDER, level(Level.HI, 6, 2)),
                    limit("sorted", "s", onDelayNs, offDelayNs, boundNs, level(Level.HI, 7, 1)),
                    missing("gone", "s", timeoutNs, false, 0),
                    missing("sortedGone", "s", timeoutNs, false, boundNs),
                    stuck("same", "s", 0, onDelayNs, 2, StuckRule.ANY_GAP, StuckRule.IGNORE_NOTHING, 0),
                    fast(0),
                    fast(boundNs),
                    limit("many", "w/s/count", 3 * onDelayNs, 0, 0, level(Level.HI, 2, 0)),
                    missing("noRows", "w/s/count", 3 * SIZE, false, 0));
            StreamNode stream = new StreamNode(
                    "w",
                    new SensorSelector("s"),
                    "",
                    new AlignedWindow(SIZE, SIZE, 0),
                    false,
                    List.of(Aggregate.COUNT),
                    List.of(),
                    0,
                    0,
                    LatePolicy.DROP,
                    EmitMode.APPEND,
                    List.of("k"));
            return Rules.plan(idleAfterNs, List.of(stream), rules).withResetAfter(resetAfterNs);
        }

        private void record(int id) {
            int dice = random.nextInt(100);
            long passedNs = dice < 4 ? random.nextInt(60) : random.nextInt(5);
            clockNs += passedNs;
            deviceNs += passedNs;
            if (dice < 8) {
                deviceNs -= random.nextInt(400);
            } else if (dice < 10) {
                deviceNs += random.nextInt(100);
            } else if (dice < 12) {
                deviceNs = 1_000; // it counts from its start
            }
            if (dice % 5 == 0) {
                driver.tick(clockNs);
                tick();
            } else {
                boolean isKept = random.nextInt(25) == 0;
                long eventNs = isKept ? deviceNs - random.nextInt(300) : deviceNs - random.nextInt(3) / 2;
                Quality quality = random.nextInt(12) == 0 ? Quality.BAD : Quality.GOOD;
                double value = random.nextInt(3) == 0 ? 9 : random.nextInt(11);
                int flags = random.nextInt(15) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE;
                driver.reading(id, eventNs, clockNs, value, quality, flags);
                reading(eventNs, value, quality != Quality.BAD, flags != 0);
            }
            position++;
        }

        private void tick() {
            long sensorNs = sensor.isSilent(clockNs, idleAfterNs) ? sensor.runningNs(clockNs) : Long.MIN_VALUE;
            long windowNs = open.isEmpty() ? Long.MAX_VALUE : open.firstKey() - 1;
            boolean isSensorDue = Math.min(windowNs, sensor.nextTimerNs()) < sensorNs;
            long countsNs = counts.isSilent(clockNs, idleAfterNs) ? counts.runningNs(clockNs) : Long.MIN_VALUE;
            boolean areCountsDue = counts.nextTimerNs() < countsNs;
            if (isSensorDue) {
                closeUntil(sensorNs);
                sensor.alarms.forEach(alarm -> alarm.time(position, sensorNs));
            }
            if (areCountsDue && counts.isSilent(clockNs, idleAfterNs)) { // a row of this tick was a sign of life
                counts.alarms.forEach(alarm -> alarm.time(position, countsNs));
            }
        }

        private void reading(long eventNs, double value, boolean sample, boolean retained) {
            if (isRestart(eventNs, retained)) {
                restart(eventNs);
            }
            closeUntil(eventNs);
            if (sample && !retained) {
                long endNs = Math.floorDiv(eventNs, SIZE) * SIZE + SIZE;
                if (endNs > watermarkNs) {
                    open.merge(endNs, 1, Integer::sum);
                }
            }
            sensor.reading(position, eventNs, clockNs, value, sample, retained);
        }

        /** Looks at all that was behind since the last reading that was not. */
        private boolean isRestart(long eventNs, boolean retained) {
            if (eventNs >= sensor.maxNs) {
                behind.clear();
                return false;
            }
            if (!isLive || retained) {
                return false;
            }
            behind.add(new Behind(eventNs, clockNs));
            int first = 0;
            for (int i = 1; i < behind.size(); i++) {
                if (!isAlike(behind.get(first), behind.get(i))) {
                    first = i;
                }
            }
            return behind.size() - first >= 3 && clockNs - behind.get(first).receivedNs() >= resetAfterNs;
        }

        private boolean isAlike(Behind from, Behind to) {
            long passedNs = to.receivedNs() - from.receivedNs();
            long advancedNs = to.eventNs() - from.eventNs();
            return Math.abs(advancedNs - passedNs) <= Math.max(passedNs, resetAfterNs) / 10;
        }

        private void restart(long eventNs) {
            restarts++;
            behind.clear();
            closeUntil(Long.MAX_VALUE);
            watermarkNs = Long.MIN_VALUE;
            if (counts.maxNs != Long.MIN_VALUE) {
                counts.alarms.forEach(alarm -> alarm.restart(position, eventNs));
                counts.maxNs = eventNs;
                counts.maxReceivedNs = clockNs;
            }
            sensor.alarms.forEach(alarm -> alarm.restart(position, eventNs));
            sensor.maxNs = Long.MIN_VALUE;
        }

        private void closeUntil(long timeNs) {
            while (!open.isEmpty() && open.firstKey() <= timeNs) {
                Map.Entry<Long, Integer> first = open.pollFirstEntry();
                long endNs = first.getKey();
                rows.add(position + " [" + (endNs - SIZE) + "," + endNs + ") " + first.getValue());
                counts.reading(position, endNs - 1, clockNs, first.getValue(), true, false);
            }
            watermarkNs = Math.max(watermarkNs, timeNs);
        }

        private void compare() {
            assertThat(driver.shard().view().clockResetCount()).isEqualTo(restarts);
            List<NaiveClockedAlarm> alarms = new ArrayList<>(sensor.alarms);
            alarms.addAll(counts.alarms);
            for (int i = 0; i < alarms.size(); i++) {
                int ruleId = i + 1; // the stream is the first in the book
                List<NaiveClockedAlarm.Event> expected = alarms.get(i) instanceof NaiveClockedAlarm.Sorted sorted
                        ? sorted.inner().events
                        : alarms.get(i).events;
                List<NaiveClockedAlarm.Event> actual = driver.events().stream()
                        .filter(event -> event.ruleId() == ruleId)
                        .map(Trace::of)
                        .toList();
                assertThat(actual)
                        .as("%s, resetAfter %d", driver.shard().names().rule(ruleId), resetAfterNs)
                        .isEqualTo(expected);
                eventCount += expected.size();
            }
            assertThat(driver.rows().stream().map(Trace::of).toList()).isEqualTo(rows);
            restartCount += restarts;
        }

        private static NaiveClockedAlarm.Event of(SeenEvent event) {
            return new NaiveClockedAlarm.Event(
                    event.position(), event.kind(), event.timeNs(), event.raisedNs(), event.occurrence());
        }

        private static String of(SeenRow row) {
            return row.position() + " [" + row.startNs() + "," + row.endNs() + ") " + row.count();
        }
    }
}
