package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pipeline.thread.ShardThreads;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.shard.ShardGroup;
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

/** Plants of all kinds of operators under the time of their sources: a restart, or several shards, change nothing. */
class SourceScopePlantTest {
    private static final int PLANTS = 150;

    @Test
    void shouldGoOnFromASnapshotAsIfNothingHadHappened() {
        Seeds.forEach(PLANTS, SourceScopePlantTest::checkRestart);
    }

    @Test
    void shouldGiveInSeveralShardsWhatOneGives() {
        Seeds.forEach(PLANTS / 3, SourceScopePlantTest::checkShards);
    }

    private static void checkRestart(long seed) {
        RecordList records = new RandomPlant(seed, TimeScope.SOURCE).records();
        List<Object> expected = new ArrayList<>();
        JournalFold whole = new JournalFold(ShardDriver.into(expected), RandomPlant.FUNCTIONS);
        records.replay(whole);

        Random random = Seeds.random(~seed);
        int cut = 1 + random.nextInt(records.size() - 1);
        List<Object> results = new ArrayList<>();
        JournalFold part = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
        for (int position = 0; position < cut; position++) {
            records.entries().get(position).forward(position, part);
            part.nextTickDueNs(10_000);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        part.writeTo(out);
        out.flush();
        JournalFold rest = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
        rest.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(rest.digest()).as("cut=%d", cut).isEqualTo(part.digest());
        for (int position = cut; position < records.size(); position++) {
            records.entries().get(position).forward(position, rest);
        }
        assertThat(results).as("cut=%d", cut).isEqualTo(expected);
        assertThat(rest.digest()).as("cut=%d", cut).isEqualTo(whole.digest());
    }

    private static void checkShards(long seed) {
        RecordList records = new RandomPlant(seed, TimeScope.SOURCE).records();
        List<Object> expected = new ArrayList<>();
        records.replay(new JournalFold(ShardDriver.into(expected), RandomPlant.FUNCTIONS));
        List<Object> results = new ArrayList<>();
        JournalFold whole = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
        int split = Seeds.random(~seed).nextInt(records.size());
        for (int position = 0; position < split; position++) {
            records.entries().get(position).forward(position, whole);
        }
        ShardGroup group = ShardGroup.of(whole, 3, ShardThreads.waiting(false), 1);
        for (int position = split; position < records.size(); position++) {
            records.entries().get(position).forward(position, group);
        }
        group.endBatch();
        assertThat(group.whyInTurn()).isNotEmpty();
        try {
            group.stop();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(results).isEqualTo(expected);
    }
}
