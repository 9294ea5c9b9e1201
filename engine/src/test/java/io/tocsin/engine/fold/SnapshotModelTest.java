package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.ShardDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A snapshot at any record and the rest of the journal give what the whole journal gives. */
class SnapshotModelTest {
    private static final int STREAMS = 400;
    private static final int HEAVY_STREAMS = 20_000;

    @Test
    void shouldGoOnFromASnapshotAsIfNothingHadHappened() {
        Seeds.forEach(STREAMS, HEAVY_STREAMS, SnapshotModelTest::check);
    }

    @Test
    void shouldGoOnFromASnapshotOfStreams() {
        Seeds.forEach(STREAMS, SnapshotModelTest::checkStreams);
    }

    /** A gateway is upgraded in the midst: what it saved before is all that it continues with. */
    @Test
    void shouldGoOnFromASnapshotWhenTheEditionChanges() {
        Seeds.forEach(STREAMS / 2, seed -> {
            RandomJournal journal = new RandomJournal(
                    seed, TimeScope.SENSOR, Edition.FIRST, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 2);
            RecordList upgrade = new RecordList();
            upgrade.plan(journal.plan.withEdition(Edition.SECOND));
            List<RecordList.Entry> entries = journal.records.entries();
            entries.add(
                    entries.size() / 2 + Seeds.random(seed).nextInt(20),
                    upgrade.entries().get(0));
            check(seed, journal);
        });
    }

    /** New sensors and new rules come after a snapshot too. */
    @Test
    void shouldTakeNewSensorsAndRulesAfterASnapshot() {
        ShardDriver whole = new ShardDriver();
        whole.plan(plan(10, limit("hi", "#", 0, 0, 0, level(Level.HI, 80, 5)), missing("gone", "#", 20, true, 0)));
        whole.good(whole.sensor("a"), 100, 90);
        int cut = whole.records().entries().size();
        whole.good(whole.sensor("b"), 101, 91);
        whole.plan(plan(10, missing("gone", "#", 20, true, 0), limit("lo", "#", 0, 0, 0, level(Level.LO, 20, 5))));
        whole.good(whole.sensor("c"), 102, 10).good(0, 103, 10).tick(200);

        JournalFold rest = new JournalFold(event -> {});
        Recovery recovery = Recovery.into(rest);
        Recovery before = Recovery.into(new JournalFold(event -> {}));
        forward(whole.records().entries(), 0, cut, before);
        recovery.readFrom(new StateInput(new ByteArrayInputStream(snapshot(before))));
        forward(whole.records().entries(), cut, whole.records().entries().size(), recovery);
        assertThat(rest.digest()).isEqualTo(whole.shard().digest());
    }

    @Test
    void shouldRefuseAStateOfAnotherLayout() {
        assertThatThrownBy(() -> Recovery.into(new JournalFold(event -> {}))
                        .readFrom(new StateInput(new ByteArrayInputStream(new byte[] {1, 0, 0, 0, 'x'}))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected section=resume, found=x");
    }

    private static void check(long seed) {
        check(seed, new RandomJournal(seed, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4));
    }

    private static void checkStreams(long seed) {
        check(seed, RandomJournal.withStreams(seed, 150, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4));
    }

    private static void check(long seed, RandomJournal journal) {
        Random random = Seeds.random(seed);
        ShardDriver whole = ShardDriver.replay(journal.records);
        List<RecordList.Entry> entries = journal.records.entries();

        ShardDriver part = new ShardDriver();
        Recovery partRecovery = Recovery.into(part.shard());
        int firstReading = 0;
        while (!(entries.get(firstReading) instanceof RecordList.Reading)) {
            firstReading++;
        }
        int cut = firstReading + random.nextInt(entries.size() - firstReading + 1);
        forward(entries, 0, cut, partRecovery);

        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Object> results = new ArrayList<>(part.results());
        JournalFold rest = new JournalFold(ShardDriver.into(results));
        Recovery restRecovery = new Recovery(rest, names::add, texts::add);
        byte[] snapshot = snapshot(partRecovery);
        assertThat(Recovery.eventCountOf(new StateInput(new ByteArrayInputStream(snapshot))))
                .isEqualTo(part.shard().eventCount());
        restRecovery.readFrom(new StateInput(new ByteArrayInputStream(snapshot)));
        assertThat(rest.digest()).isEqualTo(part.shard().digest());
        forward(entries, cut, entries.size(), restRecovery);

        assertThat(rest.digest()).isEqualTo(whole.shard().digest());
        assertThat(names).hasSize(whole.shard().sensorCount());
        assertThat(texts).isEqualTo(RandomJournal.TEXTS);
        assertThat(results).isEqualTo(whole.results());
    }

    private static byte[] snapshot(Recovery recovery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        recovery.writeTo(new StateOutput(bytes));
        return bytes.toByteArray();
    }

    private static void forward(List<RecordList.Entry> entries, int from, int to, Recovery recovery) {
        for (int position = from; position < to; position++) {
            entries.get(position).forward(position, recovery);
        }
    }
}
