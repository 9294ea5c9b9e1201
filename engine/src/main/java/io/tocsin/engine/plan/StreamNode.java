package io.tocsin.engine.plan;

import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A derived stream: windows over the selected sensors. Each aggregate of a row is also a reading of the derived sensor
 * {@code name/key/aggregate}, which alarms and later streams can select.
 *
 * @param name unique among the streams
 * @param selector of the input sensors: sensors of sources, and of the previous streams
 * @param groupBy "" when every sensor has windows of its own, or the template of a shared key over the levels of the
 *     sensors' names: {@code {1}/{2}}
 * @param byReceiveTime whether a sample counts at its receive time instead of its event time
 * @param aggregates of a row, in their order, without repetition; together with {@code timeIn} 1 to
 *     {@value #MAX_AGGREGATES}
 * @param timeIn states whose durations a row has, in their order after the aggregates
 * @param outOfOrdernessNs how far a key's watermark lags behind its newest sample, ns
 * @param latenessNs how long after its end a window may still change, ns
 * @param sinks that receive the rows; empty when the stream only feeds alarms and streams
 * @param carryForNs how long a value holds at most, also into the next windows, ns; {@link #NO_CARRY}: to the end of
 *     its window
 * @param rollover the value at which a counter is zero again, or {@link #NO_ROLLOVER}
 */
public record StreamNode(
        String name,
        SensorSelector selector,
        String groupBy,
        Window window,
        boolean byReceiveTime,
        List<Aggregate> aggregates,
        List<TimeInState> timeIn,
        long outOfOrdernessNs,
        long latenessNs,
        LatePolicy late,
        EmitMode emit,
        List<String> sinks,
        long carryForNs,
        double rollover)
        implements DerivedNode {
    /** The most aggregates and states of a row. */
    public static final int MAX_AGGREGATES = 16;
    /** Value of {@code carryForNs}: windows know nothing of the values before their first sample. */
    public static final long NO_CARRY = 0;

    private static final int DEFAULT_CARRY_DAYS = 7;
    /** The most windows into which a value is carried. */
    public static final int MAX_CARRIED_WINDOWS = 65_536;
    /** Value of {@code rollover}: every fall of a counter is a reset. */
    public static final double NO_ROLLOVER = 0;

    /** First {@link #outputCode} of a state; the lower codes are reserved for aggregates. */
    private static final int FIRST_STATE_CODE = 256;

    public StreamNode {
        AlarmRule.validate(name, AlarmRule.ON_ARRIVAL);
        aggregates = List.copyOf(aggregates);
        timeIn = List.copyOf(timeIn);
        sinks = List.copyOf(sinks);
        int outputCount = aggregates.size() + timeIn.size();
        if (outputCount == 0 || outputCount > MAX_AGGREGATES) {
            throw new IllegalArgumentException(
                    "a stream must have 1 to " + MAX_AGGREGATES + " aggregates, name=" + name);
        }
        if (new HashSet<>(aggregates).size() < aggregates.size()) {
            throw new IllegalArgumentException("each aggregate must be given at most once, name=" + name);
        }
        if (timeIn.stream().map(TimeInState::name).distinct().count() < timeIn.size()) {
            throw new IllegalArgumentException("two states have the same name, name=" + name);
        }
        if (window instanceof RollingWindow && (emit != EmitMode.APPEND || latenessNs > 0)) {
            throw new IllegalArgumentException(
                    "a window of type rolling never changes: only append, and no lateness, name=" + name);
        }
        if (outOfOrdernessNs < 0 || latenessNs < 0) {
            throw new IllegalArgumentException(
                    "times must not be negative, outOfOrdernessNs=" + outOfOrdernessNs + ", latenessNs=" + latenessNs);
        }
        if (carryForNs < 0) {
            throw new IllegalArgumentException("carryFor must not be negative, carryForNs=" + carryForNs);
        }
        if (carryForNs > 0) {
            requireCarrying(name, window, aggregates, timeIn, latenessNs, emit);
            if (carryForNs / window.stepNs() >= MAX_CARRIED_WINDOWS) {
                throw new IllegalArgumentException("carryFor must be shorter than " + MAX_CARRIED_WINDOWS
                        + " windows, name=" + name + ", carryForNs=" + carryForNs);
            }
        }
        if (timeIn.stream().anyMatch(TimeInState::isOfStates)) {
            requireStates(name, window, aggregates, timeIn, late);
        }
        boolean isOfCounter = aggregates.stream().anyMatch(Aggregate::isOfCounter);
        if (isOfCounter && !groupBy.isEmpty()) {
            throw new IllegalArgumentException(
                    "increase and counter_rate take the readings of a key for those of one counter: not with groupBy;"
                            + " sum the increase of each counter in a second stream, name=" + name);
        }
        if (!(rollover >= 0 && rollover < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rollover must be positive and finite, rollover=" + rollover);
        }
        if (rollover > 0 && !isOfCounter) {
            throw new IllegalArgumentException("rollover is of use to increase and counter_rate only, name=" + name);
        }
    }

    private static void requireStates(
            String name, Window window, List<Aggregate> aggregates, List<TimeInState> timeIn, LatePolicy late) {
        if (!List.of(Aggregate.COUNT).containsAll(aggregates)) {
            throw new IllegalArgumentException("with timeIn of texts, count is the only aggregate, name=" + name);
        }
        boolean readsValues = window instanceof StateWindow
                || (window instanceof SessionWindow session && session.gapPerUnitNs() > 0);
        if (readsValues) {
            throw new IllegalArgumentException(
                    "with timeIn of texts, a window cannot depend on the number that a value is, name=" + name);
        }
        if (late == LatePolicy.SIDE) {
            throw new IllegalArgumentException("timeIn of texts cannot be combined with late: side, name=" + name);
        }
        for (int i = 0; i < timeIn.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (timeIn.get(i).states().overlaps(timeIn.get(j).states())) {
                    throw new IllegalArgumentException("a value must be in one state only, states="
                            + timeIn.get(j).name() + ", " + timeIn.get(i).name());
                }
            }
        }
    }

    /**
     * How long such a stream carries values when nobody says: {@value #DEFAULT_CARRY_DAYS} days, less where that were
     * too many windows; {@link #NO_CARRY} where values cannot be carried.
     */
    public static long defaultCarryForNs(
            Window window, List<Aggregate> aggregates, List<TimeInState> timeIn, long latenessNs, EmitMode emit) {
        boolean knowsValues = !timeIn.isEmpty() || aggregates.contains(Aggregate.TIME_WEIGHTED_AVG);
        if (window.stepNs() == Window.NO_STEP || !knowsValues || latenessNs > 0 || emit == EmitMode.COMPLETE) {
            return NO_CARRY;
        }
        long defaultNs = TimeUnit.DAYS.toNanos(DEFAULT_CARRY_DAYS);
        return defaultNs / window.stepNs() < MAX_CARRIED_WINDOWS
                ? defaultNs
                : window.stepNs() * (MAX_CARRIED_WINDOWS - 1);
    }

    private static void requireCarrying(
            String name,
            Window window,
            List<Aggregate> aggregates,
            List<TimeInState> timeIn,
            long latenessNs,
            EmitMode emit) {
        if (window.stepNs() == Window.NO_STEP) {
            throw new IllegalArgumentException("windows of type " + window.type()
                    + " begin at a sample: no value is carried into them, name=" + name);
        }
        if (timeIn.isEmpty() && !aggregates.contains(Aggregate.TIME_WEIGHTED_AVG)) {
            throw new IllegalArgumentException(
                    "only time_weighted_avg and timeIn know values that are carried, name=" + name);
        }
        if (latenessNs > 0 || emit == EmitMode.COMPLETE) {
            throw new IllegalArgumentException("values are not carried with lateness or emit: complete, name=" + name);
        }
    }

    /** Creates a stream that carries no values and whose counters, if there are any, never roll over. */
    public StreamNode(
            String name,
            SensorSelector selector,
            String groupBy,
            Window window,
            boolean byReceiveTime,
            List<Aggregate> aggregates,
            List<TimeInState> timeIn,
            long outOfOrdernessNs,
            long latenessNs,
            LatePolicy late,
            EmitMode emit,
            List<String> sinks) {
        this(
                name,
                selector,
                groupBy,
                window,
                byReceiveTime,
                aggregates,
                timeIn,
                outOfOrdernessNs,
                latenessNs,
                late,
                emit,
                sinks,
                NO_CARRY,
                NO_ROLLOVER);
    }

    /** Creates a stream without states. */
    public StreamNode(
            String name,
            SensorSelector selector,
            String groupBy,
            Window window,
            boolean byReceiveTime,
            List<Aggregate> aggregates,
            long outOfOrdernessNs,
            long latenessNs,
            LatePolicy late,
            EmitMode emit,
            List<String> sinks) {
        this(
                name,
                selector,
                groupBy,
                window,
                byReceiveTime,
                aggregates,
                List.of(),
                outOfOrdernessNs,
                latenessNs,
                late,
                emit,
                sinks);
    }

    @Override
    public NodeType kind() {
        return NodeType.STREAM;
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input(selector, groupBy));
    }

    /** In append mode a row also waits for the lateness. */
    @Override
    public long delayNs() {
        return outOfOrdernessNs + (emit == EmitMode.APPEND ? latenessNs : 0);
    }

    @Override
    public boolean losesValueAtEnd() {
        return !groupBy.isEmpty();
    }

    @Override
    public int outputCount() {
        return aggregates.size() + timeIn.size();
    }

    @Override
    public String outputLabel(int output) {
        return output < aggregates.size()
                ? aggregates.get(output).label()
                : timeIn.get(output - aggregates.size()).label();
    }

    @Override
    public int outputCode(int output) {
        return output < aggregates.size()
                ? aggregates.get(output).ordinal()
                : FIRST_STATE_CODE + output - aggregates.size();
    }

    @Override
    public String labelOfCode(int code) {
        return code < FIRST_STATE_CODE
                ? Aggregate.values()[code].label()
                : timeIn.get(code - FIRST_STATE_CODE).label();
    }

    /** This stream without presentation. Two streams with equal detection keep their state. */
    @Override
    public StreamNode detection() {
        return to(List.of());
    }

    /** This stream with other sinks. */
    public StreamNode to(List<String> otherSinks) {
        return with(outOfOrdernessNs, otherSinks, carryForNs, rollover);
    }

    /** This stream with a time for which values are carried, or {@link #NO_CARRY}. */
    public StreamNode withCarryFor(long otherCarryForNs) {
        return with(outOfOrdernessNs, sinks, otherCarryForNs, rollover);
    }

    /** This stream with the value at which its counters are zero again. */
    public StreamNode withRollover(double otherRollover) {
        return with(outOfOrdernessNs, sinks, carryForNs, otherRollover);
    }

    /** Whether some state is that of texts, so that texts are samples. */
    public boolean hasTextStates() {
        return timeIn.stream().anyMatch(TimeInState::isOfStates);
    }

    @Override
    public boolean readsTextsOf(String sensorName) {
        return hasTextStates() && selector.matches(sensorName);
    }

    @Override
    public boolean comparesNumbersOf(String sensorName) {
        return !hasTextStates() && DerivedNode.super.comparesNumbersOf(sensorName);
    }

    @Override
    public boolean readsNumbersOf(String sensorName) {
        return !hasTextStates() && DerivedNode.super.readsNumbersOf(sensorName);
    }

    @Override
    public Set<String> namedTexts() {
        return timeIn.stream().flatMap(state -> state.states().texts().stream()).collect(Collectors.toSet());
    }

    /** Whether some aggregate takes the readings of a key for those of a counter. */
    public boolean hasCounters() {
        return aggregates.stream().anyMatch(Aggregate::isOfCounter);
    }

    /** Whether the stream's windows need samples in the order of event time. */
    public boolean needsOrder() {
        return window instanceof StateWindow || newestDecides();
    }

    /** Whether every sample older than the newest reading is late, whatever its windows. */
    public boolean newestDecides() {
        return window instanceof RollingWindow
                || !timeIn.isEmpty()
                || aggregates.stream().anyMatch(Aggregate::needsOrder);
    }

    /** This stream for samples that are already in order; the same object if no order is needed. */
    public StreamNode inOrder() {
        if (!needsOrder()) {
            return this;
        }
        return with(0, sinks, carryForNs, rollover);
    }

    private StreamNode with(
            long otherOutOfOrdernessNs, List<String> otherSinks, long otherCarryForNs, double otherRollover) {
        return new StreamNode(
                name,
                selector,
                groupBy,
                window,
                byReceiveTime,
                aggregates,
                timeIn,
                otherOutOfOrdernessNs,
                latenessNs,
                late,
                emit,
                otherSinks,
                otherCarryForNs,
                otherRollover);
    }
}
