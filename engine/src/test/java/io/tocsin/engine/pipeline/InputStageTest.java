package io.tocsin.engine.pipeline;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.Sequence;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.testkit.MemoryJournal;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When the engine thread commits, on one thread: the test publishes and handles. */
class InputStageTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final MemoryJournal journal = new MemoryJournal(records());
    private final RecoveredShard recovered = new RecoveredShard(event -> {});
    private final Counters counters = new Counters();
    private final List<Long> left = new ArrayList<>();
    private final OutputStage output =
            new OutputStage(journal, AlarmGate.JOURNALLED, event -> left.add(event.position()), (where, cause) -> {
                throw new AssertionError(where, cause);
            });
    private final ResultRing results = new ResultRing(() -> 1, output);
    private final InputRing ring = new InputRing(1_024, new BlockingWaitStrategy(), 2);
    private InputStage stage;
    private long sequence = -1;

    private static RecordList records() {
        RecordList records = new RecordList();
        records.plan(plan(1_000, limit("hi", "#", 0, 0, 0, level(Level.HI, 80, 5))));
        records.sensor(new SensorDefinition(0, 0, 0, "s"));
        return records;
    }

    private void open() {
        journal.records().replay(recovered.shard());
        recovered.goLive(results);
        Latencies latencies = new Latencies();
        stage = new InputStage(
                ring,
                journal,
                recovered.shard(),
                recovered.shard(),
                results,
                counters,
                latencies.recorder(LatencyStage.RECEIVE_TO_JOURNALLED),
                latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED),
                GatewayClock.believing(() -> 1_000, 0),
                () -> output.passOn(results));
        results.beforeWaiting(stage::commitGroup);
        Sequence progress = new Sequence();
        stage.progress(progress);
        ring.ring().addGatingSequences(progress);
    }

    private void handle(double value, boolean endOfBatch) {
        sequence = ring.claim(1);
        ring.slot(sequence).setReading(0, 10_000 + sequence, 1_000, value, 0, 0);
        ring.publish(sequence, sequence);
        stage.take(ring.slot(sequence), sequence, endOfBatch);
    }

    @Test
    void shouldCommitWithEachBatchWhenTheJournalDoesNotLetItWait() {
        open();
        handle(10, false);
        assertThat(journal.commitCount()).isZero();
        handle(10, true);
        handle(10, true);
        assertThat(journal.commitCount()).isEqualTo(2);
        assertThat(stage.hasOpenGroup()).isFalse();
    }

    @Test
    void shouldKeepTheGroupOpenWhenNothingWaitsForIt() {
        journal.groupingFor(HOUR_NS);
        open();
        for (int i = 0; i < 10; i++) {
            handle(10, true);
        }
        assertThat(journal.commitCount()).isZero();
        assertThat(stage.hasOpenGroup()).isTrue();
        assertThat(stage.commitInNs()).isEqualTo(HOUR_NS);
        assertThat(recovered.shard().view().processedCount()).isEqualTo(10);
        assertThat(counters.get(Counter.PROCESSED))
                .as("nobody sees what is not journalled")
                .isZero();
        stage.commitIfDue();
        assertThat(journal.commitCount()).isZero();

        journal.groupingFor(0);
        stage.commitIfDue();
        assertThat(journal.commitCount()).isEqualTo(1);
        assertThat(stage.hasOpenGroup()).isFalse();
        assertThat(stage.commitInNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(counters.get(Counter.PROCESSED)).isEqualTo(10);
        stage.commitIfDue();
        assertThat(journal.commitCount()).isEqualTo(1);
    }

    @Test
    void shouldCommitAtOnceWhenAResultWaits() {
        journal.groupingFor(HOUR_NS);
        open();
        handle(10, true);
        handle(90, true);
        assertThat(journal.commitCount()).isEqualTo(1);
        assertThat(left).containsExactly(3L);
        handle(90, true);
        assertThat(stage.hasOpenGroup()).isTrue();
    }

    @Test
    void shouldCommitAFullGroup() {
        journal.groupingFor(HOUR_NS);
        open();
        for (int i = 0; i < Journal.MAX_BATCH_RECORDS; i++) {
            assertThat(journal.commitCount()).isZero();
            handle(10, i % 3 == 0);
        }
        assertThat(journal.commitCount()).isEqualTo(1);
        assertThat(journal.largestBatch()).isEqualTo(Journal.MAX_BATCH_RECORDS);
    }

    /** However the ring's batches and the groups fall: all is journalled in order, and results leave behind it. */
    @Test
    void shouldJournalEverythingInOrderWhenGroupsFallAnyhow() {
        Random random = Seeds.random(Seeds.of(12));
        open();
        int published = 0;
        for (int i = 0; i < 20_000; i++) {
            journal.groupingFor(random.nextInt(4) == 0 ? 0 : HOUR_NS);
            handle(random.nextInt(50) == 0 ? 90 : 10, random.nextInt(5) == 0);
            published++;
            if (random.nextInt(100) == 0) {
                stage.commitIfDue();
            }
            assertThat(journal.journalledPosition()).isLessThanOrEqualTo(2L + published);
            assertThat(left).allMatch(position -> position < journal.journalledPosition());
            if (left.size() > 8) {
                left.clear();
            }
        }
        journal.groupingFor(0);
        handle(10, true);
        assertThat(journal.journalledPosition()).isEqualTo(2L + published + 1);
        assertThat(counters.get(Counter.PROCESSED)).isEqualTo(published + 1L);
    }
}
