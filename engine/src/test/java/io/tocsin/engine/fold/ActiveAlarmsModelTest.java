package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import org.junit.jupiter.api.Test;

/** Compares the state of active alarms with the events, at every record. */
class ActiveAlarmsModelTest {
    @Test
    void shouldCountTheAlarmsThatWereRaisedAndNotCleared() {
        int[] most = new int[1];
        Seeds.forEach(300, seed -> {
            RandomJournal journal =
                    new RandomJournal(seed, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4);
            ShardDriver driver = new ShardDriver();
            for (RecordList.Entry entry : journal.records.entries()) {
                driver.feed(entry);
                int active = 0;
                for (SeenEvent event : driver.events()) {
                    active += event.kind() == AlarmEventKind.RAISED ? 1 : 0;
                    active -= event.kind() == AlarmEventKind.CLEARED ? 1 : 0;
                }
                assertThat(driver.shard().view().activeAlarmCount()).isEqualTo(active);
                most[0] = Math.max(most[0], active);
            }
        });
        assertThat(most[0]).isGreaterThan(3);
    }
}
