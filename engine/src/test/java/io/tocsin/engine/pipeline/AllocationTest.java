package io.tocsin.engine.pipeline;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.quality;
import static io.tocsin.engine.testkit.Rules.rate;
import static io.tocsin.engine.testkit.Rules.state;
import static io.tocsin.engine.testkit.Rules.stuck;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.sun.management.ThreadMXBean;
import io.tocsin.engine.fold.RecordFold;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.pipeline.thread.ShardThreads;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.shard.ShardGroup;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Results;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reading allocates nothing from the ring over the journal to the last rule, alarms and ticks included. */
class AllocationTest {
    private static final int SENSORS = 8;
    private static final int BATCH = 64;
    /** The JVM may allocate a little in our thread's name; one object a reading would be hundreds of thousands. */
    private static final long SLACK_BYTES = 4_096;
    /** Late work of the JVM on a busy machine falls into one of the rounds; an allocation per reading is in all. */
    private static final int ROUNDS = 3;

    private final NullJournal journal = new NullJournal();
    private final RecoveredShard recovered = new RecoveredShard(event -> {});
    private InputRing ring;
    private InputStage stage;
    private long sequence;
    private long timeNs = 1_000_000;
    private int sensorId;
    private long eventTimeNs;
    private double value;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldAllocateNothingWhenReadingsAndTicksPass(int shards) throws InterruptedException {
        RecordList records = new RecordList();
        Plan plan = plan(
                50,
                limit("hi", "#", 0, 0, 0, level(Level.HI, 80, 5), level(Level.HIHI, 90, 5)),
                limit("slow", "#", 20, 20, 0, level(Level.HI, 80, 5), level(Level.LO, 20, 5)),
                limit("sorted", "#", 20, 20, 40, level(Level.HI, 80, 5)),
                missing("gone", "#", 400, false, 0),
                missing("sortedGone", "#", 400, false, 40),
                missing("allGone", "#", 60, true, 0),
                quality("bad", "#"),
                state("in", "#", StateSet.of("RUN"), StateSet.of("STOP"), AlarmRule.IN_ARRIVAL_ORDER),
                state("sortedIn", "#", StateSet.of("RUN"), StateSet.NONE, 40),
                stuck("stuck", "#", 50, 10, 2, 100, 1, 0),
                stuck("sortedStuck", "#", 50, 10, 2, 100, 1, 40),
                rate("rate", "#", 10, 5, 1, 100, RateDirection.ANY, AlarmRule.IN_ARRIVAL_ORDER),
                rate("sortedRate", "#", 10, 5, 1, 100, RateDirection.UP, 40));
        records.plan(Rules.remembering(plan, 50, 0).withResetAfter(400));
        for (int i = 0; i < SENSORS; i++) {
            records.sensor(new SensorDefinition(i, i % 3 == 0 ? 0 : 1, 0, "sensor/" + i));
        }
        records.text(new TextDefinition(0, "RUN"));
        records.text(new TextDefinition(1, "STOP"));
        records.replay(recovered.shard());
        RecordFold fold =
                shards == 1 ? recovered.shard() : ShardGroup.of(recovered.shard(), shards, ShardThreads.waiting(false));
        ring = new InputRing(1_024, new BlockingWaitStrategy(), records.size());
        Latencies latencies = new Latencies();
        ResultRing results = new ResultRing(() -> timeNs, event -> {});
        stage = new InputStage(
                ring,
                journal,
                fold,
                recovered.shard(),
                results,
                new Counters(),
                latencies.recorder(LatencyStage.RECEIVE_TO_JOURNALLED),
                latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED),
                GatewayClock.believing(() -> timeNs, 0),
                results::wakeReader);
        ring.ring().addGatingSequences(new Sequence(Long.MAX_VALUE - 1));

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // Warm-up: arenas, heap and queues grow to their size, classes load.
        drive(1_000);
        long[] threadIds = threadIds();
        allocatedBytes(threads, threadIds);
        long events = recovered.shard().eventCount();
        long readings = recovered.shard().view().processedCount();
        long ticks = recovered.shard().view().tickCount();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && allocated >= SLACK_BYTES; round++) {
            long before = allocatedBytes(threads, threadIds);
            drive(2_000);
            allocated = allocatedBytes(threads, threadIds) - before;
        }
        fold.stop();

        assertThat(recovered.shard().view().processedCount() - readings).isGreaterThan(100_000);
        assertThat(recovered.shard().eventCount() - events).isGreaterThan(20_000);
        assertThat(recovered.shard().view().duplicateCount()).isGreaterThan(1_000);
        assertThat(recovered.shard().view().tickCount() - ticks).isGreaterThan(1_000);
        assertThat(allocated).isLessThan(SLACK_BYTES);
    }

    /** This thread, the engine's, and those of the shards. */
    private static long[] threadIds() {
        Thread own = Thread.currentThread();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread == own || thread.getName().startsWith("tocsin-shard-"))
                .mapToLong(Thread::getId)
                .toArray();
    }

    private static long allocatedBytes(ThreadMXBean threads, long[] threadIds) {
        long sum = 0;
        for (long threadId : threadIds) {
            sum += threads.getThreadAllocatedBytes(threadId);
        }
        return sum;
    }

    @Test
    void shouldAllocateNothingWhenRowsPass() {
        ResultRing results = new ResultRing(() -> timeNs, ResultHandler.NOTHING);
        StreamRowFlyweight row = Results.randomRow(Seeds.random(Seeds.of(1)), 0, StreamNode.MAX_AGGREGATES);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long threadId = Thread.currentThread().getId();
        pass(row, results);
        threads.getThreadAllocatedBytes(threadId);
        long before = threads.getThreadAllocatedBytes(threadId);
        pass(row, results);

        assertThat(threads.getThreadAllocatedBytes(threadId) - before).isLessThan(SLACK_BYTES);
    }

    private static void pass(StreamRowFlyweight row, ResultRing results) {
        for (int i = 0; i < 100_000; i++) {
            results.onRow(row);
            results.read(1);
        }
    }

    /** One thread plays source, ticker and engine. */
    private void drive(int batches) {
        for (int batch = 0; batch < batches; batch++) {
            long first = sequence;
            for (int i = 0; i < BATCH; i++, sequence++) {
                InputSlot slot = ring.slot(sequence);
                if (i == BATCH - 1) {
                    timeNs += batch % 4 == 0 ? 500 : 10;
                    slot.setTick(timeNs);
                } else {
                    timeNs += i % 3;
                    if (i % 9 != 8) { // every ninth is delivered again
                        sensorId = (i + batch) % SENSORS;
                        eventTimeNs = timeNs - (i % 5 == 0 ? i % 60 : 0);
                        value = (i * 37 + batch * 11) % 100;
                        if (i % 13 == 0) {
                            value = TextValue.of(i % 2);
                        }
                    }
                    slot.setReading(
                            sensorId,
                            eventTimeNs,
                            timeNs,
                            value,
                            i % 17 == 0 ? 2 : 0,
                            sensorId % 2 == 0 ? ReadingFlags.REDELIVERABLE : 0);
                }
            }
            for (long s = first; s < sequence; s++) {
                stage.take(ring.slot(s), s, s == sequence - 1);
            }
        }
    }

    private static final class NullJournal implements Journal {
        private long position;

        @Override
        public void onReading(
                long recordPosition,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            position = recordPosition + 1;
        }

        @Override
        public void onTick(long recordPosition, long clockNs) {
            position = recordPosition + 1;
        }

        @Override
        public void onControl(long recordPosition, int kind, DirectBuffer buffer, int offset, int length) {
            position = recordPosition + 1;
        }

        @Override
        public void commit() {}

        @Override
        public long nextPosition() {
            return position;
        }

        @Override
        public long commitInNs() {
            return 0;
        }

        @Override
        public long journalledPosition() {
            return position;
        }

        @Override
        public long durablePosition() {
            return position;
        }

        @Override
        public void onDurable(Runnable action) {}

        @Override
        public void requestSync() {}

        @Override
        public long forcedPosition() {
            return position;
        }

        @Override
        public boolean isWaitingForRoom() {
            return false;
        }

        @Override
        public void stopWaiting() {}

        @Override
        public long appendedBytes() {
            return 0;
        }

        @Override
        public long syncCount() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
