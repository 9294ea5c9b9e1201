package io.tocsin.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.Processes;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two functions behind each other, timers of both kinds, ticks, disorder and ends of sources: no restart is noticed.
 */
class RestartModelTest {
    private static final int RUNS = 10;
    private static final int RECORDS = 60;

    /** Sets timers, keeps what came, gives all of it back when they fire. */
    private static final class Delay implements KeyedProcessFunction {
        private ListState waiting;
        private MapState byTime;
        private OutputTag late;

        @Override
        public void open(StateContext state) {
            waiting = state.listState("waiting", 3);
            byTime = state.mapState("by time", 8, 12, new StateTtl(40, TimeDomain.PROCESSING_TIME));
            late = state.sideOutput("late");
            state.eventTimeTimers(3);
            state.processingTimeTimers(2);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            if (reading.timeNs() < context.watermarkNs()) {
                out.output(late, reading.value() + reading.input());
            }
            waiting.add(reading.value());
            byTime.put(reading.timeNs(), reading.value());
            context.registerEventTimeTimer(reading.timeNs() + (long) reading.value());
            context.registerProcessingTimeTimer(context.processingTimeNs() + 2 * (long) reading.value());
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            out.collect(domain == TimeDomain.EVENT_TIME ? 1 : 2);
            if (waiting.size() > 0) {
                out.collect(waiting.removeFirst());
            }
            for (byTime.rewind(); byTime.next(); ) {
                out.collect(byTime.value());
            }
        }

        @Override
        public void onEndOfInput(Context context, Collector out) {
            out.collect(waiting.size());
        }
    }

    @Test
    void shouldNotNoticeRestarts() {
        Seeds.forEach(RUNS, RestartModelTest::check);
    }

    private static void check(long seed) {
        Random random = Seeds.random(seed);
        ProcessNode first = node(random, "first", List.of("a/+", "b/+"), "{2}");
        ProcessNode second = node(random, "second", List.of("first/#", "first.late/#"), "");
        Functions functions = Functions.NONE.with("first", 1, Delay::new).with("second", 1, Delay::new);
        OperatorHarness harness = OperatorHarness.of(
                Rules.plan(15, List.of(first, second), List.of(Rules.missing("gone", "second/#", 20, false, 0))),
                functions);
        long timeNs = 100;
        for (int i = 0; i < RECORDS; i++) {
            timeNs += random.nextInt(6);
            String sensor = (random.nextBoolean() ? "a/" : "b/") + random.nextInt(2);
            int flags = random.nextInt(10) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE;
            Quality quality = random.nextInt(10) == 0 ? Quality.BAD : Quality.GOOD;
            harness.reading(sensor, timeNs - random.nextInt(12), timeNs, random.nextInt(20), quality, flags);
            if (random.nextInt(8) == 0) {
                timeNs += random.nextInt(60);
                harness.advanceClock(timeNs);
            }
        }
        harness.endOfSource();
        assertThat(harness.results()).isNotEmpty();
        harness.checkRestarts();
    }

    private static ProcessNode node(Random random, String name, List<String> filters, String groupBy) {
        ProcessNode node = Processes.node(name, filters, groupBy, "late");
        ProcessNode timed = random.nextInt(3) == 0 ? Processes.byReceiveTime(node) : node;
        return Processes.outOfOrder(timed, random.nextInt(3) * 5L, random.nextBoolean());
    }
}
