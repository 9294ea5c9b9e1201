package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.select.KeyTemplate;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.window.WindowFactory;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.StreamKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.List;

/** Reads the entries of {@code streams}. */
final class StreamBinder {
    private final BindContext context;
    private final Problems problems;
    private final WindowBinder windows;
    private final TimeInBinder states;
    private final long outOfOrdernessNs;

    /**
     * @param outOfOrdernessNs default of streams without the key
     */
    StreamBinder(BindContext context, long outOfOrdernessNs) {
        this.context = context;
        this.problems = context.problems();
        this.windows = new WindowBinder(context);
        this.states = new TimeInBinder(context);
        this.outOfOrdernessNs = outOfOrdernessNs;
    }

    /**
     * @return the stream, or null when it has errors
     */
    Bound<DerivedNode> bind(Item item) {
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, StreamKeys.STREAM, problems);
        String name = keys.get(StreamKeys.NAME);
        SensorSelector from = keys.get(StreamKeys.FROM);
        String groupBy = keys.get(StreamKeys.GROUP_BY);
        if (groupBy != null) {
            context.attempt(keys.item(StreamKeys.GROUP_BY), () -> new KeyTemplate(groupBy));
        }
        Window window = window(keys);
        List<Aggregate> aggregates = keys.getAll(StreamKeys.AGGREGATES);
        List<TimeInState> timeIn = states.bind(keys);
        if (item.isMapping() && !keys.has(StreamKeys.AGGREGATES) && !keys.has(StreamKeys.TIME_IN)) {
            problems.error(item.place(), item.pathOf(StreamKeys.AGGREGATES.name()) + ": is missing");
        }
        Long carryForNs = keys.get(StreamKeys.CARRY_FOR);
        Double rollover = keys.get(StreamKeys.ROLLOVER);
        boolean byReceiveTime = keys.get(StreamKeys.BY_RECEIVE_TIME);
        Long ownOutOfOrdernessNs = keys.get(StreamKeys.OUT_OF_ORDERNESS);
        long latenessNs = keys.get(StreamKeys.LATENESS);
        LatePolicy late = keys.get(StreamKeys.LATE);
        EmitMode emit = keys.get(StreamKeys.EMIT);
        if (byReceiveTime) {
            requireAbsent(problems, keys, StreamKeys.OUT_OF_ORDERNESS);
            requireAbsent(problems, keys, StreamKeys.LATENESS);
        }
        checkCombinations(keys, window, latenessNs, late, emit);
        checkOrder(keys, aggregates, timeIn, latenessNs);
        checkCounters(keys, aggregates);
        checkCarry(keys, window, aggregates, timeIn, emit, carryForNs);
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        long waitNs = ownOutOfOrdernessNs != null ? ownOutOfOrdernessNs : byReceiveTime ? 0 : outOfOrdernessNs;
        StreamNode stream = context.attempt(
                item,
                () -> new StreamNode(
                        name,
                        from,
                        groupBy == null ? "" : groupBy,
                        window,
                        byReceiveTime,
                        aggregates,
                        timeIn,
                        waitNs,
                        latenessNs,
                        late,
                        emit,
                        keys.getAll(StreamKeys.SINKS),
                        carryForNs != null
                                ? carryForNs
                                : StreamNode.defaultCarryForNs(window, aggregates, timeIn, latenessNs, emit),
                        rollover == null ? StreamNode.NO_ROLLOVER : rollover));
        return stream == null || isTooLarge(stream, keys) ? null : new Bound<>(stream, keys);
    }

    private Window window(SectionReader keys) {
        if (keys.has(StreamKeys.WINDOW_KEY)) {
            return windows.bind(keys.item(StreamKeys.WINDOW_KEY));
        }
        keys.section(StreamKeys.WINDOW_KEY, StreamKeys.WINDOW);
        return null;
    }

    /** Reports a key that has no meaning when samples count at their receive times. */
    static void requireAbsent(Problems problems, SectionReader keys, Key<?> key) {
        if (keys.has(key)) {
            problems.error(
                    keys.item(key),
                    "cannot be combined with time: receive, where readings arrive in order;" + " leave the key out");
        }
    }

    private void checkCombinations(SectionReader keys, Window window, long latenessNs, LatePolicy late, EmitMode emit) {
        boolean isAlwaysFinal =
                window instanceof CountWindow || window instanceof StateWindow || window instanceof RollingWindow;
        if (isAlwaysFinal && latenessNs > 0) {
            problems.error(
                    keys.item(StreamKeys.LATENESS),
                    "cannot be combined with windows of type " + window.type() + ", whose rows never change");
        }
        if (isAlwaysFinal && emit != null && emit != EmitMode.APPEND) {
            problems.error(
                    keys.item(StreamKeys.EMIT),
                    "a window of type " + window.type() + " emits final rows only: use" + " append");
        }
        if (late == LatePolicy.UPDATE && emit == EmitMode.APPEND) {
            problems.error(
                    keys.item(StreamKeys.LATE),
                    "needs emit: update or complete, because append emits one final row for each window");
        }
        if (late == LatePolicy.UPDATE && latenessNs == 0) {
            problems.error(
                    keys.item(StreamKeys.LATE),
                    "needs a lateness above 0s, the time during which a row may" + " change");
        }
        if (late == LatePolicy.SIDE && !keys.has(StreamKeys.SINKS)) {
            problems.error(keys.item(StreamKeys.LATE), "needs sinks that receive the rows");
        }
        if (emit == EmitMode.COMPLETE && !keys.has(StreamKeys.SINKS)) {
            problems.error(keys.item(StreamKeys.EMIT), "needs sinks that receive the table");
        }
    }

    /** In order, a late reading is late for every window, so no row can change */
    private void checkOrder(SectionReader keys, List<Aggregate> aggregates, List<TimeInState> timeIn, long latenessNs) {
        if (latenessNs == 0) {
            return;
        }
        for (Aggregate aggregate : aggregates) {
            if (aggregate.needsOrder()) {
                refuseLateness(keys, aggregate.label());
            }
        }
        if (!timeIn.isEmpty()) {
            refuseLateness(keys, StreamKeys.TIME_IN.name());
        }
    }

    private void checkCounters(SectionReader keys, List<Aggregate> aggregates) {
        List<String> ofCounters = aggregates.stream()
                .filter(Aggregate::isOfCounter)
                .map(Aggregate::label)
                .toList();
        if (keys.has(StreamKeys.GROUP_BY) && !ofCounters.isEmpty()) {
            problems.error(
                    keys.item(StreamKeys.GROUP_BY),
                    "cannot be combined with " + ofCounters.get(0) + ", which needs the readings of one counter; leave"
                            + " the key out, and sum the increase of each counter in a second stream");
        }
        if (keys.has(StreamKeys.ROLLOVER) && ofCounters.isEmpty()) {
            problems.error(
                    keys.item(StreamKeys.ROLLOVER),
                    "needs increase or counter_rate among the aggregates; leave the key out");
        }
    }

    private void checkCarry(
            SectionReader keys,
            Window window,
            List<Aggregate> aggregates,
            List<TimeInState> timeIn,
            EmitMode emit,
            Long carryForNs) {
        if (carryForNs == null) {
            return;
        }
        if (timeIn.isEmpty() && !aggregates.contains(Aggregate.TIME_WEIGHTED_AVG)) {
            problems.error(keys.item(StreamKeys.CARRY_FOR), "needs timeIn or time_weighted_avg; leave the key out");
        }
        if (window != null && window.stepNs() == Window.NO_STEP) {
            problems.error(
                    keys.item(StreamKeys.CARRY_FOR),
                    "cannot be combined with windows of type " + window.type()
                            + ", which begin and end by their readings; leave the key out");
        }
        boolean hasSteps = window != null && window.stepNs() != Window.NO_STEP;
        if (hasSteps && carryForNs / window.stepNs() >= StreamNode.MAX_CARRIED_WINDOWS) {
            problems.error(
                    keys.item(StreamKeys.CARRY_FOR),
                    "is longer than " + (StreamNode.MAX_CARRIED_WINDOWS - 1)
                            + " windows; make it shorter, or the windows longer");
        }
        if (emit == EmitMode.COMPLETE) {
            problems.error(keys.item(StreamKeys.CARRY_FOR), "cannot be combined with emit: complete; use append");
        }
    }

    private void refuseLateness(SectionReader keys, String what) {
        problems.error(
                keys.item(StreamKeys.LATENESS),
                "cannot be combined with " + what
                        + ", which needs readings in the order of their time; use outOfOrderness instead");
    }

    /** The windows compute their own size */
    private boolean isTooLarge(StreamNode node, SectionReader keys) {
        StreamNode stream = node.inOrder();
        return context.attempt(
                        keys.item(StreamKeys.WINDOW_KEY),
                        () -> WindowFactory.create(
                                stream.window(),
                                stream.aggregates(),
                                stream.timeIn(),
                                stream.outOfOrdernessNs(),
                                stream.latenessNs(),
                                (slot, startNs, endNs, pane, isUpdate) -> {}))
                == null;
    }
}
