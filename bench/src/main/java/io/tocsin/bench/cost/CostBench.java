package io.tocsin.bench.cost;

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

/**
 * Cost of one reading, by kind of operator: the whole fold with only that operator in its plan, and a naive program
 * with the collections of the JDK. An operation is one reading, with its share of the results.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CostBench {
    @Param
    private Operation operation;

    private final Results results = new Results();
    private Readings readings;
    private Shard shard;
    private Readings.Handler naive;

    /** Both begin without state; each runs in a JVM of its own, so only one of them is fed */
    @Setup
    public void begin() {
        readings = new Readings(operation.scale());
        shard = new Shard(operation, results);
        naive = operation.naive(results);
    }

    @Benchmark
    @OperationsPerInvocation(Readings.COUNT)
    public long naive() {
        readings.pass(naive);
        return results.count();
    }

    @Benchmark
    @OperationsPerInvocation(Readings.COUNT)
    public long tocsin() {
        readings.pass(shard);
        return results.count();
    }
}
