package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No kind of join allocates for a sample, a late one, a row, a tick, a derived reading or a value that goes and comes
 * back once its arenas have grown.
 */
class JoinAllocationTest {
    private static final int KEYS = 4;
    private static final int READINGS = 200_000;
    /** The JVM may allocate a little in our thread's name; one object a sample would be millions. */
    private static final long SLACK_BYTES = 4_096;

    private final JournalFold shard = new JournalFold(ResultHandler.NOTHING);
    private long position;
    private long timeNs = 1_000;

    static Stream<JoinCondition> conditions() {
        return Stream.of(
                new JoinCondition.Latest(),
                new JoinCondition.Interval(-5, 10),
                new JoinCondition.SameWindow(new AlignedWindow(20, 10, 0)));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void shouldAllocateNothingWhenSamplesMeet(JoinCondition condition) {
        RecordList records = new RecordList();
        records.plan(Rules.plan(
                50,
                List.of(Rules.join("j", "+/l", "+/r", JoinType.LEFT, condition)),
                List.of(
                        Rules.limit("hi", "j/+/left", 0, 0, 0, Rules.level(Level.HI, 50, 1)),
                        Rules.limit("right", "j/+/right", 0, 0, -1, Rules.level(Level.HI, 50, 1))
                                .onBad(OnBad.CLEAR),
                        Rules.quality("bad", "j/+/right"))));
        for (int key = 0; key < KEYS; key++) {
            records.sensor(new SensorDefinition(2 * key, 0, 0, key + "/l"));
            records.sensor(new SensorDefinition(2 * key + 1, 0, 0, key + "/r"));
        }
        records.entries().forEach(entry -> entry.forward(position++, shard));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long threadId = Thread.currentThread().getId();
        drive();
        threads.getThreadAllocatedBytes(threadId);
        long events = shard.eventCount();
        long before = threads.getThreadAllocatedBytes(threadId);
        drive();
        long allocated = threads.getThreadAllocatedBytes(threadId) - before;

        assertThat(shard.eventCount() - events).isGreaterThan(READINGS / 2);
        assertThat(shard.view().skippedCount()).as("late ones").isPositive();
        assertThat(allocated).isLessThan(SLACK_BYTES);
    }

    private void drive() {
        for (int i = 0; i < READINGS; i++) {
            timeNs++;
            if (i % 1_000 == 999) {
                timeNs += 200;
                shard.onTick(position++, timeNs);
            } else {
                long lagNs = i % 7 == 0 ? i % 40 : 0;
                shard.onReading(
                        position++,
                        (i * 31) % (2 * KEYS),
                        timeNs - lagNs,
                        timeNs,
                        (i * 37) % 100,
                        i % 13 == 0 ? Quality.BAD.code() : Quality.GOOD.code(),
                        ReadingFlags.NONE);
            }
        }
    }
}
