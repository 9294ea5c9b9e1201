package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random rules over random journals: every event of every rule and sensor must be the oracles'. */
class AlarmModelTest {
    private static final int STREAMS = 2_000;
    private static final int HEAVY_STREAMS = 200_000;
    private static final int RECORDS = 70;

    @Test
    void shouldGiveTheOraclesEventsWhenJournalIsRandom() {
        Seeds.forEach(STREAMS, HEAVY_STREAMS, seed -> check(seed, TimeScope.SENSOR, Edition.SECOND));
    }

    @Test
    void shouldGiveTheOraclesEventsWhenTimeIsThatOfTheSource() {
        Seeds.forEach(STREAMS, seed -> check(seed, TimeScope.SOURCE, Edition.SECOND));
    }

    /** Journals of before keep the meaning they had. */
    @Test
    void shouldGiveTheOraclesEventsWhenPlanIsOfTheFirstEdition() {
        Seeds.forEach(STREAMS / 4, STREAMS, seed -> {
            check(seed, TimeScope.SENSOR, Edition.FIRST);
            check(seed, TimeScope.SOURCE, Edition.FIRST);
        });
    }

    private static void check(long seed, TimeScope scope, Edition edition) {
        RandomJournal journal = new RandomJournal(
                seed, scope, edition, RECORDS, AlarmRule.ON_ARRIVAL, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER);
        if (scope == TimeScope.SOURCE) {
            // At a tick the time of a silent source advances if a timer of any key is due.
            journal.records.entries().removeIf(entry -> entry instanceof RecordList.Tick);
        }
        ShardDriver driver = ShardDriver.replay(journal.records);
        int compared = 0;
        int othersCount = 0;
        for (int ruleId = 0; ruleId < journal.plan.alarms().size(); ruleId++) {
            AlarmRule rule = journal.plan.alarms().get(ruleId);
            Set<Integer> sensorIds = journal.sensorsOf(rule);
            if (rule instanceof MissingRule missing && missing.group()) {
                if (scope == TimeScope.SOURCE && sourceCount(journal, sensorIds) != 1) {
                    othersCount += (int) driver.events().stream()
                            .filter(event -> rule(journal, event) == rule)
                            .count();
                    continue;
                }
                compared += compare(driver, journal, ruleId, AlarmEventFlyweight.GROUP, sensorIds);
            } else {
                for (int sensorId : sensorIds) {
                    compared += compare(driver, journal, ruleId, sensorId, Set.of(sensorId));
                }
            }
        }
        assertThat(compared + othersCount)
                .as("events of no rule")
                .isEqualTo(driver.events().size());
    }

    private static long sourceCount(RandomJournal journal, Set<Integer> sensorIds) {
        return sensorIds.stream().map(journal.sourceOfSensor::get).distinct().count();
    }

    private static AlarmRule rule(RandomJournal journal, SeenEvent event) {
        return journal.plan.alarms().get(event.ruleId());
    }

    private static int compare(
            ShardDriver driver, RandomJournal journal, int ruleId, int sensorId, Set<Integer> sensorIds) {
        AlarmRule rule = journal.plan.alarms().get(ruleId);
        var steps = journal.plan.scope() == TimeScope.SENSOR
                ? KeyHistory.of(journal.records, journal.plan, rule, sensorIds, journal.sourceOfSensor)
                : SourceHistory.of(journal.records, journal.plan, rule, sensorIds, journal.sourceOfSensor);
        var expected = expected(rule, ruleId, sensorId, steps).stream()
                .map(event -> journal.plan.edition() == Edition.SECOND ? event : event.earlierAtInstant(0))
                .toList();
        var actual = driver.events().stream()
                .filter(event -> event.ruleId() == ruleId && event.sensorId() == sensorId)
                .toList();
        if (!actual.equals(expected)) {
            assertThat(actual.stream().map(SeenEvent::toString))
                    .as(
                            "%s, sensor %d, idleAfterNs=%d, %s edition, steps %s",
                            rule, sensorId, journal.plan.idleAfterNs(), journal.plan.edition(), steps)
                    .containsExactlyElementsOf(
                            expected.stream().map(SeenEvent::toString).toList());
        }
        return actual.size();
    }

    private static List<SeenEvent> expected(AlarmRule rule, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        if (rule instanceof StuckRule stuck) {
            return NaiveStuckAlarm.events(stuck, ruleId, sensorId, steps);
        }
        if (rule instanceof RateOfChangeRule rate) {
            return NaiveRateAlarm.events(rate, ruleId, sensorId, steps);
        }
        if (rule instanceof StateRule state) {
            return NaiveStateAlarm.events(state, RandomJournal.TEXTS, ruleId, sensorId, steps);
        }
        if (rule instanceof QualityRule) {
            return NaiveQualityAlarm.events(ruleId, sensorId, steps);
        }
        return rule instanceof LimitRule limit
                ? NaiveLimitAlarm.events(limit, ruleId, sensorId, steps)
                : NaiveMissingAlarm.events((MissingRule) rule, ruleId, sensorId, steps);
    }
}
