package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Restart;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random histories of readings, actions and ticks: the events and states are those of a naive board, over a restart at
 * any record, and in one, two and four shards. The rules' own events are those of the same rules without life cycles.
 * {@code -Dtocsin.heavy=true} runs 10,000.
 */
class BoardModelTest {
    private static final int RUNS = 150;
    private static final int RECORDS = 160;
    private static final long IDLE_AFTER = 4;
    private static final long ON_DELAY = 1;
    private static final double[] VALUES = {-25, -15, 0, 0, 15, 15, 25};
    private static final String[] SENSORS = {"a/x", "a/y", "b/x"};

    private final Map<String, Integer> kinds = new TreeMap<>();

    @Test
    void shouldDecideAsANaiveBoard() {
        Seeds.forEach(RUNS, this::run);
        if (Long.getLong("tocsin.seed") == null) {
            for (AlarmEventKind kind : List.of(
                    AlarmEventKind.RAISED,
                    AlarmEventKind.CLEARED,
                    AlarmEventKind.LEVEL_CHANGED,
                    AlarmEventKind.ACKNOWLEDGED,
                    AlarmEventKind.RESET,
                    AlarmEventKind.COMMENTED,
                    AlarmEventKind.SHELVED,
                    AlarmEventKind.UNSHELVED,
                    AlarmEventKind.SUPPRESSED,
                    AlarmEventKind.UNSUPPRESSED,
                    AlarmEventKind.OUT_OF_SERVICE,
                    AlarmEventKind.IN_SERVICE,
                    AlarmEventKind.ANNUNCIATED,
                    AlarmEventKind.REMINDED,
                    AlarmEventKind.REALARMED,
                    AlarmEventKind.REFUSED)) {
                assertThat(kinds.getOrDefault(kind.name(), 0)).as(kind.name()).isGreaterThan(20);
            }
        }
    }

    /** Edits keep version and episode, and every value is judged by the newest limits. */
    @Test
    void shouldJudgeHeldValuesByEditedRules() {
        Seeds.forEach(RUNS, this::runEdits);
    }

    private void runEdits(long seed) {
        Random random = Seeds.random(~seed);
        LifeCycle lifeCycle = randomLifeCycle(random);
        ShardDriver whole = new ShardDriver();
        whole.plan(plan(IDLE_AFTER, edited(0, 10)).withLifeCycle(lifeCycle));
        double[] values = new double[SENSORS.length];
        for (String sensor : SENSORS) {
            whole.sensor(sensor);
        }
        double limit = 10;
        long nowNs = 10_000;
        for (int i = 0; i < RECORDS; i++) {
            nowNs += random.nextInt(4);
            int sensor = random.nextInt(SENSORS.length);
            if (random.nextInt(12) == 0) {
                limit = random.nextInt(30);
                whole.tick(nowNs);
                whole.plan(plan(IDLE_AFTER, edited(0, limit)).withLifeCycle(lifeCycle));
            } else {
                values[sensor] = random.nextInt(30);
                whole.good(sensor, nowNs, values[sensor]);
            }
            long active = 0;
            for (double value : values) {
                active += value > limit ? 1 : 0;
            }
            assertThat(whole.shard().view().activeAlarmCount()).isEqualTo(active);
        }
        assertThat(whole.events()).allSatisfy(event -> {
            assertThat(event.ruleId()).isZero();
            assertThat(event.reason()).isEqualTo(AlarmEventReason.RULE);
        });
        Restart.check(whole, 1 + SENSORS.length + random.nextInt(RECORDS));
        checkShards(whole, random);
    }

    private static AlarmRule edited(long onDelayNs, double limit) {
        return limit("hot", "#", onDelayNs, 0, 0, level(Level.HI, limit, 0));
    }

    private void run(long seed) {
        Random random = Seeds.random(seed);
        ShardDriver whole = history(random);
        ShardDriver bare = withoutLifeCycles(whole.records());
        List<String> found = whole.events().stream()
                .map(event -> brief(event, whole.shard().names()))
                .toList();

        List<String> expected = naive(whole.records(), bare);
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            assertThat(found.get(i))
                    .as("event %d behind %s", i, found.subList(Math.max(0, i - 12), i))
                    .isEqualTo(expected.get(i));
        }
        assertThat(found).hasSameSizeAs(expected);
        whole.events().forEach(event -> kinds.merge(event.kind().name(), 1, Integer::sum));
        Restart.check(whole, 1 + SENSORS.length + random.nextInt(RECORDS));
        checkShards(whole, random);
    }

    private static void checkShards(ShardDriver whole, Random random) {
        for (int shards = 2; shards <= 4; shards += 2) {
            List<Object> results = new ArrayList<>();
            JournalFold fold = new JournalFold(ShardDriver.into(results));
            ShardGroupModelTest.run(whole.records(), fold, shards, random);
            assertThat(results).as("shards=%d", shards).isEqualTo(whole.results());
        }
    }

    private static ShardDriver history(Random random) {
        ShardDriver driver = new ShardDriver();
        driver.plan(randomPlan(random, 0));
        for (String sensor : SENSORS) {
            driver.sensor(sensor);
        }
        long[] offsets = {0, random.nextInt(2_000) - 1_000, 0};
        long nowNs = 10_000;
        int changeAt = random.nextInt(3) == 0 ? random.nextInt(RECORDS) : -1;
        for (int i = 0; i < RECORDS; i++) {
            nowNs += random.nextInt(12) == 0 ? random.nextInt(60) : random.nextInt(3);
            int dice = random.nextInt(100);
            if (i == changeAt) {
                driver.plan(randomPlan(random, random.nextInt(2)));
            } else if (dice < 50) {
                int sensor = random.nextInt(SENSORS.length);
                double value = VALUES[random.nextInt(VALUES.length)];
                driver.reading(sensor, nowNs + offsets[sensor], nowNs, value, Quality.GOOD, ReadingFlags.NONE);
            } else if (dice < 62) {
                driver.tick(nowNs);
            } else {
                driver.action(randomAction(random, driver), nowNs);
            }
        }
        driver.tick(nowNs + 200);
        return driver;
    }

    /**
     * @param changed 1 for a rule that no edit makes of the other one
     */
    private static Plan randomPlan(Random random, int changed) {
        List<LimitLevel> levels =
                new ArrayList<>(List.of(level(Level.HIHI, 20, 0), level(Level.HI, 10, 0), level(Level.LO, -10, 0)));
        if (changed == 0) {
            levels.add(level(Level.LOLO, -20, 0));
        }
        AlarmRule hot = limit("hot", "#", ON_DELAY, 0, 0, levels.toArray(LimitLevel[]::new));
        AlarmRule gone = missing("gone", "#", 15, false, 0);
        return plan(IDLE_AFTER, hot, gone)
                .withLifeCycles(Map.of("hot", randomLifeCycle(random), "gone", randomSuppressed(random)));
    }

    private static LifeCycle randomSuppressed(Random random) {
        LifeCycle lifeCycle = randomLifeCycle(random);
        return random.nextBoolean() ? lifeCycle : lifeCycle.withSuppression("hot", random.nextBoolean() ? "" : "{1}");
    }

    private static LifeCycle randomLifeCycle(Random random) {
        LifeCycle any = random.nextInt(3) > 0 ? LifeCycle.REQUIRED : LifeCycle.UNACKNOWLEDGED;
        return any.withLatch(random.nextBoolean())
                .withReAlarm(random.nextBoolean() ? 0 : 25)
                .withRemind(random.nextBoolean() ? 0 : 7)
                .withMaxShelve(40)
                .withSettle(random.nextInt(3) == 0 ? LifeCycle.ON_DELAY : random.nextInt(3) * 4L)
                .withGroup(random.nextBoolean() ? "" : "{1}");
    }

    private static OperatorAction randomAction(Random random, ShardDriver driver) {
        ActionKind[] all = ActionKind.values();
        int dice = random.nextInt(24);
        ActionKind kind = dice < 9 ? ActionKind.ACKNOWLEDGE : all[Math.min(dice - 9, all.length - 1)];
        if (kind == ActionKind.DECOMMISSION && random.nextInt(4) > 0) {
            kind = ActionKind.RESET;
        }
        String sensor = random.nextInt(20) == 0 ? "c/x" : SENSORS[random.nextInt(SENSORS.length)];
        String alarm = random.nextInt(20) == 0 ? "cold" : random.nextInt(4) == 0 ? "gone" : "hot";
        OperatorAction action = OperatorAction.on(kind, alarm, sensor, "me");
        if (random.nextInt(4) > 0) {
            action = action.because("a reason");
        }
        if (kind == ActionKind.SHELVE || kind == ActionKind.SHELVE_ONCE) {
            action = action.lasting(random.nextInt(6) * 9L);
        }
        return kind == ActionKind.ACKNOWLEDGE ? ofSomeEpisode(random, driver, action) : action;
    }

    /** The action on the current episode, on that of some earlier event, on one that never was. */
    private static OperatorAction ofSomeEpisode(Random random, ShardDriver driver, OperatorAction action) {
        int dice = random.nextInt(6);
        List<SeenEvent> events = driver.events();
        if (dice < 2 || events.isEmpty()) {
            return action;
        }
        if (dice == 2) {
            return action.of("hot/1/" + action.sensor() + "/999999999", "");
        }
        for (int i = events.size() - 1 - random.nextInt(3); i >= 0; i--) {
            SeenEvent event = events.get(i);
            if (event.raisedNs() != AlarmEventFlyweight.NO_EPISODE) {
                ResultNames names = driver.shard().names();
                OperatorAction on = OperatorAction.on(
                        action.kind(), names.rule(event.ruleId()).name(), names.sensorName(event.sensorId()), "me");
                return dice == 3 ? on.of(id(event, names), "") : on.of("", eventId(event, names));
            }
        }
        return action;
    }

    private static String id(SeenEvent event, ResultNames names) {
        String id = names.rule(event.ruleId()).name() + "/" + names.version(event.ruleId()) + "/"
                + names.sensorName(event.sensorId()) + "/" + event.raisedNs();
        return event.occurrence() > 1 ? id + "-" + event.occurrence() : id;
    }

    private static String eventId(SeenEvent event, ResultNames names) {
        String rest = event.timeNs()
                + (event.levelCode() == AlarmEventFlyweight.NO_LEVEL ? "" : "-" + Level.values()[event.levelCode()]);
        if (event.kind() == AlarmEventKind.REMINDED) {
            rest = event.board().replaceAll(".* #(\\d+) .*", "$1");
        } else if (event.board().contains(" by ")) {
            rest = "action-1";
        }
        return id(event, names) + "/" + event.kind() + "/" + rest;
    }

    /** The same records under plans whose rules have no life cycle. */
    private static ShardDriver withoutLifeCycles(RecordList records) {
        ShardDriver bare = new ShardDriver();
        for (RecordList.Entry entry : records.entries()) {
            Plan given = RecordList.planOf(entry);
            if (given == null) {
                bare.feed(entry);
            } else {
                bare.plan(given.withLifeCycles(Map.of()));
            }
        }
        return bare;
    }

    private static List<String> naive(RecordList records, ShardDriver bare) {
        NaiveBoard board = new NaiveBoard();
        ResultNames names = bare.shard().names();
        int next = 0;
        for (int position = 0; position < records.size(); position++) {
            RecordList.Entry entry = records.entries().get(position);
            OperatorAction action = RecordList.actionOf(entry);
            if (entry instanceof RecordList.Reading reading) {
                board.clock(reading.receiveTimeNs(), names.sensorName(reading.sensorId()), reading.eventTimeNs());
            } else if (entry instanceof RecordList.Tick tick) {
                board.clock(tick.clockNs(), null, 0);
            } else if (action != null) {
                board.clock(action.atNs(), null, 0);
            } else if (RecordList.planOf(entry) == null) {
                board.sensor(SENSORS[position - 1]);
            }
            if (RecordList.planOf(entry) != null && position == 0) {
                apply(board, RecordList.planOf(entry));
            }
            for (; next < bare.events().size() && bare.events().get(next).position() == position; next++) {
                SeenEvent event = bare.events().get(next);
                if (event.kind().isOfRule()) {
                    board.event(
                            event.kind().name(),
                            names.rule(event.ruleId()).name(),
                            names.sensorName(event.sensorId()),
                            event.levelCode(),
                            event.timeNs(),
                            id(event, names),
                            event.reason() == AlarmEventReason.RULE_CHANGED);
                    board.look(event.timeNs());
                }
            }
            if (action != null) {
                board.action(action);
            }
            if (RecordList.planOf(entry) != null && position > 0) {
                apply(board, RecordList.planOf(entry));
                board.lookNow();
            }
        }
        return board.said();
    }

    private static void apply(NaiveBoard board, Plan plan) {
        for (AlarmRule rule : plan.alarms()) {
            long onDelayNs = rule instanceof LimitRule ? ON_DELAY : 0;
            // A changed rule is the third in the book of rules.
            int rank = rule instanceof LimitRule limit ? (limit.levels().size() == 4 ? 0 : 2) : 1;
            board.rule(rule.name(), new NaiveBoard.Rule(plan.lifeCycles().get(rule.name()), onDelayNs, rank));
        }
    }

    private static String brief(SeenEvent event, ResultNames names) {
        String board = event.board().replaceAll(" by OperatorAction.*", "");
        if (event.ruleId() == AlarmEventFlyweight.NO_RULE) {
            return event.kind() + " " + event.timeNs() + (board.contains("UNKNOWN_ALARM") ? " UNKNOWN_ALARM" : "");
        }
        return event.kind() + " " + event.timeNs() + " "
                + names.rule(event.ruleId()).name() + " " + names.alarmSensor(event.ruleId(), event.sensorId()) + " "
                + board;
    }
}
