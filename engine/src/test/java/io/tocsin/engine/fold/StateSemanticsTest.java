package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.quality;
import static io.tocsin.engine.testkit.Rules.state;
import static io.tocsin.engine.testkit.Rules.stuck;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The edges of the state alarm and of texts as values in semantics.md, each test with the sentence it proves. */
class StateSemanticsTest {
    private static final StateSet ALARMING = StateSet.of("WARNING", "FAULT");
    private static final AlarmRule RULE =
            state("cond", "#", ALARMING, StateSet.of("NORMAL"), AlarmRule.IN_ARRIVAL_ORDER);

    private final ShardDriver driver = new ShardDriver();

    private int sensorUnder(AlarmRule... rules) {
        driver.plan(plan(10, rules));
        return driver.sensor("s");
    }

    /** "raised at a sample in `in`, cleared at one in `clear`": one in neither changes nothing. */
    @Test
    void shouldStandFromOneStateToAnother() {
        int s = sensorUnder(RULE);
        double normal = driver.text("NORMAL");
        double warning = driver.text("WARNING");
        double fault = driver.text("FAULT");
        double manual = driver.text("MANUAL");
        driver.good(s, 1, normal)
                .good(s, 2, manual)
                .good(s, 3, warning)
                .good(s, 4, fault)
                .good(s, 5, manual);
        driver.good(s, 6, 1).good(s, 7, normal).good(s, 8, normal).good(s, 9, fault);
        assertThat(driver.briefs()).containsExactly("RAISED@3 of 3#1", "CLEARED@7 of 3#1", "RAISED@9 of 9#1");
        assertThat(driver.events().stream().map(event -> driver.shard().names().text(TextValue.id(event.value()))))
                .containsExactly("WARNING", "NORMAL", "FAULT");
    }

    /** Without `clear` every other state clears. */
    @Test
    void shouldClearInAnyOtherStateWhenNoneIsSaid() {
        int s = sensorUnder(state("cond", "#", ALARMING, StateSet.NONE, AlarmRule.IN_ARRIVAL_ORDER));
        double fault = driver.text("FAULT");
        driver.good(s, 1, fault).good(s, 2, 5).good(s, 3, fault).good(s, 4, driver.text("fault"));
        assertThat(driver.briefs())
                .as("letter by letter")
                .containsExactly("RAISED@1 of 1#1", "CLEARED@2 of 1#1", "RAISED@3 of 3#1", "CLEARED@4 of 3#1");
    }

    /** States may be numbers, and -0 is 0. */
    @Test
    void shouldCompareNumbers() {
        StateSet zeroOrTwo = new StateSet(List.of(), List.of(2.0, -0.0));
        int s = sensorUnder(state("cond", "#", zeroOrTwo, StateSet.NONE, AlarmRule.IN_ARRIVAL_ORDER));
        driver.good(s, 1, 1).good(s, 2, 0).good(s, 3, 1).good(s, 4, 2).good(s, 5, driver.text("2"));
        assertThat(driver.briefs())
                .containsExactly("RAISED@2 of 2#1", "CLEARED@3 of 2#1", "RAISED@4 of 4#1", "CLEARED@5 of 4#1");
    }

    /** "BAD readings are no samples". */
    @Test
    void shouldStandThroughBadReadings() {
        int s = sensorUnder(RULE);
        double fault = driver.text("FAULT");
        driver.good(s, 1, fault).bad(s, 2).reading(s, 3, 3, driver.text("NORMAL"), Quality.BAD, 0);
        assertThat(driver.briefs()).containsExactly("RAISED@1 of 1#1");
    }

    /** A retained message tells the state. */
    @Test
    void shouldTakeARetainedMessageForTheState() {
        int s = sensorUnder(RULE);
        driver.reading(s, 1, 1, driver.text("FAULT"), Quality.GOOD, ReadingFlags.RETAINED);
        assertThat(driver.briefs()).containsExactly("RAISED@1 of 1#1");
    }

    /** "In order of arrival": an older reading counts at its own time; on arrival it is skipped. */
    @Test
    void shouldTakeOlderReadingsAsTheRuleSays() {
        AlarmRule skipping = state("skipping", "#", ALARMING, StateSet.NONE, AlarmRule.ON_ARRIVAL);
        AlarmRule sorting = state("sorting", "#", ALARMING, StateSet.NONE, 5);
        int s = sensorUnder(RULE, skipping, sorting);
        double fault = driver.text("FAULT");
        double normal = driver.text("NORMAL");
        driver.good(s, 10, normal).good(s, 8, fault).good(s, 20, normal);
        assertThat(driver.events().stream().map(event -> event.ruleId() + " " + event.brief()))
                .containsExactly(
                        "0 RAISED@8 of 8#1", "0 CLEARED@20 of 8#1", "2 RAISED@8 of 8#1", "2 CLEARED@10 of 8#1");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    /** "Not before the last event reported": and a raise of the same instant has a number of its own. */
    @Test
    void shouldNotDateAnEventBeforeTheLastOne() {
        int s = sensorUnder(RULE);
        double fault = driver.text("FAULT");
        double normal = driver.text("NORMAL");
        driver.good(s, 30, normal)
                .good(s, 20, fault)
                .good(s, 12, normal)
                .good(s, 11, fault)
                .good(s, 21, normal);
        assertThat(driver.briefs())
                .containsExactly("RAISED@20 of 20#1", "CLEARED@20 of 20#1", "RAISED@20 of 20#2", "CLEARED@21 of 20#2");
    }

    /**
     * A plan of before keeps its meaning; where one of the second edition takes over, the newest reading counts as
     * reported.
     */
    @Test
    void shouldDateByTheNewestReadingUnderTheFirstEdition() {
        driver.plan(plan(10, RULE).withEdition(Edition.FIRST));
        int s = driver.sensor("s");
        double fault = driver.text("FAULT");
        double normal = driver.text("NORMAL");
        driver.good(s, 10, normal).good(s, 8, fault).good(s, 9, normal).good(s, 20, normal);
        driver.plan(plan(10, RULE));
        driver.good(s, 15, fault).good(s, 25, normal).good(s, 24, fault);
        assertThat(driver.briefs())
                .containsExactly(
                        "RAISED@10 of 10#1",
                        "CLEARED@10 of 10#1",
                        "RAISED@20 of 20#1",
                        "CLEARED@25 of 20#1",
                        "RAISED@25 of 25#1");
    }

    /** An episode ends with its rule, and other states are another rule. */
    @Test
    void shouldEndTheEpisodeWhenTheStatesChange() {
        int s = sensorUnder(RULE);
        driver.good(s, 1, driver.text("FAULT"));
        driver.plan(plan(10, state("cond", "#", StateSet.of("FAULT"), StateSet.NONE, AlarmRule.IN_ARRIVAL_ORDER)));
        assertThat(driver.briefs()).containsExactly("RAISED@1 of 1#1", "CLEARED@1 of 1#1");
        assertThat(driver.events().get(1).reason()).isEqualTo(AlarmEventReason.RULE_CHANGED);
    }

    /** Rules and streams that compare numbers look over texts; they move time and are signs of life. */
    @Test
    void shouldBeNoNumber() {
        driver.plan(Rules.plan(
                10,
                List.of(Rules.stream("w", "s", 10, Aggregate.COUNT, Aggregate.MAX)),
                List.of(
                        RULE,
                        Rules.limit("hi", "s", 0, 0, 0, Rules.level(Level.HI, 3, 0)),
                        Rules.missing("silent", "s", 8, false, 0))));
        int s = driver.sensor("s");
        double fault = driver.text("FAULT");
        driver.good(s, 1, 5).good(s, 6, fault).good(s, 12, fault).good(s, 19, 2);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0 5.0");
        assertThat(driver.briefs()).containsExactly("RAISED HI@1 of 1#1", "RAISED@6 of 6#1", "CLEARED HI@19 of 1#1");
    }

    /** A name can be the right side of a latest join; arithmetic on a name yields nothing. */
    @Test
    void shouldLookNamesUp() {
        driver.plan(Rules.plan(
                10,
                List.of(Rules.join("named", "+/v", "+/name", JoinType.LEFT, new JoinCondition.Latest())),
                List.of(state("press", "named/#", StateSet.of("Press 1"), StateSet.NONE, AlarmRule.ON_ARRIVAL))));
        int v = driver.sensor("a/v");
        int name = driver.sensor("a/name");
        double press = driver.text("Press 1");
        driver.good(v, 1, 7);
        driver.good(name, 2, press);
        driver.good(v, 3, 8);
        driver.good(v, 4, press);
        assertThat(driver.rows().stream().map(row -> row.values().subList(0, 2)))
                .as("a text on the left is no sample")
                .containsExactly(List.of(7.0, Double.NaN), List.of(8.0, SeenRow.FIRST_TEXT));
        assertThat(driver.briefs()).containsExactly("RAISED@3 of 3#1");
    }

    /** OTHER is a state that no rule names: it clears where any other state does, and is a sign of life. */
    @Test
    void shouldTakeOtherForNoNamedState() {
        AlarmRule any = state("any", "#", ALARMING, StateSet.NONE, AlarmRule.IN_ARRIVAL_ORDER);
        int s = sensorUnder(RULE, any, quality("bad", "#"), missing("silent", "#", 5, false, 0));
        double other = TextValue.of(TextValue.OTHER_ID);
        driver.good(s, 1, driver.text("FAULT"))
                .good(s, 4, other)
                .bad(s, 5)
                .good(s, 8, other)
                .good(s, 13, other);
        assertThat(driver.events().stream().map(event -> event.ruleId() + " " + event.brief()))
                .containsExactly(
                        "0 RAISED@1 of 1#1",
                        "1 RAISED@1 of 1#1",
                        "1 CLEARED@4 of 1#1",
                        "2 RAISED@5 of 5#1",
                        "2 CLEARED@8 of 5#1");
        assertThat(driver.shard().names().text(TextValue.OTHER_ID)).isEqualTo("OTHER");
    }

    /** The word OTHER that a machine says is a word: a rule may name it, and what found no place is not it. */
    @Test
    void shouldTellTheWordOtherFromWhatFoundNoPlace() {
        int s = sensorUnder(state("cond", "#", StateSet.of("OTHER"), StateSet.NONE, AlarmRule.IN_ARRIVAL_ORDER));
        driver.good(s, 1, TextValue.of(TextValue.OTHER_ID)).good(s, 2, driver.text("OTHER"));
        driver.good(s, 3, TextValue.of(TextValue.OTHER_ID));
        assertThat(driver.briefs()).containsExactly("RAISED@2 of 2#1", "CLEARED@3 of 2#1");
    }

    /** A text ends the silence of a group, clears a quality alarm, and ends no run of a stuck sensor. */
    @Test
    void shouldBeASignOfLife() {
        driver.plan(plan(
                100,
                missing("silent", "#", 5, true, 0),
                quality("bad", "#"),
                stuck("stuck", "s", 0, 4, 2, 100, -1, 0)));
        int s = driver.sensor("s");
        int t = driver.sensor("t");
        double run = driver.text("RUN");
        driver.good(s, 1, 7)
                .good(t, 4, run)
                .good(t, 8, run)
                .bad(t, 9)
                .good(t, 12, run)
                .good(s, 13, 7);
        driver.reading(t, 15, 15, run, Quality.GOOD, ReadingFlags.RETAINED).good(s, 19, 7);
        assertThat(driver.events().stream().map(event -> event.ruleId() + " " + event.brief()))
                .containsExactly(
                        "1 RAISED@9 of 9#1",
                        "1 CLEARED@12 of 9#1",
                        "2 RAISED@13 of 13#1",
                        "0 RAISED@18 of 18#1",
                        "0 CLEARED@19 of 18#1");
    }

    /** Ids are dense: what is missing between them was lost. */
    @Test
    void shouldRefuseATextWithAGapBeforeIt() {
        sensorUnder(RULE);
        RecordList records = new RecordList();
        records.text(new TextDefinition(1, "x"));
        assertThatThrownBy(() -> driver.feed(records.entries().get(0)))
                .isInstanceOf(JournalException.class)
                .hasMessage("text ids must be dense, expected=0, defined=1");
    }
}
