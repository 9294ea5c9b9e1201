package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.quality;
import static io.tocsin.engine.testkit.Rules.rate;
import static io.tocsin.engine.testkit.Rules.state;
import static io.tocsin.engine.testkit.Rules.stuck;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.pipeline.ClockRig;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The gateway's clock steps: by seconds to decades, an hour for a summer time, from 1970 after a start without a
 * battery; it drifts; the gateway stops and starts anywhere. A shadow knows the true elapsed time of each record and no
 * step. Decisions must equal those of a fold over the shadow, and of the naive oracles, except for the names of
 * wall-clock times.
 */
class ClockStepModelTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** 2026-11-02T10:00:00Z. */
    private static final long NOW = 1_793_613_600L * SECOND;
    /** A board without a battery has been on for so long before the gateway starts. */
    private static final long AFTER_1970 = 23 * SECOND;

    private static final int TRACES = 80;
    private static final int HEAVY_TRACES = 10_000;
    private static final List<String> TEXTS = List.of("RUN", "STOP");

    @Test
    void shouldDecideAsWithoutStepsWhenTheClockSteps() {
        Seeds.forEach(TRACES, HEAVY_TRACES, seed -> new Trace(seed, false).run());
    }

    @Test
    void shouldDecideAsWithoutStepsWhenTheClockDriftsToo() {
        Seeds.forEach(TRACES / 4, HEAVY_TRACES / 4, seed -> new Trace(seed, true).run());
    }

    /** One trace. */
    private static final class Trace {
        private final Random random;
        private final boolean drifts;
        private final Plan plan;
        private final int sensorCount;
        /** Whether a sensor has no clock of its own. */
        private final boolean[] isOfGateway;

        private final long[] skewNs;
        private final ClockRig rig;
        private final ShardDriver shadow = new ShardDriver();
        /** By record of the shadow: its position in the journal. */
        private final List<Long> positions = new ArrayList<>();
        /** By record of the journal: true elapsed time, of those that were published. */
        private final List<Long> pending = new ArrayList<>();

        private final List<RecordList.Reading> pendingReadings = new ArrayList<>();
        /** By how much the first process's elapsed time was ahead of the shadow's. */
        private final long aheadNs;

        private long trueNs = NOW;
        /** True time of the last record. */
        private long lastTrueNs = NOW;

        private long driftedNs;
        private int taken;
        private int stepCount;

        Trace(long seed, boolean drifts) {
            this.random = Seeds.random(seed);
            this.drifts = drifts;
            this.sensorCount = 2 + random.nextInt(5);
            this.isOfGateway = new boolean[sensorCount];
            this.skewNs = new long[sensorCount];
            this.plan = plan();
            RecordList records = new RecordList();
            define(records);
            define(shadow);
            taken = records.size();
            for (int position = 0; position < taken; position++) {
                positions.add((long) position);
            }
            aheadNs = switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> AFTER_1970 - NOW;
                default -> (random.nextInt(2_001) - 1_000) * MINUTE;
            };
            rig = new ClockRig(records, NOW + aheadNs);
        }

        private Plan plan() {
            long idleAfterNs = (1 + random.nextInt(40)) * SECOND + SECOND / 2;
            List<AlarmRule> rules = new ArrayList<>();
            long reorderNs =
                    random.nextBoolean() ? AlarmRule.ON_ARRIVAL : (1 + random.nextInt(20)) * SECOND + 3 * SECOND / 10;
            rules.add(limit("hot", "+/+", delay(), offDelay(), 0, level(Level.HIHI, 8, 1), level(Level.HI, 6, 2)));
            rules.add(limit("low", "+/+", delay(), offDelay(), AlarmRule.IN_ARRIVAL_ORDER, level(Level.LO, 3, 1)));
            rules.add(limit("sorted", "+/+", delay(), offDelay(), reorderNs, level(Level.HI, 7, 1)));
            rules.add(missing("gone", "+/+", delay() + SECOND, false, 0));
            rules.add(missing("sortedGone", "+/+", delay() + SECOND, false, reorderNs));
            rules.add(missing("allGone", "g/#", delay() + SECOND, true, 0));
            rules.add(stuck("same", "+/+", 1, delay(), 2 + random.nextInt(3), 90 * SECOND + SECOND / 2, 0, 0));
            if (!drifts) { // a drift within a pair of samples is a change of its rate
                rules.add(rate(
                        "fast",
                        "+/+",
                        10 * SECOND,
                        6,
                        3,
                        20 * SECOND + SECOND / 2,
                        RateDirection.ANY,
                        AlarmRule.ON_ARRIVAL));
            }
            rules.add(quality("bad", "+/+"));
            rules.add(state("on", "+/+", StateSet.of("RUN"), StateSet.NONE, AlarmRule.ON_ARRIVAL));
            List<StreamNode> streams = new ArrayList<>();
            // The running time of a sensor may meet the time of its next reading exactly, but for what has drifted.
            String streamed = drifts ? "g/+" : "+/+";
            streams.add(stream("roll", streamed, new RollingWindow(40 * SECOND + SECOND / 2)));
            streams.add(stream("session", streamed, new SessionWindow(15 * SECOND + SECOND / 5, 0)));
            streams.add(stream("three", streamed, new CountWindow(3, 1)));
            streams.add(stream("minute", drifts ? "none" : "d/+", new AlignedWindow(MINUTE, MINUTE, 3 * SECOND / 5)));
            rules.add(limit("rolled", "roll/+/+/max", delay(), offDelay(), 0, level(Level.HI, 8, 1)));
            rules.add(missing("sessionsGone", "session/+/+/max", delay() + 3 * MINUTE, false, 0));
            return Rules.plan(idleAfterNs, streams, rules);
        }

        private static StreamNode stream(String name, String filter, Window window) {
            return new StreamNode(
                    name,
                    new SensorSelector(filter),
                    "",
                    window,
                    false,
                    List.of(Aggregate.COUNT, Aggregate.MAX, Aggregate.RATE),
                    List.of(),
                    0,
                    0,
                    LatePolicy.DROP,
                    EmitMode.APPEND,
                    List.of("k"));
        }

        /** No whole second: what drifts by less than half of one cannot change what comes first. */
        private long delay() {
            return random.nextInt(100) * SECOND + SECOND / 2;
        }

        private long offDelay() {
            return delay() + SECOND / 8;
        }

        private void define(RecordList records) {
            records.plan(plan);
            for (int textId = 0; textId < TEXTS.size(); textId++) {
                records.text(new TextDefinition(textId, TEXTS.get(textId)));
            }
            for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
                isOfGateway[sensorId] = random.nextBoolean();
                skewNs[sensorId] = random.nextBoolean() ? 0 : (random.nextInt(7_201) - 3_600) * SECOND;
                records.sensor(new SensorDefinition(sensorId, 1, 0, name(sensorId)));
            }
        }

        private void define(ShardDriver driver) {
            driver.plan(plan);
            TEXTS.forEach(driver::text);
            for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
                driver.sensor(name(sensorId), 1, 0);
            }
        }

        private String name(int sensorId) {
            return (isOfGateway[sensorId] ? "g/" : "d/") + sensorId;
        }

        void run() {
            int silentSensor = random.nextInt(sensorCount);
            for (int i = 0; i < 160; i++) {
                int dice = random.nextInt(100);
                pass(dice < 5 ? random.nextInt(200) : random.nextInt(6));
                if (dice < 6) {
                    step();
                } else if (dice < 9) {
                    restart();
                } else if (dice < 12) {
                    silentSensor = random.nextInt(sensorCount);
                }
                int sensorId = random.nextInt(sensorCount);
                if (dice < 75 && sensorId != silentSensor) {
                    publish(sensorId);
                }
                if (random.nextInt(3) > 0) {
                    look();
                }
                if (random.nextInt(4) > 0) {
                    handle();
                }
            }
            settle();
            compare();
        }

        /** Whole seconds pass, and the ticker has looked in each of them as long as it is awake. */
        private void pass(long seconds) {
            for (long second = 0; second < seconds; second++) {
                rig.pass(SECOND);
                trueNs += SECOND;
                if (drifts && Math.abs(driftedNs) < SECOND / 8) {
                    drift();
                }
                if (seconds > 6 && second % 2 == 0) {
                    look();
                    handle();
                }
            }
        }

        /** The system's clock is set by little now and then, or runs another way than the processor's timer. */
        private void drift() {
            long byNs = (random.nextInt(3) - 1) * 200_000L;
            rig.stepSystem(byNs);
            driftedNs += byNs;
        }

        private void step() {
            long byNs = switch (random.nextInt(7)) {
                case 0 -> HOUR;
                case 1 -> -HOUR;
                case 2 -> (2 + random.nextInt(9)) * SECOND;
                case 3 -> -(2 + random.nextInt(9)) * SECOND;
                case 4 -> 3_653 * DAY;
                case 5 -> -3_653 * DAY;
                default -> trueNs - rig.systemNs() + driftedNs; // a time server puts it right
            };
            handle();
            long differenceNs = Math.abs(rig.systemNs() + byNs - rig.clock().wallNs());
            boolean isSlewed = differenceNs > (drifts ? SECOND / 8 : 0) && differenceNs <= SECOND + SECOND / 8;
            if (rig.systemNs() + byNs > 0 && !isSlewed) {
                rig.stepSystem(byNs);
            }
        }

        private void publish(int sensorId) {
            int dice = random.nextInt(20);
            Quality quality = dice == 0 ? Quality.BAD : dice == 1 ? Quality.UNCERTAIN : Quality.GOOD;
            double value = random.nextInt(11);
            if (quality == Quality.GOOD && random.nextInt(8) == 0) {
                value = TextValue.of(random.nextInt(TEXTS.size()));
            }
            boolean isOwn = !isOfGateway[sensorId];
            long eventNs = isOwn ? trueNs - skewNs[sensorId] - lagNs() : trueNs;
            int flags = isOwn ? ReadingFlags.NONE : ReadingFlags.NO_EVENT_TIME;
            if (random.nextInt(15) == 0) {
                flags |= ReadingFlags.RETAINED;
            }
            rig.publish(sensorId, eventNs, value, quality.code(), flags);
            pendingReadings.add(new RecordList.Reading(sensorId, eventNs, trueNs, value, quality.code(), flags));
        }

        private long lagNs() {
            return random.nextInt(3) == 0 ? random.nextInt(5) * SECOND : 0;
        }

        private void look() {
            rig.look();
            pending.add(trueNs);
        }

        private void handle() {
            rig.handle();
            takeOver();
            pending.clear();
        }

        /** Tells the shadow of the records that the journal has got since. */
        private void takeOver() {
            List<RecordList.Entry> entries = rig.records().entries();
            int reading = 0;
            for (; taken < entries.size(); taken++) {
                RecordList.Entry entry = entries.get(taken);
                if (entry instanceof RecordList.Reading) {
                    positions.add((long) taken);
                    lastTrueNs = pendingReadings.get(reading).receiveTimeNs();
                    shadow.feed(pendingReadings.get(reading++));
                } else if (entry instanceof RecordList.Tick tick) {
                    positions.add((long) taken);
                    lastTrueNs = trueTimeOf(tick.clockNs() - sumOfSteps(taken) - aheadNs);
                    shadow.tick(lastTrueNs);
                } else if (entry instanceof RecordList.Control control) {
                    assertThat(control.kind()).isEqualTo(ControlKind.CLOCK_STEP);
                    ClockStep step = ClockStep.decode(control.buffer(), 0, ClockStep.LENGTH);
                    if (!pending.isEmpty()) {
                        lastTrueNs = trueTimeOf(step.toNs() - sumOfSteps(taken) - aheadNs);
                    }
                    stepCount++;
                }
            }
            assertThat(reading).isEqualTo(pendingReadings.size());
            pendingReadings.clear();
        }

        /** When the ticker looked that gave a record: one of the looks since the last handling. */
        private long trueTimeOf(long elapsedNs) {
            long nearest = pending.get(0);
            for (long lookNs : pending) {
                if (Math.abs(lookNs - elapsedNs) < Math.abs(nearest - elapsedNs)) {
                    nearest = lookNs;
                }
            }
            assertThat(Math.abs(nearest - elapsedNs)).as("it says when it was").isLessThan(tolerance());
            return nearest;
        }

        private long tolerance() {
            return drifts ? SECOND / 4 : 1;
        }

        private long sumOfSteps(long position) {
            return rig.shard().clockSteps().sumBeforeNs(position + 1);
        }

        /** A clock that is right has gone on while the gateway was down; one that is not counts for no time. */
        private void restart() {
            settle();
            if (lastStampNs() == Long.MIN_VALUE) {
                return; // nothing to continue from
            }
            long downNs = random.nextInt(300) * SECOND;
            boolean hasBattery = random.nextBoolean();
            long lastNs = lastTrueNs;
            long systemNs = hasBattery ? rig.systemNs() + downNs : AFTER_1970 + random.nextInt(60) * SECOND;
            long journalledNs = lastStampNs();
            boolean isBack = systemNs < journalledNs - SECOND;
            if (!isBack && !hasBattery) {
                return; // 1970 is later than the journal: a clock put forward, which nobody can tell from being down
            }
            int snapshotAt = random.nextBoolean() ? 0 : firstReading() + random.nextInt(taken - firstReading() + 1);
            rig.restart(snapshotAt, systemNs);
            trueNs = isBack ? lastNs : trueNs + downNs;
            if (isBack) {
                driftedNs = 0;
            }
            takeOver();
            assertThat(rig.clock().elapsedNs() - aheadNs - trueNs).isBetween(-tolerance(), tolerance());
        }

        private int firstReading() {
            return 1 + TEXTS.size() + sensorCount;
        }

        private long lastStampNs() {
            return rig.shard().lastElapsedNs() == Long.MIN_VALUE
                    ? Long.MIN_VALUE
                    : rig.shard().lastElapsedNs() + rig.shard().clockSteps().sumNs();
        }

        /** Nothing is on its way, and every step has been noticed. */
        private void settle() {
            handle();
            for (int i = 0; i < 6; i++) {
                pass(1);
                look();
                handle();
            }
        }

        private void compare() {
            // A tick that the shadow's clock would make due has come.
            assertThat(shadow.shard().nextTickDueNs(trueNs)).isGreaterThan(trueNs - tolerance());
            List<SeenEvent> events = new ArrayList<>();
            List<SeenRow> rows = new ArrayList<>();
            for (Object result : rig.results()) {
                if (result instanceof SeenEvent event) {
                    events.add(event);
                } else {
                    rows.add((SeenRow) result);
                }
            }
            assertThat(rig.shard().view().clockStepCount()).isEqualTo(stepCount);
            compareEvents(events);
            compareRows(rows);
            compareOracles();
            checkIds(events);
            ShardDriver replay = ShardDriver.replay(rig.records());
            assertThat(replay.shard().digest()).isEqualTo(rig.shard().digest());
            assertThat(replay.results()).isEqualTo(rig.results());
        }

        private void compareEvents(List<SeenEvent> events) {
            List<SeenEvent> expected = shadow.events();
            for (int i = 0; i < Math.min(expected.size(), events.size()); i++) {
                SeenEvent want = expected.get(i);
                SeenEvent event = events.get(i);
                String as = "event " + i + " of rule "
                        + plan.alarms().get(ruleOf(want)).name() + ", " + event + ", expected " + want + ", steps "
                        + rig.shard().clockSteps().count();
                assertThat(event.position()).as(as).isEqualTo(positions.get((int) want.position()));
                assertThat(event.ruleId()).as(as).isEqualTo(want.ruleId());
                assertThat(event.sensorId()).as(as).isEqualTo(want.sensorId());
                assertThat(event.kind()).as(as).isEqualTo(want.kind());
                assertThat(event.levelCode()).as(as).isEqualTo(want.levelCode());
                assertThat(event.valueBits()).as(as).isEqualTo(want.valueBits());
                assertThat(Math.abs(nameless(event.timeNs(), event.position(), event.sensorId()) - want.timeNs()))
                        .as(as)
                        .isLessThan(tolerance());
            }
            assertThat(events.stream().map(SeenEvent::toString).toList())
                    .as(
                            "expected %s",
                            expected.stream().map(SeenEvent::toString).toList())
                    .hasSameSizeAs(expected);
        }

        private int ruleOf(SeenEvent event) {
            return event.ruleId() - plan.streams().size();
        }

        /** The time of an event as if the clock had never stepped: that of a sensor with a clock of its own is. */
        private long nameless(long timeNs, long position, int sensorId) {
            boolean isGroup = sensorId < 0; // of sensors without clocks
            return isGroup || isOfGateway(sensorId) ? timeNs - sumOfSteps(position) - aheadNs : timeNs;
        }

        private boolean isOfGateway(int sensorId) {
            String name = rig.shard().names().sensorName(sensorId);
            return name.startsWith("g/") || name.contains("/g/");
        }

        private void compareRows(List<SeenRow> rows) {
            List<SeenRow> expected = shadow.rows();
            for (int i = 0; i < Math.min(expected.size(), rows.size()); i++) {
                SeenRow want = expected.get(i);
                SeenRow row = rows.get(i);
                String as = "row " + i + ", " + row + ", expected " + want;
                assertThat(row.position()).as(as).isEqualTo(positions.get((int) want.position()));
                assertThat(row.streamId()).as(as).isEqualTo(want.streamId());
                assertThat(row.sensorId()).as(as).isEqualTo(want.sensorId());
                assertThat(row.count()).as(as).isEqualTo(want.count());
                assertThat(row.values().get(1)).as(as).isEqualTo(want.values().get(1));
                assertThat(Math.abs(nameless(row.startNs(), row.position(), row.sensorId()) - want.startNs()))
                        .as(as)
                        .isLessThan(tolerance());
                assertThat(Math.abs(nameless(row.endNs(), row.position(), row.sensorId()) - want.endNs()))
                        .as(as)
                        .isLessThan(tolerance());
                if (!drifts) {
                    assertThat(row.values().get(2))
                            .as(as)
                            .isEqualTo(want.values().get(2));
                }
            }
            assertThat(rows).hasSameSizeAs(expected);
        }

        /** Second opinion: what happened, found by looking at the whole of the shadow's journal. */
        private void compareOracles() {
            for (int i = 0; i < plan.alarms().size(); i++) {
                AlarmRule rule = plan.alarms().get(i);
                if (rule.reorderNs() > 0 || rule.selector().filter().contains("max")) {
                    continue;
                }
                int ruleId = plan.streams().size() + i;
                if (rule instanceof MissingRule missing && missing.group()) {
                    Set<Integer> members = new HashSet<>();
                    for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
                        if (isOfGateway[sensorId]) {
                            members.add(sensorId);
                        }
                    }
                    compareOracle(rule, ruleId, -1, members);
                } else {
                    for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
                        compareOracle(rule, ruleId, sensorId, Set.of(sensorId));
                    }
                }
            }
        }

        private void compareOracle(AlarmRule rule, int ruleId, int sensorId, Set<Integer> members) {
            List<Integer> sources = new ArrayList<>();
            for (int i = 0; i < sensorCount; i++) {
                sources.add(1);
            }
            List<KeyHistory.Step> steps = KeyHistory.of(shadow.records(), plan, rule, members, sources);
            assertThat(shadow.events().stream()
                            .filter(event -> event.ruleId() == ruleId && event.sensorId() == sensorId)
                            .map(SeenEvent::toString)
                            .toList())
                    .as("%s, sensor %d, steps %s", rule, sensorId, steps)
                    .isEqualTo(expected(rule, ruleId, sensorId, steps).stream()
                            .map(SeenEvent::toString)
                            .toList());
        }

        private static List<SeenEvent> expected(AlarmRule rule, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
            if (rule instanceof StuckRule stuck) {
                return NaiveStuckAlarm.events(stuck, ruleId, sensorId, steps);
            }
            if (rule instanceof RateOfChangeRule rate) {
                return NaiveRateAlarm.events(rate, ruleId, sensorId, steps);
            }
            if (rule instanceof StateRule state) {
                return NaiveStateAlarm.events(state, TEXTS, ruleId, sensorId, steps);
            }
            if (rule instanceof QualityRule) {
                return NaiveQualityAlarm.events(ruleId, sensorId, steps);
            }
            return rule instanceof LimitRule limit
                    ? NaiveLimitAlarm.events(limit, ruleId, sensorId, steps)
                    : NaiveMissingAlarm.events((MissingRule) rule, ruleId, sensorId, steps);
        }

        /** No two episodes have one id, and what follows a raise has the id of it. */
        private void checkIds(List<SeenEvent> events) {
            Set<List<Object>> raised = new HashSet<>();
            for (SeenEvent event : events) {
                List<Object> id = List.of(event.ruleId(), event.sensorId(), event.raisedNs(), event.occurrence());
                if (event.kind() == AlarmEventKind.RAISED) {
                    assertThat(raised.add(id))
                            .as("an id comes twice, %s", event)
                            .isTrue();
                } else {
                    assertThat(raised.contains(id))
                            .as("of no episode, %s", event)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldSayFromWhenToWhen() {
        RecordList records = new RecordList();
        records.plan(Rules.plan(30 * SECOND, List.of(quality("bad", "#"))));
        ClockRig rig = new ClockRig(records, AFTER_1970);
        rig.pass(90 * SECOND);
        rig.stepSystem(NOW);
        rig.look();
        rig.handle();
        ClockStep step = new ClockStep(AFTER_1970 + 90 * SECOND, AFTER_1970 + 90 * SECOND + NOW);
        assertThat(rig.told()).containsExactly(step);
        RecordList.Control control =
                (RecordList.Control) rig.records().entries().get(1);
        assertThat(ClockStep.decode(control.buffer(), 0, ClockStep.LENGTH)).isEqualTo(step);
    }
}
