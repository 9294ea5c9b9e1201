package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.ShardDriver;
import org.junit.jupiter.api.Test;

/** The edges of the rate-of-change alarm in semantics.md, each test with the sentence it proves. */
class RateOfChangeSemanticsTest {
    private static final long ANY_GAP = RateOfChangeRule.ANY_GAP;

    private final ShardDriver driver = new ShardDriver();

    private int sensorUnder(AlarmRule... rules) {
        driver.plan(plan(10, rules));
        return driver.sensor("s");
    }

    /** More than 5 in 10 ns; clears at 3 or less. */
    private static RateOfChangeRule fast(RateDirection direction, long reorderNs) {
        return rate(direction.label(), "#", 10, 5, 2, ANY_GAP, direction, reorderNs);
    }

    /** "Raised at q when rate > limit, cleared at the first q with rate <= limit - deadband". */
    @Test
    void shouldRaiseAboveTheLimitAndClearAtTheDeadband() {
        int s = sensorUnder(fast(RateDirection.ANY, 0));
        driver.good(s, 100, 0).good(s, 110, 5);
        assertThat(driver.briefs()).as("exactly the limit").isEmpty();
        driver.good(s, 120, 10.5).good(s, 130, 14).good(s, 140, 11);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1", "CLEARED@140 of 120#1");
        assertThat(driver.events().get(0).value()).isEqualTo(10.5);
        assertThat(driver.events().get(0).limit()).isNaN();
        assertThat(driver.events().get(1).value()).isEqualTo(11);
    }

    /** "rate = (q.v - p.v) * per / (q.t - p.t)": the time between them counts, not their number. */
    @Test
    void shouldMeasureByTheTimeThatPassed() {
        int s = sensorUnder(fast(RateDirection.ANY, 0));
        driver.good(s, 100, 0).good(s, 200, 50).good(s, 202, 52).good(s, 300, 50);
        assertThat(driver.briefs()).containsExactly("RAISED@202 of 202#1", "CLEARED@300 of 202#1");
    }

    /** "direction": a fall is no rise, and clears one. */
    @Test
    void shouldCountChangesOfItsDirectionOnly() {
        int s = sensorUnder(fast(RateDirection.UP, 0), fast(RateDirection.DOWN, 0));
        driver.good(s, 100, 0).good(s, 110, 9).good(s, 120, 0).good(s, 130, 0);
        assertThat(driver.events().stream().filter(event -> event.ruleId() == 0))
                .extracting(event -> event.brief())
                .containsExactly("RAISED@110 of 110#1", "CLEARED@120 of 110#1");
        assertThat(driver.events().stream().filter(event -> event.ruleId() == 1))
                .extracting(event -> event.brief())
                .containsExactly("RAISED@120 of 120#1", "CLEARED@130 of 120#1");
    }

    /** "A pair with equal times is not evaluated; q becomes the reference". */
    @Test
    void shouldCompareWithTheLastSampleOfAnInstant() {
        int s = sensorUnder(fast(RateDirection.ANY, 0));
        driver.good(s, 100, 0).good(s, 100, 50).good(s, 110, 51);
        assertThat(driver.briefs()).isEmpty();
        driver.good(s, 120, 90).good(s, 120, 0);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1");
    }

    /** "or a gap over maxGap": exactly the gap is compared. */
    @Test
    void shouldNotCompareOverAGap() {
        int s = sensorUnder(rate("fast", "#", 10, 5, 2, 20, RateDirection.ANY, 0));
        driver.good(s, 100, 0).good(s, 121, 90).good(s, 141, 90 + 11);
        assertThat(driver.briefs()).containsExactly("RAISED@141 of 141#1");
        driver.good(s, 162, 101);
        assertThat(driver.briefs()).as("stands over the gap").hasSize(1);
        driver.good(s, 182, 101);
        assertThat(driver.briefs()).last().isEqualTo("CLEARED@182 of 141#1");
    }

    /** "BAD readings are no samples", texts and retained messages neither; silence does nothing. */
    @Test
    void shouldLookOverWhatIsNoSample() {
        int s = sensorUnder(fast(RateDirection.ANY, 0));
        driver.good(s, 100, 0).bad(s, 105).tick(1_000);
        driver.reading(s, 1_001, 2_000, 900, Quality.GOOD, ReadingFlags.RETAINED);
        driver.good(s, 1_100, 1).sourceEnd(0);
        assertThat(driver.events()).isEmpty();
    }

    /** `order: arrival`: an overtaken sample is compared with nothing, and the next one with it. */
    @Test
    void shouldNotCompareWithAnOvertakenSample() {
        int s = sensorUnder(fast(RateDirection.ANY, AlarmRule.IN_ARRIVAL_ORDER));
        driver.good(s, 100, 0).good(s, 90, 80).good(s, 110, 81);
        assertThat(driver.briefs()).isEmpty();
        driver.good(s, 120, 95).good(s, 115, 95).good(s, 125, 95);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1", "CLEARED@125 of 120#1");
    }

    /** `onBad: clear` ends the alarm, and the next sample is compared with none before. */
    @Test
    void shouldBeginAnewAfterABadReadingThatClears() {
        int s = sensorUnder(fast(RateDirection.ANY, 0).onBad(OnBad.CLEAR));
        driver.good(s, 100, 0).good(s, 110, 90).bad(s, 120).good(s, 130, 0).good(s, 140, 1);
        assertThat(driver.briefs()).containsExactly("RAISED@110 of 110#1", "CLEARED@120 of 110#1");
        assertThat(driver.events().get(1).reason()).isEqualTo(AlarmEventReason.VALUE_GONE);
    }

    @Test
    void shouldRefuseARuleThatNothingClears() {
        assertThatThrownBy(() -> rate("fast", "#", 10, 5, 6, ANY_GAP, RateDirection.ANY, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadband=6");
        assertThat(rate("fast", "#", 10, 5, 6, ANY_GAP, RateDirection.UP, 0).deadband())
                .isEqualTo(6);
    }
}
