package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * An eviction at any record gives what the end of a source of that sensor alone gives, and clears its active alarms;
 * the other sensors do not notice it.
 */
class EvictionModelTest {
    private static final int STREAMS = 400;
    private static final int HEAVY_STREAMS = 20_000;

    private int clearedCount;
    private int droppedCount;

    /** A rule, by its node, and a sensor. */
    private record AlarmKey(int ruleId, int sensorId) {}

    @Test
    void shouldEndTheSensorAndClearItsAlarms() {
        Seeds.forEach(STREAMS, HEAVY_STREAMS, this::check);
        if (Long.getLong("tocsin.seed") == null) {
            assertThat(clearedCount).as("alarms cleared").isGreaterThan(STREAMS / 10);
            assertThat(droppedCount).as("readings on their way").isGreaterThan(STREAMS);
        }
    }

    private void check(long seed) {
        RandomJournal journal = new RandomJournal(seed, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4);
        Random random = Seeds.random(~seed);
        int evicted = random.nextInt(journal.sensorNames.size());
        List<RecordList.Entry> entries = ownSource(journal, evicted);
        int first = 0;
        while (!(entries.get(first) instanceof RecordList.Reading)) {
            first++;
        }
        int cut = first + random.nextInt(entries.size() - first + 1);

        ShardDriver ending = fed(entries, cut).sourceEnd(OWN_SOURCE);
        ShardDriver evicting = fed(entries, cut).evict(evicted);
        List<SeenEvent> common = evicting.events().subList(0, ending.events().size());
        assertThat(common).isEqualTo(ending.events());
        Set<AlarmKey> cleared = new HashSet<>();
        for (SeenEvent event :
                evicting.events().subList(common.size(), evicting.events().size())) {
            assertThat(event.kind()).isEqualTo(AlarmEventKind.CLEARED);
            assertThat(event.reason()).isEqualTo(AlarmEventReason.SENSOR_EVICTED);
            assertThat(cleared.add(new AlarmKey(event.ruleId(), event.sensorId())))
                    .isTrue();
        }
        cleared.removeIf(key -> key.sensorId() == AlarmEventFlyweight.GROUP);
        assertThat(cleared).isEqualTo(activeOf(ending.events(), evicted));
        clearedCount += cleared.size();

        int before = evicting.events().size();
        ShardDriver whole = fed(entries, cut);
        int wholeBefore = whole.events().size();
        entries.subList(cut, entries.size()).forEach(evicting::feed);
        entries.subList(cut, entries.size()).forEach(whole::feed);
        assertThat(ofOthers(evicting, before, evicted)).isEqualTo(ofOthers(whole, wholeBefore, evicted));
        assertThat(evicting.events().subList(before, evicting.events().size()))
                .noneMatch(event -> event.sensorId() == evicted);
        long dropped = entries.subList(cut, entries.size()).stream()
                .filter(entry -> entry instanceof RecordList.Reading reading && reading.sensorId() == evicted)
                .count();
        assertThat(evicting.shard().view().evictedReadingCount()).isEqualTo(dropped);
        droppedCount += (int) dropped;
    }

    private static final int OWN_SOURCE = 1;

    /** The journal's records, but the sensor is the only one of a source. */
    private static List<RecordList.Entry> ownSource(RandomJournal journal, int sensorId) {
        return journal.recordsWithSources(id -> id == sensorId ? OWN_SOURCE : 0);
    }

    private static ShardDriver fed(List<RecordList.Entry> entries, int end) {
        ShardDriver driver = new ShardDriver();
        entries.subList(0, end).forEach(driver::feed);
        return driver;
    }

    private static Set<AlarmKey> activeOf(List<SeenEvent> events, int sensorId) {
        Set<AlarmKey> active = new HashSet<>();
        for (SeenEvent event : events) {
            AlarmKey key = new AlarmKey(event.ruleId(), event.sensorId());
            if (event.kind() == AlarmEventKind.CLEARED) {
                active.remove(key);
            } else if (event.sensorId() == sensorId) {
                active.add(key);
            }
        }
        return active;
    }

    /** Events of other sensors from an index on; those of groups may differ. */
    private static List<String> ofOthers(ShardDriver driver, int from, int evicted) {
        return driver.events().subList(from, driver.events().size()).stream()
                .filter(event -> event.sensorId() != evicted && event.sensorId() != AlarmEventFlyweight.GROUP)
                .map(event -> event.ruleId() + " of " + event.sensorId() + ": " + event.brief())
                .toList();
    }
}
