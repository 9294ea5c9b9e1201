package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_RECEIVE_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.scope.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies a step of the gateway's wall clock to every sensor that runs on that clock, and to the sensors derived from
 * them. Their event times move by the step, so delays, timeouts and idle times continue undisturbed and readings after
 * the step are not older than readings before it. Sensors with clocks of their own do not move.
 *
 * <p>The newest reading of a sensor decides whether the sensor runs on the gateway's clock. A group takes its time from
 * its most advanced member, and so moves by the change of the most advanced time. Upstream scopes move first. Visits
 * every sensor, because a step is rare. Engine thread; allocates.
 */
final class ClockFollower {
    private static final long NONE = Long.MIN_VALUE;

    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final Selection selection;
    private final OperatorTable operators;
    private final CurrentTimes times;
    private final long byNs;
    private final long elapsedNs;
    /** By derived sensor of a result: the step of the clock of its key, ns. */
    private final long[] resultsByNs;
    /** By derived sensor of a result: the time of its key's clock after the step. */
    private final long[] resultsNowNs;
    /**
     * By group, first the derived sensors, then the operators over a group: how far the most advanced member was ahead
     * of elapsed time before the step; {@link #NONE} without members.
     */
    private final long[] leadBeforeNs;
    /** As {@link #leadBeforeNs}, but after the step. */
    private final long[] leadAfterNs;

    private ClockFollower(FoldState state, long byNs, long elapsedNs) {
        this.scopeTables = state.scopes();
        this.dispatch = state.dispatch();
        this.selection = state.selection();
        this.operators = state.operators();
        this.times = state.times();
        this.byNs = byNs;
        this.elapsedNs = elapsedNs;
        int derivedCount = scopeTables.derived().count();
        this.resultsByNs = new long[derivedCount];
        this.resultsNowNs = new long[derivedCount];
        this.leadBeforeNs = new long[derivedCount + operators.count()];
        this.leadAfterNs = new long[derivedCount + operators.count()];
        Arrays.fill(leadBeforeNs, NONE);
        Arrays.fill(leadAfterNs, NONE);
    }

    /**
     * Follows a step of the wall clock. The current record must be the step.
     *
     * @param byNs length of the step, ns; negative when the clock was put back
     * @param elapsedNs elapsed time of the step
     */
    static void follow(FoldState state, long byNs, long elapsedNs) {
        for (KeyedOperator operator : state.operators().all()) {
            operator.moveClockTimers(byNs);
        }
        new ClockFollower(state, byNs, elapsedNs).follow();
        state.times().get().moveClocks(byNs);
        state.clock().scheduleAll();
    }

    private void follow() {
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            boolean isOfGateway = times.get().isOfGateway(sensorId);
            move(scopeTables.sensors(), sensorId, isOfGateway ? byNs : 0, Long.MAX_VALUE);
        }
        for (int index : derivedInOrder()) {
            if (scopeTables.derived().isGroup(index)) {
                long groupByNs = scopeTables.derived().isByReceiveTime(index) ? byNs : groupByNs(index);
                move(scopeTables.derived().scopes(), index, groupByNs, Long.MAX_VALUE);
            } else {
                move(scopeTables.derived().scopes(), index, resultsByNs[index], resultsNowNs[index]);
            }
        }
        for (int operator = 0; operator < operators.count(); operator++) {
            long groupByNs = groupByNs(resultsByNs.length + operator);
            if (selection.isGroupOperator(operator) && groupByNs != 0) {
                long nowNs = nowNs(scopeTables.groups(), operator, groupByNs);
                operators.get(operator).moveClock(ScopeTables.GROUP_SLOT, groupByNs, nowNs);
                moveTime(scopeTables.groups(), operator, groupByNs, nowNs);
            }
        }
    }

    private long groupByNs(int group) {
        return leadBeforeNs[group] == NONE ? 0 : leadAfterNs[group] - leadBeforeNs[group];
    }

    /**
     * Moves the time of a scope and notes the move for the groups and results downstream.
     *
     * @param scopeByNs the step of the scope's clock, ns; 0 for a clock of its own
     * @param atMostNs upper bound of the scope's time after the step
     */
    private void move(Scopes scopes, int index, long scopeByNs, long atMostNs) {
        if (scopes.getLong(index, MAX_EVENT_OFFSET) == Long.MIN_VALUE) {
            return;
        }
        long leadNs = scopes.getLong(index, MAX_EVENT_OFFSET) - scopes.getLong(index, MAX_EVENT_RECEIVE_OFFSET);
        long nowNs = Math.min(nowNs(scopes, index, scopeByNs), atMostNs);
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            int slot = dispatch.slot(entry);
            if (dispatch.isForward(entry)) {
                noteForGroup(slot, leadNs, scopeByNs);
            } else if (dispatch.isGroup(entry)) {
                noteForGroup(resultsByNs.length + operator, leadNs, scopeByNs);
            } else if (scopeByNs != 0 && dispatch.isPlain(entry)) {
                operators.get(operator).moveClock(slot, scopeByNs, nowNs);
                noteForResults(operators.get(operator), slot, scopeByNs, nowNs);
            }
        }
        if (scopeByNs != 0) {
            moveTime(scopes, index, scopeByNs, nowNs);
        }
    }

    /** Time of a scope's clock after the step: the newest event time, plus the step, plus the time elapsed since. */
    private long nowNs(Scopes scopes, int index, long scopeByNs) {
        long runningNs = Math.max(0, elapsedNs - scopes.getLong(index, MAX_EVENT_RECEIVE_OFFSET));
        return scopes.getLong(index, MAX_EVENT_OFFSET) + scopeByNs + runningNs;
    }

    private static void moveTime(Scopes scopes, int index, long scopeByNs, long nowNs) {
        scopes.putLong(index, MAX_EVENT_OFFSET, Math.min(scopes.getLong(index, MAX_EVENT_OFFSET) + scopeByNs, nowNs));
    }

    private void noteForGroup(int group, long leadNs, long memberByNs) {
        leadBeforeNs[group] = Math.max(leadBeforeNs[group], leadNs);
        leadAfterNs[group] = Math.max(leadAfterNs[group], leadNs + memberByNs);
    }

    private void noteForResults(KeyedOperator operator, int slot, long keyByNs, long keyNowNs) {
        DerivedOutputs outputs = operator.outputs();
        if (outputs != null) {
            int key = operator.outputKey(slot);
            for (int output = 0; output < outputs.outputCount(); output++) {
                int index = outputs.derived(key, output);
                if (index >= 0) {
                    resultsByNs[index] = keyByNs;
                    resultsNowNs[index] = keyNowNs;
                }
            }
        }
    }

    /**
     * Linked derived sensors, upstream first: the groups of an operator, then its results, then those of later
     * operators.
     */
    private List<Integer> derivedInOrder() {
        Map<Integer, Integer> operatorOfNode = new HashMap<>();
        for (int operator = 0; operator < operators.count(); operator++) {
            operatorOfNode.put(operators.get(operator).nodeId(), operator);
        }
        int[] ranks = new int[resultsByNs.length];
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < ranks.length; index++) {
            if (scopeTables.derived().isLinked(index)) {
                int operator = operatorOfNode.get(scopeTables.derived().nodeId(index));
                ranks[index] = 2 * operator + (scopeTables.derived().isGroup(index) ? 0 : 1);
                order.add(index);
            }
        }
        order.sort(Comparator.comparingInt(index -> ranks[index]));
        return order;
    }
}
