package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.ShardDriver;
import org.junit.jupiter.api.Test;

/**
 * An evicted sensor is no more: its alarms are cleared, its id stays its own, and readings on their way are counted.
 */
class EvictionSemanticsTest {
    private static final Plan HIGH = plan(1_000, limit("high", "a/#", 0, 0, 0, level(Level.HI, 80, 5)));

    private final ShardDriver driver = new ShardDriver();

    @Test
    void shouldClearTheAlarmOfAnEvictedSensor() {
        driver.plan(HIGH);
        int evicted = driver.sensor("a/1");
        int other = driver.sensor("a/2");
        driver.good(evicted, 10, 90).good(other, 11, 91).evict(evicted);
        assertThat(driver.briefs())
                .containsExactly("RAISED HI@10 of 10#1", "RAISED HI@11 of 11#1", "CLEARED HI@10 of 10#1");
        assertThat(driver.events().get(2).reason()).isEqualTo(AlarmEventReason.SENSOR_EVICTED);
        assertThat(driver.shard().view().activeAlarmCount()).isEqualTo(1);
        assertThat(driver.shard().view().evictedCount()).isEqualTo(1);
    }

    @Test
    void shouldDropAndCountReadingsOnTheirWay() {
        driver.plan(HIGH);
        int evicted = driver.sensor("a/1");
        driver.good(evicted, 10, 20).evict(evicted).good(evicted, 11, 90);
        assertThat(driver.briefs()).isEmpty();
        assertThat(driver.shard().view().processedCount()).isEqualTo(1);
        assertThat(driver.shard().view().evictedReadingCount()).isEqualTo(1);
    }

    @Test
    void shouldGiveASensorThatComesBackTheNextId() {
        driver.plan(HIGH);
        int before = driver.sensor("a/1");
        driver.good(before, 10, 90).evict(before);
        int after = driver.sensor("a/1");
        assertThat(after).isEqualTo(before + 1);
        driver.good(after, 20, 95);
        assertThat(driver.briefs()).last().isEqualTo("RAISED HI@20 of 20#1");
    }

    /** Rules that come into force later do not see it. */
    @Test
    void shouldNotLinkAnEvictedSensorToNewRules() {
        driver.plan(plan(1_000, limit("other", "b/#", 0, 0, 0, level(Level.HI, 80, 5))));
        int evicted = driver.sensor("a/1");
        driver.good(evicted, 10, 90).evict(evicted).plan(HIGH).tick(5_000);
        assertThat(driver.briefs()).isEmpty();
        driver.plan(plan(10, missing("gone", "a/#", 20, false, 0))).tick(50_000);
        assertThat(driver.briefs()).as("it is not missed").isEmpty();
    }

    /** Eviction fires timers that the newest reading makes due first. */
    @Test
    void shouldMissNobodyWhoIsEvicted() {
        driver.plan(plan(10, missing("gone", "a/#", 20, false, 0)));
        int evicted = driver.sensor("a/1");
        int other = driver.sensor("a/2");
        driver.good(evicted, 100, 1).good(other, 100, 1).tick(200);
        assertThat(driver.briefs()).hasSize(2);
        driver.evict(evicted).tick(900);
        assertThat(driver.briefs()).hasSize(3);
        assertThat(driver.briefs().get(2)).startsWith("CLEARED");
    }

    @Test
    void shouldRefuseAJournalThatEvictsWhoIsNotThere() {
        driver.plan(HIGH);
        int evicted = driver.sensor("a/1");
        assertThatThrownBy(() -> driver.evict(evicted + 1)).isInstanceOf(JournalException.class);
        driver.evict(evicted);
        assertThatThrownBy(() -> driver.evict(evicted))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("sensorId=" + evicted);
    }
}
