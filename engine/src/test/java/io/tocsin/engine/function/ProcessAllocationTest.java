package io.tocsin.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.testkit.Processes;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reading through functions with every kind of state, timers, side outputs and groups allocates nothing. */
class ProcessAllocationTest {
    private static final int SENSORS = 8;
    private static final int READINGS = 200_000;
    /** The JVM may allocate a little in our thread's name; one object a reading would be millions. */
    private static final long SLACK_BYTES = 4_096;

    private static final class All implements KeyedProcessFunction {
        private OutputTag tag;
        private LongState count;
        private DoubleState last;
        private ListState list;
        private MapState map;
        private AggregatingState aggregates;

        @Override
        public void open(StateContext state) {
            tag = state.sideOutput("side");
            StateTtl ttl = new StateTtl(100, TimeDomain.EVENT_TIME);
            count = state.longState("count");
            last = state.doubleState("last", ttl);
            list = state.listState("list", 16, 64, ttl);
            map = state.mapState("map", 16, 64, new StateTtl(50, TimeDomain.PROCESSING_TIME));
            aggregates = state.aggregatingState("aggregates", List.of(Aggregate.AVG, Aggregate.P95), ttl);
            state.eventTimeTimers(4);
            state.processingTimeTimers(4);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            count.update(count.orElse(0) + 1);
            last.update(last.orElse(0) + reading.value());
            list.add(reading.value());
            map.put((long) reading.value(), reading.input());
            map.remove(count.orElse(0) % 7);
            aggregates.add(reading.value());
            double sum = 0;
            for (list.rewind(); list.next(); ) {
                sum += list.value();
            }
            context.registerEventTimeTimer(reading.timeNs() + 20);
            context.registerProcessingTimeTimer(context.processingTimeNs() + 30);
            out.collect(sum + aggregates.get(Aggregate.P95));
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            out.output(tag, (double) timeNs);
        }
    }

    @Test
    void shouldAllocateNothingWhenReadingsPass() {
        ProcessNode first = Processes.node("first", List.of("a/+", "b/+"), "{2}", "side");
        ProcessNode second =
                Processes.outOfOrder(Processes.node("second", List.of("first/#", "first.side/#"), ""), 20, true);
        Functions functions = Functions.NONE
                .with("first", 1, All::new)
                .with("second", 1, () -> (reading, context, out) -> out.collect(reading.input()));
        JournalFold shard = new JournalFold(ResultHandler.NOTHING, functions);
        Plan plan = Rules.plan(10, List.of(first, second), List.of(Rules.missing("gone", "second/#", 50, false, 0)));
        RecordList records = new RecordList();
        records.plan(plan);
        for (int i = 0; i < SENSORS; i++) {
            records.sensor(new SensorDefinition(i, 0, 0, (i % 2 == 0 ? "a/" : "b/") + i / 2));
        }
        records.replay(shard);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long threadId = Thread.currentThread().getId();
        drive(shard, 0);
        threads.getThreadAllocatedBytes(threadId);
        long stateBytes = shard.stateBytes();
        long before = threads.getThreadAllocatedBytes(threadId);
        drive(shard, READINGS);
        long allocated = threads.getThreadAllocatedBytes(threadId) - before;

        assertThat(allocated).isLessThan(SLACK_BYTES);
        assertThat(shard.stateBytes()).isEqualTo(stateBytes);
        assertThat(shard.view().refusedCount()).isPositive();
    }

    private static void drive(JournalFold shard, int from) {
        for (int i = from; i < from + READINGS; i++) {
            long timeNs = 1_000L + i / 4;
            shard.onReading(100L + i, i % SENSORS, timeNs - i % 3, timeNs, i * 37 % 50, 0, 0);
            if (i % 64 == 0) {
                shard.onTick(100L + i, timeNs);
            }
        }
    }
}
