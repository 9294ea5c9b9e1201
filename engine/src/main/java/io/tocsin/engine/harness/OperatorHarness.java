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
 * Runs a plan in memory, record by record, exactly as a gateway would, and keeps its results: readings of derived
 * sensors and alarm events, in their order. Results of a reading precede the reading itself. One thread. Times are
 * epoch nanoseconds and come only from the test.
 *
 * <p>{@link #checkRestarts()} runs all records again with a restart after every record and compares the results. It
 * thereby detects a function with state that no snapshot contains.
 */
public final class OperatorHarness {
    /** Name of the source of every sensor when the plan has none. */
    public static final String SOURCE = "harness";

    private static final int FIRST_SOURCE = 0;
    /** Number of ticks without progress after which the harness fails. */
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

    /** Runs a dataflow. A sensor's time advances with the clock after a silence of {@code idleAfter}. */
    public static OperatorHarness of(Dataflow dataflow, Duration idleAfter) {
        return of(dataflow.toPlan(idleAfter), dataflow.functions());
    }

    /** Runs a plan and restarts from a snapshot after every record. */
    public static OperatorHarness restartingAlways(Plan plan, Functions functions) {
        return new OperatorHarness(plan, functions, true);
    }

    /** Adds a good reading, received at its event time, but not before the previous record. */
    public OperatorHarness reading(String sensor, long timeNs, double value) {
        return reading(sensor, timeNs, Math.max(timeNs, latestReceiveNs), value, Quality.GOOD, ReadingFlags.NONE);
    }

    /** Adds a BAD reading, received as in {@link #reading(String, long, double)}. */
    public OperatorHarness badReading(String sensor, long timeNs) {
        return reading(sensor, timeNs, Math.max(timeNs, latestReceiveNs), Double.NaN, Quality.BAD, ReadingFlags.NONE);
    }

    /**
     * Adds a reading.
     *
     * @param flags bits of {@link ReadingFlags}
     */
    public OperatorHarness reading(
            String sensor, long timeNs, long receiveTimeNs, double value, Quality quality, int flags) {
        int sensorId = sensorIds.computeIfAbsent(sensor, this::define);
        latestReceiveNs = Math.max(latestReceiveNs, receiveTimeNs);
        return feed(new Step.Reading(sensorId, timeNs, receiveTimeNs, value, quality.code(), flags));
    }

    /** Adds a tick of the gateway's clock, whether or not one is due. */
    public OperatorHarness tick(long clockNs) {
        latestReceiveNs = Math.max(latestReceiveNs, clockNs);
        return feed(new Step.Tick(clockNs));
    }

    /** Advances the gateway's clock to a time, with every tick that is due until then. */
    public OperatorHarness advanceClock(long clockNs) {
        int tickCount = 0;
        for (long dueNs = nextTickNs(); dueNs <= clockNs; dueNs = nextTickNs()) {
            if (tickCount++ == TICKS_MAX) {
                throw new IllegalStateException("ticks do not end because a timer sets itself again, dueNs=" + dueNs);
            }
            tick(Math.max(dueNs, latestReceiveNs));
        }
        latestReceiveNs = Math.max(latestReceiveNs, clockNs);
        return this;
    }

    /** Ends the plan's first source, and with it all its sensors. */
    public OperatorHarness endOfSource() {
        UnsafeBuffer body = new UnsafeBuffer(new byte[SourceProgress.LENGTH]);
        new SourceProgress(FIRST_SOURCE, 0, 0).encode(body, 0);
        return feed(new Step.Control(ControlKind.SOURCE_END, body));
    }

    /** Restarts from a snapshot of the current state, which must change nothing. */
    public OperatorHarness snapshotAndRestore() {
        fold.restart();
        return this;
    }

    /** All results so far, in the order of emission. */
    public List<HarnessResult> results() {
        return List.copyOf(fold.results());
    }

    /** The results since the last call. */
    public List<HarnessResult> takeResults() {
        List<HarnessResult> all = fold.results();
        List<HarnessResult> taken = List.copyOf(all.subList(takenCount, all.size()));
        takenCount = all.size();
        return taken;
    }

    /** The readings so far of derived sensors selected by a topic filter. */
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

    /** Readings processed. */
    public long processedCount() {
        return fold.shard().view().processedCount();
    }

    /** Readings skipped by operators as too late, counted once per operator. */
    public long skippedCount() {
        return fold.shard().view().skippedCount();
    }

    /** Entries and timers of state refused because a limit was reached. */
    public long refusedCount() {
        return fold.shard().view().refusedCount();
    }

    /** Bytes of state outside the heap. */
    public long stateBytes() {
        return fold.shard().stateBytes();
    }

    /** A digest of all state and emitted results; equal for equal records. */
    public String digest() {
        return fold.shard().digest();
    }

    /**
     * Runs all records so far again unchanged, and once more with a restart after each, and compares results and
     * digests.
     *
     * @throws AssertionError at the first record with a difference
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
            throw new AssertionError("the same records produce other results or state when run again");
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

    /** The plan with a probe after its last operator that selects every derived sensor. */
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
