package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.quality;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The edges of the quality alarm in semantics.md, each test with the sentence it proves. */
class QualitySemanticsTest {
    private static final AlarmRule BAD = quality("bad", "#");

    private final ShardDriver driver = new ShardDriver();

    private int sensorUnder(AlarmRule rule) {
        driver.plan(plan(10, rule));
        return driver.sensor("s");
    }

    /** "raised at a BAD reading, cleared at the next GOOD": UNCERTAIN is neither. */
    @Test
    void shouldStandFromTheFirstBadReadingToTheNextGoodOne() {
        int s = sensorUnder(BAD);
        driver.good(s, 1, 7).reading(s, 2, 2, 8, Quality.UNCERTAIN, 0).bad(s, 3).bad(s, 4);
        driver.reading(s, 5, 5, 9, Quality.UNCERTAIN, 0).good(s, 6, 10).good(s, 7, 11);
        assertThat(driver.briefs()).containsExactly("RAISED@3 of 3#1", "CLEARED@6 of 3#1");
        assertThat(driver.events().get(0).value()).as("the last one before").isEqualTo(8);
        assertThat(driver.events().get(1).value()).isEqualTo(10);
        assertThat(driver.events().get(0).limit()).isNaN();
    }

    /** A sensor may begin with a BAD reading: there is no value yet. */
    @Test
    void shouldRaiseAtTheVeryFirstReading() {
        int s = sensorUnder(BAD);
        driver.reading(s, 3, 3, 5, Quality.BAD, 0);
        assertThat(driver.briefs()).containsExactly("RAISED@3 of 3#1");
        assertThat(driver.events().get(0).value()).isNaN();
    }

    /** "in order of arrival: machines report a lost connection late, with the time of another clock". */
    @Test
    void shouldTakeOlderReadingsAtTheirOwnTime() {
        int s = sensorUnder(BAD);
        driver.good(s, 10, 7).bad(s, 3).good(s, 4, 7).bad(s, 2).good(s, 11, 7);
        assertThat(driver.briefs())
                .containsExactly("RAISED@3 of 3#1", "CLEARED@4 of 3#1", "RAISED@4 of 4#1", "CLEARED@11 of 4#1");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    @Test
    void shouldTakeOlderReadingsAtTheTimeOfTheNewestUnderTheFirstEdition() {
        driver.plan(plan(10, BAD).withEdition(Edition.FIRST));
        int s = driver.sensor("s");
        driver.good(s, 10, 7).bad(s, 3).good(s, 4, 7).bad(s, 10).good(s, 11, 7);
        assertThat(driver.briefs())
                .containsExactly("RAISED@10 of 10#1", "CLEARED@10 of 10#1", "RAISED@10 of 10#2", "CLEARED@11 of 10#2");
    }

    /** A retained message tells the state, as it does to limit rules. */
    @Test
    void shouldTakeARetainedMessageForTheState() {
        int s = sensorUnder(BAD);
        driver.reading(s, 1, 1, Double.NaN, Quality.BAD, ReadingFlags.RETAINED);
        driver.reading(s, 2, 2, 7, Quality.GOOD, ReadingFlags.RETAINED);
        assertThat(driver.briefs()).containsExactly("RAISED@1 of 1#1", "CLEARED@2 of 1#1");
    }

    /** Silence is no reading. */
    @Test
    void shouldStandThroughSilence() {
        int s = sensorUnder(BAD);
        driver.good(s, 1, 7).bad(s, 2).tick(1_000).sourceEnd(0);
        assertThat(driver.briefs()).containsExactly("RAISED@2 of 2#1");
        assertThat(driver.shard().nextTickDueNs(1_000)).isEqualTo(Long.MAX_VALUE);
    }

    /** An episode ends with its rule; another message is no other rule. */
    @Test
    void shouldEndTheEpisodeWhenTheRuleGoes() {
        int s = sensorUnder(BAD);
        driver.good(s, 1, 7).bad(s, 2);
        driver.plan(plan(10, new QualityRule("bad", new SensorSelector("#"), Priority.LOW, "other", List.of())));
        assertThat(driver.briefs()).hasSize(1);
        driver.plan(plan(10));
        assertThat(driver.briefs()).containsExactly("RAISED@2 of 2#1", "CLEARED@2 of 2#1");
        assertThat(driver.events().get(1).reason()).isEqualTo(AlarmEventReason.RULE_CHANGED);
    }
}
