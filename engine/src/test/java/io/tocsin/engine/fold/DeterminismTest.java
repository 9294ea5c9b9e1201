package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** "The engine is a fold over the journal", and what a change of plan keeps. */
class DeterminismTest {
    private static final AlarmRule HI = limit("hi", "#", 0, 0, 0, level(Level.HI, 80, 5));
    private static final AlarmRule LO = limit("lo", "#", 0, 0, 0, level(Level.LO, 20, 5));
    private static final AlarmRule GONE = missing("gone", "#", 1_000, false, 0);
    private static final AlarmRule ALL_GONE = missing("allGone", "#", 1_000, true, 0);

    private static RandomJournal randomJournal(long seed) {
        return new RandomJournal(seed, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4);
    }

    private static RandomJournal randomStreams(long seed) {
        return RandomJournal.withStreams(seed, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4);
    }

    /**
     * The digest is the same on every machine and JDK; it changes only with the layout of the state or of the events.
     */
    @Test
    void shouldGiveTheStoredDigest() {
        RandomJournal journal = new RandomJournal(
                4711, TimeScope.SENSOR, Edition.FIRST, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4);
        assertThat(ShardDriver.replay(journal.records).shard().digest())
                .isEqualTo("f35c4707b5ec0502059be467065a0a3e8f5300ebc44522d489d178f3fb3c2ec1");
    }

    @Test
    void shouldGiveSameDigestHoweverOftenTheNextTickIsAskedFor() {
        Seeds.forEach(300, seed -> {
            RecordList records = seed % 2 == 0 ? randomJournal(seed).records : randomStreams(seed).records;
            ShardDriver never = ShardDriver.replay(records);
            for (int every : new int[] {1, 7}) {
                ShardDriver asked = new ShardDriver();
                long latestNs = 0;
                for (int i = 0; i < records.size(); i++) {
                    RecordList.Entry entry = records.entries().get(i);
                    asked.feed(entry);
                    if (entry instanceof RecordList.Reading reading) {
                        latestNs = Math.max(latestNs, reading.receiveTimeNs());
                    } else if (entry instanceof RecordList.Tick tick) {
                        latestNs = Math.max(latestNs, tick.clockNs());
                    }
                    if (i % every == 0) {
                        asked.shard().nextTickDueNs(latestNs);
                    }
                }
                assertThat(asked.results()).isEqualTo(never.results());
                assertThat(asked.shard().digest()).isEqualTo(never.shard().digest());
            }
        });
    }

    /** The ticker's contract: a tick at the time it is told is in time for everything, and none before matters. */
    @Test
    void shouldMissNothingWhenTicksComeOnlyAtTheTimeAskedFor() {
        Seeds.forEach(150, seed -> missNothing(randomJournal(seed).records));
    }

    @Test
    void shouldMissNothingWhenTimeIsThatOfTheSource() {
        Seeds.forEach(
                150,
                seed -> missNothing(
                        new RandomJournal(seed, TimeScope.SOURCE, Edition.NEWEST, 150, AlarmRule.ON_ARRIVAL, 3)
                                .records));
    }

    private static void missNothing(RecordList records) {
        ShardDriver busy = new ShardDriver();
        ShardDriver lazy = new ShardDriver();
        long clockNs = 9_999;
        for (RecordList.Entry entry : records.entries()) {
            if (entry instanceof RecordList.Tick) {
                continue;
            }
            if (entry instanceof RecordList.Reading reading) {
                while (clockNs < reading.receiveTimeNs()) {
                    clockNs++;
                    busy.tick(clockNs);
                    if (lazy.shard().nextTickDueNs(clockNs - 1) <= clockNs) {
                        lazy.tick(clockNs);
                    }
                }
            }
            busy.feed(entry);
            lazy.feed(entry);
        }
        assertThat(lazy.shard().view().tickCount())
                .isLessThanOrEqualTo(busy.shard().view().tickCount());
        assertThat(lazy.events().stream().map(SeenEvent::withoutCause))
                .containsExactlyElementsOf(
                        busy.events().stream().map(SeenEvent::withoutCause).toList());
        assertThat(lazy.events().stream().map(SeenEvent::receivedNs))
                .containsExactlyElementsOf(
                        busy.events().stream().map(SeenEvent::receivedNs).toList());
        if (lazy.shard().nextTickDueNs(clockNs) <= clockNs) {
            lazy.tick(clockNs); // what the last reading has made due later is looked at once more
        }
        assertThat(lazy.shard().nextTickDueNs(clockNs))
                .as("no tick is due at once and for ever")
                .isGreaterThan(clockNs);
    }

    @Test
    void shouldGiveAnotherDigestWhenOneReadingDiffers() {
        RecordList records = randomJournal(5).records;
        String digest = ShardDriver.replay(records).shard().digest();
        assertThat(ShardDriver.replay(records).shard().digest()).isEqualTo(digest);
        int last = IntStream.range(0, records.size())
                .filter(i -> records.entries().get(i) instanceof RecordList.Reading)
                .max()
                .orElseThrow();
        RecordList.Reading reading = (RecordList.Reading) records.entries().get(last);
        records.entries()
                .set(
                        last,
                        new RecordList.Reading(
                                reading.sensorId(),
                                reading.eventTimeNs() + 1,
                                reading.receiveTimeNs(),
                                reading.value(),
                                reading.quality(),
                                reading.flags()));
        assertThat(ShardDriver.replay(records).shard().digest()).isNotEqualTo(digest);
    }

    @Test
    void shouldKeepStateAndVersionWhenRuleIsUnchanged() {
        ShardDriver driver = new ShardDriver().plan(plan(10, HI, LO, GONE, ALL_GONE));
        int s = driver.sensor("s");
        driver.good(s, 1, 81);
        driver.plan(plan(10, ALL_GONE, GONE, LO, HI)).good(s, 2, 82);
        assertThat(driver.briefs()).containsExactly("RAISED HI@1 of 1#1");
        driver.plan(plan(10, HI, ALL_GONE)).good(s, 3, 70);
        assertThat(driver.briefs()).containsExactly("RAISED HI@1 of 1#1", "CLEARED HI@3 of 1#1");
        assertThat(driver.shard().names().version(0)).isEqualTo(1);
        driver.tick(1_004);
        assertThat(driver.briefs()).hasSize(3).last().isEqualTo("RAISED@1003 of 1003#1");
        driver.plan(plan(10, LO, ALL_GONE)).good(s, 1_010, 50);
        assertThat(driver.briefs()).hasSize(4).last().isEqualTo("CLEARED@1010 of 1003#1");
    }

    @Test
    void shouldKeepVersionAndStateWhenOnlyTheMessageIsEdited() {
        ShardDriver driver = new ShardDriver().plan(plan(10, HI));
        int s = driver.sensor("s");
        driver.good(s, 1, 81);
        LimitRule hi = (LimitRule) HI;
        AlarmRule edited = new LimitRule(
                hi.name(),
                hi.selector(),
                Priority.LOW,
                "another message",
                List.of("sink"),
                hi.levels(),
                hi.onDelayNs(),
                hi.offDelayNs(),
                hi.reorderNs());
        driver.plan(plan(10, edited)).good(s, 2, 70);
        assertThat(driver.briefs()).containsExactly("RAISED HI@1 of 1#1", "CLEARED HI@2 of 1#1");
        assertThat(driver.events().get(1).reason()).isEqualTo(AlarmEventReason.RULE);
        assertThat(driver.shard().names().version(0)).isEqualTo(1);
        assertThat(driver.shard().names().rule(0)).isEqualTo(edited);
    }

    @Test
    void shouldStartAfreshAsVersionTwoWhenTheLimitChanges() {
        ShardDriver driver = new ShardDriver().plan(plan(10, HI, GONE));
        int s = driver.sensor("s");
        driver.good(s, 1, 81).tick(2_000).plan(plan(10, limit("hi", "#", 0, 0, 0, level(Level.HI, 79, 5)), GONE));
        assertThat(driver.briefs())
                .containsExactly("RAISED HI@1 of 1#1", "RAISED@1001 of 1001#1", "CLEARED HI@1 of 1#1");
        SeenEvent cleared = driver.events().get(2);
        assertThat(cleared.reason()).isEqualTo(AlarmEventReason.RULE_CHANGED);
        assertThat(cleared.ruleId()).isZero();
        driver.good(s, 2_000, 81);
        SeenEvent raised = driver.events().get(3);
        assertThat(raised.brief()).isEqualTo("RAISED HI@2000 of 2000#1");
        assertThat(raised.limit()).isEqualTo(79);
        assertThat(driver.shard().names().version(raised.ruleId())).isEqualTo(2);
    }

    @Test
    void shouldInheritNothingWhenRuleIsRemovedAndAddedAgain() {
        ShardDriver driver = new ShardDriver().plan(plan(10, HI, ALL_GONE));
        int s = driver.sensor("s");
        driver.good(s, 1, 81)
                .plan(plan(10))
                .good(s, 2, 82)
                .plan(plan(10, HI, ALL_GONE))
                .good(s, 3, 83);
        assertThat(driver.briefs()).containsExactly("RAISED HI@1 of 1#1", "CLEARED HI@1 of 1#1", "RAISED HI@3 of 3#1");
        assertThat(driver.shard().names().version(driver.events().get(2).ruleId()))
                .isEqualTo(2);
        assertThat(driver.shard().names().version(0)).isEqualTo(1);
    }

    /** Changes of plan at random between readings must do nothing to the rules that stay. */
    @Test
    void shouldGiveSameEventsWhenOtherRulesComeAndGo() {
        Seeds.forEach(100, seed -> {
            RandomJournal journal = randomJournal(seed);
            ShardDriver still = ShardDriver.replay(journal.records);
            ShardDriver moving = new ShardDriver();
            List<AlarmRule> alarms = journal.plan.alarms();
            for (int i = 0; i < journal.records.size(); i++) {
                moving.feed(journal.records.entries().get(i));
                if (i > 0 && i % 20 == 0) {
                    List<AlarmRule> changed = new ArrayList<>(alarms);
                    Collections.rotate(changed, i / 20);
                    changed.add(i / 20 % changed.size(), limit("new" + i, "#", 1, 1, 2, level(Level.HI, 5, 0)));
                    moving.plan(plan(journal.plan.idleAfterNs(), changed));
                }
            }
            for (int ruleId = 0; ruleId < alarms.size(); ruleId++) {
                if (alarms.get(ruleId).reorderNs() > 0) {
                    continue; // another rule's timer may move the watermark of an idle sensor earlier
                }
                assertThat(eventsOf(moving, ruleId)).isEqualTo(eventsOf(still, ruleId));
            }
        });
    }

    private static List<String> eventsOf(ShardDriver driver, int ruleId) {
        return driver.events().stream()
                .filter(event -> event.ruleId() == ruleId)
                .map(event -> event.sensorId() + " " + event.brief() + " " + event.value())
                .toList();
    }
}
