package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.quality;
import static io.tocsin.engine.testkit.Rules.state;
import static io.tocsin.engine.testkit.Rules.stream;
import static io.tocsin.engine.testkit.Rules.stuck;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "A limit that goes switches its level off. A value that goes is BAD downstream." */
class LostValueSemanticsTest {
    private static final long IDLE_AFTER = 100;
    private static final JoinCondition LATEST = new JoinCondition.Latest();

    private final ShardDriver driver = new ShardDriver();
    private int left;
    private int right;

    private static LimitRule above(String filter, long onDelayNs) {
        return limit("above " + filter.charAt(0), filter, onDelayNs, 0, 0, level(Level.HI, 0, 0));
    }

    private static JoinNode join(JoinType type, JoinCondition condition) {
        return new JoinNode(
                "j",
                new Input(new SensorSelector("+/in"), "{1}"),
                new Input(new SensorSelector("+/out"), "{1}"),
                type,
                condition,
                false,
                List.of(JoinValue.LEFT, JoinValue.RIGHT, JoinValue.DIFFERENCE, JoinValue.RATIO),
                0,
                List.of());
    }

    private void under(DerivedNode node, AlarmRule... rules) {
        driver.plan(plan(IDLE_AFTER, List.of(node), List.of(rules)));
        left = driver.sensor("m/in", 0, 0);
        right = driver.sensor("m/out", 1, 0);
    }

    /** The events, those with a reason of their own with it. */
    private List<String> told() {
        return driver.events().stream()
                .map(event -> event.brief() + (event.reason() == AlarmEventReason.RULE ? "" : " " + event.reason()))
                .toList();
    }

    // a limit that goes

    @Test
    void shouldClearTheAlarmWhenItsLimitGoes() {
        under(join(JoinType.INNER, LATEST), above("j/+/difference", 0));
        driver.good(right, 1, 80).good(left, 2, 85).bad(right, 3);
        assertThat(told()).containsExactly("RAISED HI@2 of 2#1", "CLEARED HI@2 of 2#1 LIMIT_GONE");
        assertThat(driver.events().get(1).position()).isEqualTo(driver.records().size() - 1);
        assertThat(driver.events().get(1).value()).isEqualTo(5);
        driver.good(left, 4, 99).bad(right, 5);
        assertThat(told())
                .as("nothing is compared any more, and nothing more goes")
                .hasSize(2);
        driver.good(right, 6, 90).good(left, 7, 99);
        assertThat(told()).endsWith("RAISED HI@7 of 7#1");
    }

    /** A set-point that is older than the one in force is none, and its being BAD takes nothing away. */
    @Test
    void shouldKeepTheLimitWhenAnOlderOneIsBad() {
        under(join(JoinType.INNER, LATEST), above("j/+/difference", 0));
        driver.good(right, 10, 80).good(left, 11, 85).bad(right, 9);
        assertThat(told()).containsExactly("RAISED HI@11 of 11#1");
    }

    @Test
    void shouldForgetPendingDelaysWhenTheLimitGoes() {
        under(join(JoinType.INNER, LATEST), above("j/+/difference", 5));
        driver.good(right, 1, 80).good(left, 2, 85).bad(right, 3).good(right, 4, 80);
        driver.good(left, 8, 81).tick(200);
        assertThat(told()).as("the run began at 8").containsExactly("RAISED HI@13 of 13#1");
    }

    /** With type left the value itself continues; what it was compared with does not. */
    @Test
    void shouldEndOnlyWhatNeedsTheLimit() {
        under(
                join(JoinType.LEFT, LATEST),
                above("j/+/difference", 0),
                limit("hot", "j/+/left", 0, 0, 0, level(Level.HI, 84, 0)));
        driver.good(right, 1, 80).good(left, 2, 85).bad(right, 3).good(left, 4, 86);
        assertThat(told())
                .containsExactly("RAISED HI@2 of 2#1", "RAISED HI@2 of 2#1", "CLEARED HI@2 of 2#1 LIMIT_GONE");
        assertThat(driver.events().get(2).ruleId()).as("the difference's").isEqualTo(1);
    }

    @Test
    void shouldClearStatesAndStuckValuesThatWereLookedUp() {
        under(
                join(JoinType.INNER, LATEST),
                state("mode", "j/+/right", new StateSet(List.of(), List.of(7.0)), StateSet.NONE, 0),
                stuck("still", "j/+/difference", 0, 2, 2, StuckRule.ANY_GAP, StuckRule.IGNORE_NOTHING, 0));
        driver.good(right, 1, 7).good(left, 2, 9).good(left, 4, 9).bad(right, 5);
        assertThat(told())
                .containsExactly(
                        "RAISED@2 of 2#1",
                        "RAISED@4 of 4#1",
                        "CLEARED@4 of 2#1 LIMIT_GONE",
                        "CLEARED@4 of 4#1 LIMIT_GONE");
        driver.good(right, 6, 6).good(left, 7, 8).good(left, 8, 8);
        assertThat(told()).as("a new run of two that has not lasted").hasSize(4);
    }

    /** "Nothing more comes" passes through windows, behind what is still open in them. */
    @Test
    void shouldClearBehindAWindowOnceThatHasClosed() {
        StreamNode worst = stream("w", "j/+/difference", 10, Aggregate.MAX);
        driver.plan(plan(IDLE_AFTER, List.of(join(JoinType.INNER, LATEST), worst), List.of(above("w/#", 0))));
        left = driver.sensor("m/in");
        right = driver.sensor("m/out", 1, 0);
        driver.good(right, 1, 80).good(left, 2, 85).good(left, 12, 90).bad(right, 13);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1");
        driver.tick(112);
        assertThat(told()).as("the window still holds 90").hasSize(1);
        driver.tick(121);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1", "CLEARED HI@19 of 9#1 LIMIT_GONE");
    }

    // a value that goes

    @Test
    void shouldHoldAndTellWhenTheValueGoes() {
        under(join(JoinType.INNER, LATEST), above("j/+/difference", 0));
        driver.good(right, 1, 80).good(left, 2, 85).bad(left, 3).bad(left, 4);
        assertThat(told()).containsExactly("RAISED HI@2 of 2#1", "LEVEL_CHANGED HI@3 of 2#1 held");
        driver.good(left, 5, 86).bad(left, 6).good(left, 7, 70);
        assertThat(told().subList(2, 5))
                .containsExactly("LEVEL_CHANGED HI@5 of 2#1", "LEVEL_CHANGED HI@6 of 2#1 held", "CLEARED HI@7 of 2#1");
        driver.bad(left, 8);
        assertThat(told()).as("nothing is active").hasSize(5);
    }

    @Test
    void shouldClearWhenTheValueGoesIfTheRuleSaysSo() {
        under(join(JoinType.INNER, LATEST), above("j/+/difference", 0).onBad(OnBad.CLEAR));
        driver.good(right, 1, 80).good(left, 2, 85).bad(left, 3).good(left, 4, 85);
        assertThat(told())
                .containsExactly("RAISED HI@2 of 2#1", "CLEARED HI@3 of 2#1 VALUE_GONE", "RAISED HI@4 of 4#1");
    }

    /** A delay that elapses meanwhile raises on the last value, and says so. */
    @Test
    void shouldTellThatARaiseStandsOnAHeldValue() {
        under(join(JoinType.INNER, LATEST), above("j/+/difference", 5));
        driver.good(right, 1, 80).good(left, 2, 85).bad(left, 3).tick(200);
        assertThat(told()).containsExactly("RAISED HI@7 of 7#1 held");
    }

    /** "So quality rules behind it hear it": of the value, not of the limit. */
    @Test
    void shouldBeHeardByQualityRules() {
        under(join(JoinType.INNER, LATEST), quality("bad", "j/+/difference"));
        driver.good(right, 1, 80)
                .good(left, 2, 85)
                .bad(right, 3)
                .good(right, 4, 80)
                .good(left, 5, 85);
        assertThat(told()).isEmpty();
        driver.bad(left, 6).good(left, 7, 85);
        assertThat(told()).containsExactly("RAISED@6 of 6#1", "CLEARED@7 of 6#1");
    }

    /** Of what never had a value none goes. */
    @Test
    void shouldTellNothingOfWhatWasNeverThere() {
        under(join(JoinType.INNER, LATEST), quality("bad", "j/#"));
        driver.bad(left, 1).good(right, 2, 80).bad(left, 3).bad(right, 4);
        assertThat(told()).isEmpty();
    }

    /** A ratio to nothing has no value, whatever its sides have. */
    @Test
    void shouldHoldWhenAResultHasNoValue() {
        under(join(JoinType.INNER, LATEST), limit("much", "j/+/ratio", 0, 0, 0, level(Level.HI, 2, 0)));
        driver.good(right, 1, 2).good(left, 2, 8).good(right, 3, 0).good(left, 4, 8);
        assertThat(told()).containsExactly("RAISED HI@2 of 2#1", "LEVEL_CHANGED HI@2 of 2#1 held");
    }

    /** A machine without a set-point gets one: no more rows come. */
    @Test
    void shouldHoldWhenAnAntiJoinFindsAPartner() {
        under(join(JoinType.ANTI, LATEST), above("j/+/left", 0));
        driver.good(left, 2, 85).good(right, 3, 80);
        assertThat(told()).containsExactly("RAISED HI@2 of 2#1", "LEVEL_CHANGED HI@2 of 2#1 held");
    }

    /** Samples that are held may still find a partner; without traffic the clock tells when none can. */
    @Test
    void shouldWaitForWhatMayStillComeOfAnIntervalJoin() {
        under(join(JoinType.INNER, new JoinCondition.Interval(0, 20)), above("j/+/difference", 0));
        driver.good(left, 10, 5).good(right, 11, 1).good(left, 12, 9).bad(left, 13);
        assertThat(told()).containsExactly("RAISED HI@11 of 11#1");
        driver.good(right, 20, 2);
        assertThat(told()).as("12 and 20 are a pair").hasSize(1);
        driver.tick(119);
        assertThat(told()).hasSize(1);
        driver.tick(133);
        assertThat(told()).containsExactly("RAISED HI@11 of 11#1", "LEVEL_CHANGED HI@20 of 11#1 held");
        driver.good(left, 140, 9).good(right, 141, 1);
        assertThat(told()).endsWith("LEVEL_CHANGED HI@141 of 11#1");
    }

    @Test
    void shouldWaitForTheWindowOfAWindowJoin() {
        under(
                join(JoinType.INNER, new JoinCondition.SameWindow(new AlignedWindow(10, 10, 0))),
                above("j/+/difference", 0));
        driver.good(left, 1, 5)
                .good(right, 2, 1)
                .good(left, 12, 9)
                .good(right, 13, 1)
                .bad(right, 14);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1");
        driver.good(left, 21, 9).bad(right, 22);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1", "LEVEL_CHANGED HI@19 of 9#1 held");
    }

    /** One of several says nothing for the others; the last one does. */
    @Test
    void shouldHoldOnlyWhenNoMemberOfAGroupHasAValue() {
        driver.plan(plan(IDLE_AFTER, List.of(group()), List.of(above("w/#", 0))));
        groupOfTwo();
        driver.good(left, 1, 5)
                .good(right, 2, 6)
                .bad(left, 11)
                .good(right, 12, 7)
                .good(right, 21, 7);
        driver.bad(left, 31).good(right, 32, 7).bad(right, 33);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1");
        driver.bad(left, 40);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1", "LEVEL_CHANGED HI@39 of 9#1 held");
        driver.good(left, 41, 8).bad(left, 51).bad(left, 52);
        assertThat(told().subList(2, 4))
                .containsExactly("LEVEL_CHANGED HI@49 of 9#1", "LEVEL_CHANGED HI@49 of 9#1 held");
    }

    private void groupOfTwo() {
        left = driver.sensor("m/in", 0, 0);
        right = driver.sensor("n/in", 1, 0);
    }

    private static StreamNode group() {
        return stream("w", "+/in", "{2}", new AlignedWindow(10, 10, 0), Aggregate.MAX);
    }

    // the end of sources

    @Test
    void shouldHoldWhenTheSourcesOfAGroupHaveEnded() {
        driver.plan(plan(IDLE_AFTER, List.of(group()), List.of(above("w/#", 0), quality("bad", "w/#"))));
        groupOfTwo();
        driver.good(left, 1, 5).good(right, 2, 6).good(left, 12, 7).sourceEnd(0);
        assertThat(told()).as("one goes on").containsExactly("RAISED HI@9 of 9#1");
        driver.sourceEnd(1);
        assertThat(told())
                .containsExactly("RAISED HI@9 of 9#1", "LEVEL_CHANGED HI@19 of 9#1 held", "RAISED@19 of 19#1");
    }

    /** The other member is BAD already. */
    @Test
    void shouldHoldWhenTheLastMemberWithAValueEnds() {
        driver.plan(plan(IDLE_AFTER, List.of(group()), List.of(above("w/#", 0))));
        groupOfTwo();
        driver.good(left, 1, 5)
                .good(right, 2, 6)
                .good(left, 11, 7)
                .bad(right, 12)
                .bad(right, 20);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1");
        driver.sourceEnd(0);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1", "LEVEL_CHANGED HI@19 of 9#1 held");
    }

    @Test
    void shouldHoldWhenOneSideOfAJoinHasEnded() {
        under(join(JoinType.INNER, new JoinCondition.Interval(0, 0)), above("j/+/difference", 0));
        driver.good(left, 1, 5).good(right, 1, 2).sourceEnd(1);
        assertThat(told()).as("the left one of 1 may have another").containsExactly("RAISED HI@1 of 1#1");
        driver.good(left, 2, 5);
        assertThat(told()).containsExactly("RAISED HI@1 of 1#1", "LEVEL_CHANGED HI@1 of 1#1 held");
    }

    /** The lookup side may end: the last limit stays in force, however old. */
    @Test
    void shouldKeepTheLimitWhenItsSourceEnds() {
        under(join(JoinType.INNER, LATEST), above("j/+/difference", 0));
        driver.good(right, 1, 80).good(left, 2, 85).sourceEnd(1).good(left, 3, 79);
        assertThat(told()).containsExactly("RAISED HI@2 of 2#1", "CLEARED HI@3 of 2#1");
        driver.good(left, 4, 85).sourceEnd(0);
        assertThat(told().subList(2, 4)).containsExactly("RAISED HI@4 of 4#1", "LEVEL_CHANGED HI@4 of 4#1 held");
    }

    /** A window over one sensor stays as the sensor itself does, unless the rule says otherwise. */
    @Test
    void shouldStayAtTheEndOfOneSensorsSource() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(Rules.stream("w", "m/in", 10, Aggregate.MAX)),
                List.of(above("w/#", 0), above("m/in", 0).onBad(OnBad.CLEAR))));
        groupOfTwo();
        driver.good(left, 1, 5).good(left, 12, 7).sourceEnd(0);
        assertThat(told())
                .containsExactly("RAISED HI@1 of 1#1", "RAISED HI@9 of 9#1", "CLEARED HI@12 of 1#1 VALUE_GONE");
    }

    // where it is heard

    /** "BAD readings neither raise, clear nor interrupt": of a sensor itself that stands, and is not told. */
    @Test
    void shouldBeToldOfAPlainSensorOnlyIfTheRuleClears() {
        driver.plan(plan(
                IDLE_AFTER,
                above("m/in", 0),
                state("on", "m/in", new StateSet(List.of(), List.of(5.0)), StateSet.NONE, 0)
                        .onBad(OnBad.CLEAR)));
        groupOfTwo();
        driver.good(left, 1, 5).bad(left, 2).good(left, 3, 5);
        assertThat(told())
                .containsExactly(
                        "RAISED HI@1 of 1#1", "RAISED@1 of 1#1", "CLEARED@2 of 1#1 VALUE_GONE", "RAISED@3 of 3#1");
    }

    @Test
    void shouldPassThroughReorder() {
        under(join(JoinType.INNER, LATEST), limit("above", "j/+/difference", 0, 0, 5, level(Level.HI, 0, 0)));
        driver.good(right, 1, 80)
                .good(left, 2, 85)
                .bad(left, 4)
                .good(left, 3, 86)
                .good(left, 20, 86);
        assertThat(told()).containsExactly("RAISED HI@2 of 2#1", "LEVEL_CHANGED HI@4 of 2#1 held");
        driver.tick(150);
        assertThat(told()).endsWith("LEVEL_CHANGED HI@20 of 2#1");
    }

    @Test
    void shouldGoUnderTheTimeOfASource() {
        driver.plan(Rules.plan(IDLE_AFTER, TimeScope.SOURCE, List.of(group()), List.of(above("w/#", 0))));
        left = driver.sensor("m/in");
        right = driver.sensor("n/in");
        int other = driver.sensor("o/else");
        driver.good(left, 1, 5).good(right, 12, 6).bad(left, 13).bad(right, 14);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1");
        driver.good(other, 20, 1);
        assertThat(told()).containsExactly("RAISED HI@9 of 9#1", "LEVEL_CHANGED HI@19 of 9#1 held");
    }

    /** Older plans keep their meaning. At the change to the new edition every member with any reading has a value. */
    @Test
    void shouldTellNothingUnderTheFirstEdition() {
        List<DerivedNode> nodes = List.of(join(JoinType.INNER, LATEST), group());
        List<AlarmRule> rules = List.of(above("j/+/difference", 0), above("w/#", 0));
        driver.plan(plan(IDLE_AFTER, nodes, rules).withEdition(Edition.FIRST));
        groupOfTwo();
        int limit = driver.sensor("m/out", 1, 0);
        driver.good(limit, 1, 2).good(left, 2, 5).good(right, 3, 6).good(left, 11, 5);
        driver.bad(left, 12).bad(right, 13).bad(limit, 14).bad(left, 20).bad(right, 30);
        assertThat(told()).containsExactly("RAISED HI@2 of 2#1", "RAISED HI@9 of 9#1");
        driver.plan(plan(IDLE_AFTER, nodes, rules));
        driver.bad(left, 31);
        assertThat(told()).as("the other is taken to have a value").hasSize(2);
        driver.bad(right, 32);
        assertThat(told()).endsWith("LEVEL_CHANGED HI@19 of 9#1 held").hasSize(3);
    }

    /** A change of plan that keeps the stream keeps what it knows of its members. */
    @Test
    void shouldKnowItsMembersOverAChangeOfPlan() {
        List<DerivedNode> nodes = List.of(group());
        driver.plan(plan(IDLE_AFTER, nodes, List.of(above("w/#", 0))));
        groupOfTwo();
        driver.good(left, 1, 5).good(right, 2, 6).good(left, 11, 5).bad(left, 12);
        driver.plan(plan(IDLE_AFTER, nodes, List.of(above("w/#", 0), quality("bad", "m/in"))));
        driver.bad(right, 20);
        assertThat(driver.events().stream().filter(event -> event.ruleId() == 1).map(SeenEvent::brief))
                .containsExactly("RAISED HI@9 of 9#1", "LEVEL_CHANGED HI@19 of 9#1 held");
    }
}
