package io.tocsin.bench.part;

import io.tocsin.bench.BareOperator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cost of one reading in the limit operator, 1,000 sensors in turn. An operation is one reading. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LimitBench {
    private static final int SENSOR_COUNT = 1_000;
    private static final int READINGS = 64 * SENSOR_COUNT;
    private static final long INTERVAL_NS = 100_000_000L;
    private static final long DELAY_NS = 250_000_000L;
    private static final double STEP = 8;

    /** State of the alarms during the bench. */
    public enum Rule {
        /** One level, never reached. */
        QUIET(0),
        /** One level, changes in some percent of the readings. */
        ONE_LEVEL(0),
        /** All four levels, changes in some percent of the readings. */
        FOUR_LEVELS(0),
        /** One level with on-delay and off-delay of two and a half readings. */
        DELAYS(DELAY_NS);

        private final long delayNs;

        Rule(long delayNs) {
            this.delayNs = delayNs;
        }

        private List<LimitLevel> levels() {
            List<LimitLevel> levels = new ArrayList<>();
            levels.add(new LimitLevel(Level.HI, this == QUIET ? 1000 : 80, 2, Priority.MEDIUM));
            if (this == FOUR_LEVELS) {
                levels.add(new LimitLevel(Level.HIHI, 90, 2, Priority.HIGH));
                levels.add(new LimitLevel(Level.LO, 20, 2, Priority.MEDIUM));
                levels.add(new LimitLevel(Level.LOLO, 10, 2, Priority.HIGH));
            }
            return levels;
        }
    }

    @Param
    private Rule rule;

    private final double[] values = new double[READINGS];
    private BareOperator operator;
    private long eventCount;
    private long timeNs = 1_760_000_000_000_000_000L;

    @Setup
    public void makeReadings() {
        SplittableRandom random = new SplittableRandom(20_261_120);
        for (int i = 0; i < READINGS; i++) {
            double last = i < SENSOR_COUNT ? 50 : values[i - SENSOR_COUNT];
            values[i] = Math.min(100, Math.max(0, last + random.nextDouble(-STEP, STEP)));
        }
        LimitRule plan = new LimitRule(
                "bench",
                new SensorSelector("#"),
                Priority.MEDIUM,
                "",
                List.of(),
                rule.levels(),
                rule.delayNs,
                rule.delayNs,
                AlarmRule.ON_ARRIVAL);
        operator = new BareOperator(plan, SENSOR_COUNT, event -> eventCount++);
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public long onReading() {
        for (int from = 0; from < READINGS; from += SENSOR_COUNT) {
            timeNs += INTERVAL_NS;
            for (int sensor = 0; sensor < SENSOR_COUNT; sensor++) {
                operator.onReading(sensor, timeNs, values[from + sensor], Quality.GOOD.code(), ReadingFlags.NONE);
            }
        }
        return eventCount;
    }
}
