package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.scope.IdleSchedule;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManySensorsTest {
    private static final int SENSORS = 5_000;

    @Test
    void shouldRaiseAndClearEveryAlarmWhenThereAreThousandsOfSensorsAndHundredsOfRules() {
        List<AlarmRule> rules = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rules.add(limit("hi" + i, "area/" + i + "/#", 0, 0, 0, level(Level.HI, 80, 5)));
        }
        rules.add(missing("gone", "#", 100, false, 0));
        rules.add(missing("allGone", "#", 200, true, 0));
        ShardDriver driver = new ShardDriver().plan(plan(50, rules));
        for (int i = 0; i < SENSORS; i++) {
            driver.sensor("area/" + i % 300 + "/" + i);
        }
        for (int i = 0; i < SENSORS; i++) {
            driver.good(i, 1_000, 90);
        }
        assertThat(driver.events()).hasSize(SENSORS);
        long bytes = driver.shard().stateBytes();
        for (int fired = 0; fired < SENSORS; ) {
            int before = driver.events().size();
            assertThat(driver.shard().nextTickDueNs(1_000)).isLessThanOrEqualTo(1_101);
            driver.tick(1_101);
            int now = driver.events().size();
            assertThat(now - before).isEqualTo(Math.min(IdleSchedule.MAX_FIRED, SENSORS - fired));
            assertThat(driver.events().subList(before, now))
                    .extracting("sensorId")
                    .as("in the order of sensor")
                    .isSorted();
            fired += now - before;
        }
        assertThat(driver.events()).hasSize(2 * SENSORS);
        driver.tick(1_201);
        assertThat(driver.events()).hasSize(2 * SENSORS + 1);
        driver.plan(plan(50, rules.subList(0, 300)));
        assertThat(driver.events()).hasSize(3 * SENSORS + 2);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < SENSORS; i++) {
                driver.good(i, 2_000 + round, round % 2 == 0 ? 10 : 90);
            }
        }
        assertThat(driver.events()).hasSize(3 * SENSORS + 2 + 20 * SENSORS);
        assertThat(driver.shard().stateBytes()).isLessThanOrEqualTo(bytes);
        assertThat(driver.shard().nextTickDueNs(3_000)).isEqualTo(Long.MAX_VALUE);
    }
}
