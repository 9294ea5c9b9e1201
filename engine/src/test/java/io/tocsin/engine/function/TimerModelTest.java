package io.tocsin.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.testkit.Processes;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Timers against a sorted set, with out-of-orderness, deletes, bounds, restarts and timers that set themselves again.
 */
class TimerModelTest {
    private static final int RUNS = 300;
    private static final int READINGS = 200;
    private static final int MAX_TIMERS = 4;
    private static final int SETS = 0;
    private static final int DELETES = 1;
    private static final long AGAIN_NS = 7;

    /**
     * A value is 2 * time + what to do with the timer of that time. A timer at a multiple of 5 sets itself again once.
     */
    private static final class Script implements KeyedProcessFunction {
        @Override
        public void open(StateContext state) {
            state.eventTimeTimers(MAX_TIMERS);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            long code = (long) reading.value();
            if (code % 2 == SETS) {
                out.collect(context.registerEventTimeTimer(code / 2) ? -1 : -2);
            } else {
                context.deleteEventTimeTimer(code / 2);
                out.collect(-3);
            }
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            out.collect((double) timeNs);
            if (timeNs % 5 == 0) {
                context.registerEventTimeTimer(timeNs + AGAIN_NS);
            }
        }
    }

    @Test
    void shouldFireAsASortedSetSays() {
        Seeds.forEach(RUNS, TimerModelTest::check);
    }

    private static void check(long seed) {
        Random random = Seeds.random(seed);
        long outOfOrdernessNs = random.nextInt(3) * 10L;
        ProcessNode node = Processes.outOfOrder(Processes.node("t", List.of("#"), ""), outOfOrdernessNs, false);
        OperatorHarness harness = Processes.harness(node, Script::new);
        NavigableSet<Long> timers = new TreeSet<>();
        List<Double> expected = new ArrayList<>();
        long timeNs = 100;
        long maxNs = Long.MIN_VALUE;
        for (int i = 0; i < READINGS; i++) {
            timeNs += random.nextInt(5);
            long eventTimeNs = timeNs - random.nextInt(15);
            maxNs = Math.max(maxNs, eventTimeNs);
            long timerNs = timeNs - 20 + random.nextInt(60);
            int operation = random.nextInt(4) == 0 ? DELETES : SETS;
            fire(timers, maxNs - outOfOrdernessNs, expected);
            if (operation == DELETES) {
                timers.remove(timerNs);
                expected.add(-3.0);
            } else if (timers.contains(timerNs) || timers.size() < MAX_TIMERS) {
                timers.add(timerNs);
                expected.add(-1.0);
            } else {
                expected.add(-2.0);
            }
            fire(timers, maxNs - outOfOrdernessNs, expected);
            harness.reading("a", eventTimeNs, (double) (2 * timerNs + operation));
            if (random.nextInt(20) == 0) {
                harness.snapshotAndRestore();
            }
        }
        assertThat(harness.values("t/#")).isEqualTo(expected);
    }

    private static void fire(NavigableSet<Long> timers, long watermarkNs, List<Double> expected) {
        while (!timers.isEmpty() && timers.first() < watermarkNs) {
            long timerNs = timers.pollFirst();
            expected.add((double) timerNs);
            if (timerNs % 5 == 0 && timers.size() < MAX_TIMERS) {
                timers.add(timerNs + AGAIN_NS);
            }
        }
    }
}
