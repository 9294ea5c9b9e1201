package io.tocsin.engine.harness;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.time.DueQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Runs a plan in memory, record by record, exactly as a gateway would, and keeps what it gives: readings of derived
 * sensors and alarm events, in their order; what a reading leads to stands before the reading. One thread. Times are
 * epoch nanoseconds and come from the test alone.
 *
 * <p>{@link #checkRestarts()} runs everything once more with a restart after every record and compares: a function that
 * keeps state where no snapshot finds it is found out.
 */
public final class OperatorHarness {
    /** The source of every sensor when the plan has none. */
    public static final String SOURCE = "harness";

    private static final int FIRST_SOURCE = 0;
    /** A tick that makes no progress at this many is reported. */
    private static final int TICKS_MAX = 1_000_000;

    private final Functions functions;
    private final Fold fold;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> sensorIds = new HashMap<>();
    private final boolean restartsAlways;
    private long latestReceiveNs = Long.MIN_VALUE;
    private int takenCount;

    private OperatorHarness(Plan plan, Functions functions, boolean restartsAlways) {
        this.functions = functions;
        this.restartsAlways = restartsAlways;
        this.fold = new Fold(functions);
        byte[] bytes = PlanCodec.encode(withProbe(plan));
        feed(new Step.Control(ControlKind.PLAN, new UnsafeBuffer(bytes)));
    }

    /** Runs a plan. */
    public static OperatorHarness of(Plan plan, Functions functions) {
        return new OperatorHarness(plan, functions, false);
    }

    /** Runs a dataflow; a sensor's time runs on by the clock after a silence of so long. */
    public static OperatorHarness of(Dataflow dataflow, Duration idleAfter) {
        return of(dataflow.toPlan(idleAfter), dataflow.functions());
    }

    /** Runs a plan and restarts from a snapshot after every record. */
    public static OperatorHarness restartingAlways(Plan plan, Functions functions) {
        return new OperatorHarness(plan, functions, true);
    }

    /** A good reading, received when it was measured or, if that was earlier, with the one before. */
    public OperatorHarness reading(String sensor, long timeNs, double value) {
        return reading(sensor, timeNs, Math.max(timeNs, latestReceiveNs), value, Quality.GOOD, ReadingFlags.NONE);
    }

    /** A BAD reading, received as {@link #reading(String, long, double)}. */
    public OperatorHarness badReading(String sensor, long timeNs) {
        return reading(sensor, timeNs, Math.max(timeNs, latestReceiveNs), Double.NaN, Quality.BAD, ReadingFlags.NONE);
    }

    /**
     * A reading.
     *
     * @param flags bits of {@link ReadingFlags}
     */
    public OperatorHarness reading(
            String sensor, long timeNs, long receiveTimeNs, double value, Quality quality, int flags) {
        int sensorId = sensorIds.computeIfAbsent(sensor, this::define);
        latestReceiveNs = Math.max(latestReceiveNs, receiveTimeNs);
        return feed(new Step.Reading(sensorId, timeNs, receiveTimeNs, value, quality.code(), flags));
    }

    /** A tick of the gateway's clock, whether or not one is due. */
    public OperatorHarness tick(long clockNs) {
        latestReceiveNs = Math.max(latestReceiveNs, clockNs);
        return feed(new Step.Tick(clockNs));
    }

    /** The gateway's clock advances to a time: every tick that is due until then. */
    public OperatorHarness advanceClock(long clockNs) {
        int tickCount = 0;
        for (long dueNs = nextTickNs(); dueNs <= clockNs; dueNs = nextTickNs()) {
            if (tickCount++ == TICKS_MAX) {
                throw new IllegalStateException("ticks do not end, a timer sets itself again, dueNs=" + dueNs);
            }
            tick(Math.max(dueNs, latestReceiveNs));
        }
        latestReceiveNs = Math.max(latestReceiveNs, clockNs);
        return this;
    }

    /** The plan's first source ends, and with it the sensors, which are all of it. */
    public OperatorHarness endOfSource() {
        UnsafeBuffer body = new UnsafeBuffer(new byte[SourceProgress.LENGTH]);
        new SourceProgress(FIRST_SOURCE, 0, 0).encode(body, 0);
        return feed(new Step.Control(ControlKind.SOURCE_END, body));
    }

    /** Goes on from a snapshot of what is there: nothing may change by it. */
    public OperatorHarness snapshotAndRestore() {
        fold.restart();
        return this;
    }

    /** All results so far, in the order in which they were given. */
    public List<HarnessResult> results() {
        return List.copyOf(fold.results());
    }

    /** The results since this was last asked. */
    public List<HarnessResult> takeResults() {
        List<HarnessResult> all = fold.results();
        List<HarnessResult> taken = List.copyOf(all.subList(takenCount, all.size()));
        takenCount = all.size();
        return taken;
    }

    /** The readings so far of derived sensors whose names a topic filter selects. */
    public List<HarnessResult.Derived> derived(String filter) {
        SensorSelector selector = new SensorSelector(filter);
        return fold.results().stream()
                .filter(HarnessResult.Derived.class::isInstance)
                .map(HarnessResult.Derived.class::cast)
                .filter(reading -> selector.matches(reading.sensor()))
                .toList();
    }

    /** The values of {@link #derived}. */
    public List<Double> values(String filter) {
        return derived(filter).stream().map(HarnessResult.Derived::value).toList();
    }

    /** The alarm events so far. */
    public List<HarnessResult.Alarm> alarms() {
        return fold.results().stream()
                .filter(HarnessResult.Alarm.class::isInstance)
                .map(HarnessResult.Alarm.class::cast)
                .toList();
    }

    /** Rows so far of operators with sinks. */
    public long rowCount() {
        return fold.rowCount();
    }

    /** Readings taken. */
    public long processedCount() {
        return fold.shard().view().processedCount();
    }

    /** Readings that operators have skipped as too late; once an operator. */
    public long skippedCount() {
        return fold.shard().view().skippedCount();
    }

    /** Entries and timers of state that a bound has refused. */
    public long refusedCount() {
        return fold.shard().view().refusedCount();
    }

    /** Bytes of state outside the heap. */
    public long stateBytes() {
        return fold.shard().stateBytes();
    }

    /** A digest of all state and results that leave; equal for equal records. */
    public String digest() {
        return fold.shard().digest();
    }

    /**
     * Runs all records so far once more as they were, and once with a restart after each, and compares results and
     * digests.
     *
     * @throws AssertionError at the first record where something differs
     */
    public void checkRestarts() {
        Fold plain = new Fold(functions);
        Fold restarted = new Fold(functions);
        int comparedCount = 0;
        for (int i = 0; i < steps.size(); i++) {
            plain.feed(steps.get(i));
            restarted.feed(steps.get(i));
            restarted.restart();
            if (!plain.resultsFrom(comparedCount).equals(restarted.resultsFrom(comparedCount))) {
                throw new AssertionError("a restart changes results, record=" + i + ", " + steps.get(i) + ", without="
                        + last(plain) + ", with=" + last(restarted));
            }
            comparedCount = plain.results().size();
        }
        String digest = digest();
        if (!plain.results().equals(fold.results())
                || !plain.shard().digest().equals(digest)
                || !restarted.shard().digest().equals(digest)) {
            throw new AssertionError("the same records give another result or state when they are run again");
        }
    }

    private static HarnessResult last(Fold fold) {
        List<HarnessResult> results = fold.results();
        return results.isEmpty() ? null : results.get(results.size() - 1);
    }

    private long nextTickNs() {
        return latestReceiveNs == Long.MIN_VALUE ? DueQueue.NEVER : fold.shard().nextTickDueNs(latestReceiveNs);
    }

    private int define(String sensor) {
        int sensorId = sensorIds.size();
        ExpandableArrayBuffer body = new ExpandableArrayBuffer();
        int length = new SensorDefinition(sensorId, FIRST_SOURCE, 0, sensor).encode(body, 0);
        feed(new Step.Control(ControlKind.SENSOR, new UnsafeBuffer(body, 0, length)));
        return sensorId;
    }

    private OperatorHarness feed(Step step) {
        steps.add(step);
        fold.feed(step);
        if (restartsAlways) {
            fold.restart();
        }
        return this;
    }

    /** The plan with a probe behind its last operator that selects everything derived. */
    private static Plan withProbe(Plan plan) {
        List<SourceNode> sources =
                plan.sources().isEmpty() ? List.of(new SourceNode(SOURCE, "harness", "", true)) : plan.sources();
        List<String> filters = plan.streams().stream()
                .flatMap(OperatorHarness::firstLevels)
                .map(level -> level + "/#")
                .toList();
        List<DerivedNode> streams = new ArrayList<>(plan.streams());
        if (!filters.isEmpty()) {
            streams.add(new ProcessNode(
                    Fold.PROBE,
                    new SensorSelector(filters),
                    "",
                    false,
                    Fold.PROBE,
                    1,
                    List.of(),
                    null,
                    0,
                    false,
                    List.of()));
        }
        return new Plan(
                plan.gateway(),
                sources,
                plan.idleAfterNs(),
                plan.scope(),
                streams,
                plan.alarms(),
                plan.sinks(),
                plan.edition());
    }

    private static Stream<String> firstLevels(DerivedNode node) {
        return node instanceof ProcessNode process ? process.outputNames().stream() : Stream.of(node.name());
    }
}
