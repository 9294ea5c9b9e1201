package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.stuck;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.ShardDriver;
import org.junit.jupiter.api.Test;

/** The edges of the stuck alarm in semantics.md, each test with the sentence it proves. */
class StuckSemanticsTest {
    private static final long IDLE_AFTER = 10;
    private static final long ANY_GAP = StuckRule.ANY_GAP;
    private static final double NONE = StuckRule.IGNORE_NOTHING;

    private final ShardDriver driver = new ShardDriver();

    private int sensorUnder(AlarmRule... rules) {
        driver.plan(plan(IDLE_AFTER, rules));
        return driver.sensor("s");
    }

    private static StuckRule held(long holdNs) {
        return stuck("stuck", "#", 0, holdNs, 2, ANY_GAP, NONE, 0);
    }

    /** "Raised at the first sample with t - start >= hold"; "cleared at the sample that ends the run". */
    @Test
    void shouldRaiseWhenHoldIsExactlyReached() {
        int s = sensorUnder(held(20));
        driver.good(s, 100, 7).good(s, 119, 7);
        assertThat(driver.briefs()).isEmpty();
        driver.good(s, 120, 7).good(s, 130, 7).good(s, 131, 8);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1", "CLEARED@131 of 120#1");
        assertThat(driver.events().get(0).value()).isEqualTo(7);
        assertThat(driver.events().get(0).limit()).isNaN();
        assertThat(driver.events().get(1).value()).isEqualTo(8);
    }

    /** The same sentence: at a sample, whatever the time is known to be. */
    @Test
    void shouldNotRaiseInSilence() {
        int s = sensorUnder(held(20));
        driver.good(s, 100, 7).tick(1_000).bad(s, 1_100).sourceEnd(0);
        assertThat(driver.events()).isEmpty();
        assertThat(driver.shard().nextTickDueNs(1_100)).isEqualTo(Long.MAX_VALUE);
    }

    /** "and at least minSamples in the run". */
    @Test
    void shouldWaitForTheSamplesWhenHoldIsOver() {
        int s = sensorUnder(stuck("stuck", "#", 0, 20, 4, ANY_GAP, NONE, 0));
        driver.good(s, 100, 7).good(s, 150, 7).good(s, 200, 7);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 201, 7);
        assertThat(driver.briefs()).containsExactly("RAISED@201 of 201#1");
    }

    /** A hold of nothing leaves the number of samples: those of one instant count. */
    @Test
    void shouldRaiseAtTheNthSampleWhenThereIsNoHold() {
        int s = sensorUnder(stuck("stuck", "#", 0, 0, 3, ANY_GAP, NONE, 0));
        driver.good(s, 100, 7).good(s, 100, 7);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 100, 7).good(s, 100, 8).good(s, 100, 8).good(s, 100, 8);
        assertThat(driver.briefs())
                .containsExactly("RAISED@100 of 100#1", "CLEARED@100 of 100#1", "RAISED@100 of 100#2");
    }

    /** "goes on while |v - reference| <= tolerance": the reference is the first value, so a slow drift ends the run. */
    @Test
    void shouldMeasureToleranceFromTheFirstSample() {
        int s = sensorUnder(stuck("stuck", "#", 0.5, 20, 2, ANY_GAP, NONE, 0));
        driver.good(s, 100, 7).good(s, 110, 7.5).good(s, 115, 6.5).good(s, 119, 7.75);
        driver.good(s, 120, 7.75).good(s, 138, 8.25);
        assertThat(driver.events()).as("the run of 119").isEmpty();
        driver.good(s, 139, 7.25).good(s, 140, 7);
        assertThat(driver.briefs()).containsExactly("RAISED@139 of 139#1", "CLEARED@140 of 139#1");
    }

    /** "and steps are <= maxGap": a step beyond it ends the run, and the sample begins the next one. */
    @Test
    void shouldEndTheRunWhenAGapIsLongerThanMaxGap() {
        int s = sensorUnder(stuck("stuck", "#", 0, 20, 2, 10, NONE, 0));
        driver.good(s, 100, 7).good(s, 110, 7).good(s, 120, 7);
        assertThat(driver.briefs()).as("exactly maxGap goes on").containsExactly("RAISED@120 of 120#1");
        driver.good(s, 131, 7).good(s, 141, 7);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1", "CLEARED@131 of 120#1");
        driver.good(s, 151, 7);
        assertThat(driver.briefs()).hasSize(3).endsWith("RAISED@151 of 151#1");
    }

    /** "BAD readings are no samples": a gap is between the samples on both sides of them. */
    @Test
    void shouldNotBridgeAGapWithBadReadings() {
        int s = sensorUnder(stuck("stuck", "#", 0, 20, 2, 10, NONE, 0));
        driver.good(s, 100, 7).bad(s, 105).good(s, 110, 7).bad(s, 115).good(s, 121, 7);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 131, 7).good(s, 141, 7);
        assertThat(driver.briefs()).containsExactly("RAISED@141 of 141#1");
    }

    /** "they neither raise, clear, interrupt": a BAD reading with another value, or with the same one. */
    @Test
    void shouldTakeNoNoticeOfBadReadings() {
        int s = sensorUnder(held(20));
        driver.good(s, 100, 7).reading(s, 110, 110, 9, Quality.BAD, 0);
        driver.reading(s, 125, 125, 7, Quality.BAD, 0);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 126, 7).reading(s, 127, 127, 9, Quality.BAD, 0);
        assertThat(driver.briefs()).containsExactly("RAISED@126 of 126#1");
        driver.reading(s, 128, 128, 9, Quality.UNCERTAIN, 0);
        assertThat(driver.briefs()).hasSize(2).endsWith("CLEARED@128 of 126#1");
    }

    /** "Samples with |v| <= ignoreAbsAtMost end a run and start none": a plant at night is not stuck. */
    @Test
    void shouldIgnoreTheZerosOfTheNight() {
        int s = sensorUnder(stuck("stuck", "#", 5, 20, 2, ANY_GAP, 0.5, 0));
        driver.good(s, 100, 0).good(s, 150, -0.5).good(s, 200, 0.5);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 210, 4).good(s, 230, 4);
        assertThat(driver.briefs()).containsExactly("RAISED@230 of 230#1");
        driver.good(s, 240, 0.5);
        assertThat(driver.briefs()).as("within the tolerance").endsWith("CLEARED@240 of 230#1");
        driver.good(s, 241, 4).good(s, 260, 4);
        assertThat(driver.briefs()).as("the zero began no run").hasSize(2);
        driver.good(s, 261, 4);
        assertThat(driver.briefs()).endsWith("RAISED@261 of 261#1");
    }

    /** The same sentence: the sign does not matter, so a large negative value is not ignored. */
    @Test
    void shouldNotIgnoreNegativeValuesBeyondTheBound() {
        int s = sensorUnder(stuck("stuck", "#", 0, 20, 2, ANY_GAP, 0.5, 0));
        driver.good(s, 100, -4).good(s, 120, -4);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1");
    }

    /** Without {@code ignoreAbsAtMost} a zero is a value as any other. */
    @Test
    void shouldBeStuckAtZeroWhenNothingIsIgnored() {
        int s = sensorUnder(held(20));
        driver.good(s, 100, 0).good(s, 110, -0.0).good(s, 120, 0);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1");
    }

    /** The sample that ends a run begins the next one. */
    @Test
    void shouldBeginTheNextRunAtTheSampleThatEndsOne() {
        int s = sensorUnder(held(20));
        driver.good(s, 100, 7).good(s, 119, 8).good(s, 138, 8).good(s, 139, 8);
        assertThat(driver.briefs()).containsExactly("RAISED@139 of 139#1");
    }

    /** A message the broker kept repeats what was a sample when it was live. */
    @Test
    void shouldTakeNoRetainedMessageForASample() {
        int s = sensorUnder(held(20));
        driver.reading(s, 100, 100, 7, Quality.GOOD, ReadingFlags.RETAINED);
        driver.good(s, 110, 7);
        driver.reading(s, 130, 130, 7, Quality.GOOD, ReadingFlags.RETAINED);
        driver.reading(s, 131, 131, 9, Quality.GOOD, ReadingFlags.RETAINED);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 132, 7);
        assertThat(driver.briefs()).containsExactly("RAISED@132 of 132#1");
    }

    /** "a reading older than the last one it saw for that sensor is skipped and counted". */
    @Test
    void shouldSkipAndCountOlderReading() {
        int s = sensorUnder(held(20));
        driver.good(s, 100, 7).good(s, 99, 8).good(s, 120, 7).good(s, 119, 8);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(2);
    }

    /** "order: arrival": an older one counts at its own time, but not before the last event. */
    @Test
    void shouldTakeOlderReadingWhenRuleWantsTheOrderOfArrival() {
        int s = sensorUnder(stuck("stuck", "#", 0, 20, 2, ANY_GAP, NONE, AlarmRule.IN_ARRIVAL_ORDER));
        driver.good(s, 100, 7).good(s, 120, 7).good(s, 90, 8).good(s, 110, 8).good(s, 139, 8);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1", "CLEARED@120 of 120#1");
        driver.good(s, 140, 8);
        assertThat(driver.briefs()).endsWith("RAISED@140 of 140#1");
        driver.good(s, 200, 9).good(s, 170, 6).good(s, 189, 6).good(s, 219, 6).good(s, 220, 6);
        assertThat(driver.briefs()).endsWith("CLEARED@200 of 140#1", "RAISED@220 of 220#1");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    @Test
    void shouldMeasureARunByItsOwnTimes() {
        int s = sensorUnder(stuck("stuck", "#", 0, 20, 2, ANY_GAP, NONE, AlarmRule.IN_ARRIVAL_ORDER));
        driver.good(s, 200, 9).good(s, 170, 6).good(s, 189, 6).good(s, 190, 6);
        assertThat(driver.briefs()).containsExactly("RAISED@190 of 190#1");
    }

    /** An episode ends with its rule, at the sensor's time and value. */
    @Test
    void shouldEndTheEpisodeWhenTheRuleChanges() {
        int s = sensorUnder(held(20));
        driver.good(s, 100, 7).good(s, 120, 7).bad(s, 125);
        driver.plan(plan(IDLE_AFTER, held(21)));
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1", "CLEARED@125 of 120#1");
        assertThat(driver.events().get(1).reason()).isEqualTo(AlarmEventReason.RULE_CHANGED);
        assertThat(driver.events().get(1).value()).isEqualTo(7);
        driver.good(s, 130, 7).good(s, 150, 7);
        assertThat(driver.briefs()).as("a new rule has seen nothing yet").hasSize(2);
    }
}
