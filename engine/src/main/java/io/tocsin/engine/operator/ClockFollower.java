package io.tocsin.engine.operator;

import static io.tocsin.engine.operator.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.SOURCE_OFFSET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of the gateway's wall clock, taken over by all whose time that clock is: sensors without a clock of their own, and what
 * is derived from them. Their times move by the step, so that delays, timeouts and silences go on as if there had been none,
 * and what comes behind the step is not older than what came before. Sensors with clocks of their own do not move.
 *
 * <p>Whose time it is, the newest reading says; of a group and of a source, that of the member whose time is theirs. Those
 * that feed others come first. Looks at every sensor: a step is rare. Engine thread; allocates.
 */
final class ClockFollower {
    private static final long STANDS = Long.MIN_VALUE;

    private final ShardState state;
    private final long byNs;
    /** By derived sensor that is a result: what the clock of its key says now; {@link #STANDS} when it does not move. */
    private final long[] keysNowNs;
    /** By derived sensor that is a group, and behind them by operator over a group: the latest time of members that move. */
    private final long[] movingNs;
    /** As {@link #movingNs}, of members that do not. */
    private final long[] standingNs;

    private ClockFollower(ShardState state, long byNs) {
        this.state = state;
        this.byNs = byNs;
        int derivedCount = state.derived.count();
        this.keysNowNs = new long[derivedCount];
        Arrays.fill(keysNowNs, STANDS);
        this.movingNs = new long[derivedCount + state.operators.length];
        this.standingNs = new long[derivedCount + state.operators.length];
        Arrays.fill(movingNs, STANDS);
        Arrays.fill(standingNs, STANDS);
    }

    /** The wall clock was put forward by so much, or back when it is negative. The record at hand is the step. */
    static void follow(ShardState state, long byNs) {
        for (KeyedOperator operator : state.operators) {
            operator.moveClockTimers(byNs);
        }
        new ClockFollower(state, byNs).follow();
        if (state.sourceTimes != null) {
            state.sourceTimes.moveClocks(byNs);
        }
        state.clock.scheduleAll();
    }

    private void follow() {
        for (int sensorId = 0; sensorId < state.sensors.count(); sensorId++) {
            boolean isMoving = state.sourceTimes == null
                    ? state.sensors.isOfGateway(sensorId)
                    : state.sourceTimes.isOfGateway(state.sensors.getInt(sensorId, SOURCE_OFFSET));
            look(state.sensors, sensorId, isMoving ? Long.MAX_VALUE : STANDS);
        }
        for (int index : derivedInOrder()) {
            look(state.derived.scopes(), index, state.derived.isGroup(index) ? groupNowNs(index) : keysNowNs[index]);
        }
        for (int operator = 0; operator < state.operators.length; operator++) {
            int group = keysNowNs.length + operator;
            if (state.dispatch.isGroupOperator(operator) && isMoving(group)) {
                long nowNs = state.groups.getLong(operator, MAX_EVENT_OFFSET) + byNs;
                state.operators[operator].moveClock(RunningClock.GROUP_SLOT, byNs, nowNs);
                state.groups.putLong(operator, MAX_EVENT_OFFSET, nowNs);
            }
        }
    }

    private long groupNowNs(int index) {
        return state.derived.isByReceiveTime(index) || isMoving(index) ? Long.MAX_VALUE : STANDS;
    }

    /** The time of a group is that of its newest reading. */
    private boolean isMoving(int group) {
        return movingNs[group] != STANDS && movingNs[group] >= standingNs[group];
    }

    /**
     * Moves a line, if it moves, and tells those that it feeds.
     *
     * @param atMostNs what its time must not be behind then; {@link #STANDS}: it does not move
     */
    private void look(Scopes scopes, int index, long atMostNs) {
        long maxEventNs = scopes.getLong(index, MAX_EVENT_OFFSET);
        if (maxEventNs == Long.MIN_VALUE) {
            return;
        }
        boolean isMoving = atMostNs != STANDS;
        long nowNs = Math.min(maxEventNs + byNs, atMostNs);
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = state.dispatch.operator(entry);
            int slot = state.dispatch.slot(entry);
            if (state.dispatch.isForward(entry)) {
                tell(slot, maxEventNs, isMoving);
            } else if (state.dispatch.isGroup(entry)) {
                tell(keysNowNs.length + operator, maxEventNs, isMoving);
            } else if (isMoving && state.dispatch.isPlain(entry)) {
                state.operators[operator].moveClock(slot, byNs, nowNs);
                tellResults(state.operators[operator], slot, nowNs);
            }
        }
        if (isMoving) {
            scopes.putLong(index, MAX_EVENT_OFFSET, nowNs);
        }
    }

    private void tell(int group, long maxEventNs, boolean isMoving) {
        long[] latestNs = isMoving ? movingNs : standingNs;
        latestNs[group] = Math.max(latestNs[group], maxEventNs);
    }

    private void tellResults(KeyedOperator operator, int slot, long nowNs) {
        DerivedOutputs outputs = operator.outputs();
        if (outputs != null) {
            int key = operator.outputKey(slot);
            for (int output = 0; output < outputs.outputCount(); output++) {
                int index = outputs.derived(key, output);
                if (index >= 0) {
                    keysNowNs[index] = nowNs;
                }
            }
        }
    }

    /** Groups of an operator come before its results, and those before what the operators behind it see. */
    private List<Integer> derivedInOrder() {
        Map<Integer, Integer> operatorOfNode = new HashMap<>();
        for (int operator = 0; operator < state.operators.length; operator++) {
            operatorOfNode.put(state.operators[operator].nodeId(), operator);
        }
        int[] ranks = new int[keysNowNs.length];
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < ranks.length; index++) {
            if (state.derived.isLinked(index)) {
                ranks[index] =
                        2 * operatorOfNode.get(state.derived.nodeId(index)) + (state.derived.isGroup(index) ? 0 : 1);
                order.add(index);
            }
        }
        order.sort(Comparator.comparingInt(index -> ranks[index]));
        return order;
    }
}
