package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.BEHIND;
import static io.tocsin.engine.scope.SensorLayout.CLOCK_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.memory.SourceBook;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.scope.BehindRuns;
import io.tocsin.engine.scope.FoldNotices;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Detects device clocks that went back, as after a restart: all recent readings of a sensor are then behind its time.
 * Restarts the sensor's clock. Sensors derived from that sensor alone restart with it; groups, joins and sources keep
 * their time, because it does not depend on this sensor alone.
 *
 * <p>Checks only readings that are not the newest of their sensor. Engine thread; allocates on a sensor's first reading
 * that is behind.
 */
final class SensorClocks {
    /** Shortest step back that is reported; smaller ones do not matter to a person. */
    private static final long REPORTED_FROM_NS = 10_000_000_000L;
    /** Ordinal of the late reading in a run at which the step back is reported; a single reading may just be late. */
    private static final int REPORTED_AT = 2;
    /** Flags of readings whose event time says nothing about the device's current clock. */
    private static final int NOT_LIVE = ReadingFlags.RETAINED;

    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final OperatorTable operators;
    private final SourceBook sources;
    private final Redeliveries redeliveries;
    private final PlanInForce plan;
    private final CurrentTimes times;
    private final RunningClock clock;
    private final BehindRuns runs = new BehindRuns();
    private FoldNotices notices = FoldNotices.NONE;
    /** By source: whether it is live and unbounded. */
    private boolean[] isLive = new boolean[0];

    private long resetAfterNs;
    private long resetCount;

    SensorClocks(
            ScopeTables scopeTables,
            Dispatch dispatch,
            OperatorTable operators,
            SourceBook sources,
            Redeliveries redeliveries,
            PlanInForce plan,
            CurrentTimes times,
            RunningClock clock) {
        this.scopeTables = scopeTables;
        this.dispatch = dispatch;
        this.operators = operators;
        this.sources = sources;
        this.redeliveries = redeliveries;
        this.plan = plan;
        this.times = times;
        this.clock = clock;
    }

    void notices(FoldNotices receiver) {
        notices = receiver;
    }

    /** Adopts a new plan, once its sources have their indexes. */
    void usePlan(Plan newPlan) {
        resetAfterNs = newPlan.resetAfterNs();
        isLive = new boolean[sources.count()];
        for (SourceNode source : newPlan.sources()) {
            isLive[sources.indexOf(source.name())] = !source.bounded();
        }
    }

    /**
     * Checks a reading that is not the newest of its sensor, before it is dispatched.
     *
     * @param record address of the sensor's state record
     * @return whether the sensor's clock must restart at this reading: {@link #restart}
     */
    boolean isRestart(int sensorId, long record, long eventTimeNs, long elapsedNs, int flags) {
        if (resetAfterNs == 0 || (flags & NOT_LIVE) != 0 || !isLive[UnsafeApi.getInt(record + SOURCE_OFFSET)]) {
            return false;
        }
        long newestNs = UnsafeApi.getLong(record + MAX_EVENT_OFFSET);
        if (eventTimeNs == newestNs) {
            if ((UnsafeApi.getInt(record + CLOCK_OFFSET) & BEHIND) != 0) {
                BehindRuns.end(record);
            }
            return false;
        }
        long count = runs.take(record, eventTimeNs, elapsedNs, resetAfterNs);
        if (count == REPORTED_AT
                && newestNs - eventTimeNs >= REPORTED_FROM_NS
                && isSkipped(record, newestNs - eventTimeNs)) {
            notices.onBehind(sensorId, newestNs, eventTimeNs);
        }
        return count < 0;
    }

    /** Restarts a sensor's clock at the current record, which is a reading of the sensor. */
    void restart(int sensorId, long eventTimeNs, long elapsedNs) {
        long record = scopeTables.sensors().address(sensorId);
        notices.onClockRestart(sensorId, UnsafeApi.getLong(record + MAX_EVENT_OFFSET), eventTimeNs);
        resetCount++;
        if (times.get().scope() == TimeScope.SENSOR) {
            restartScope(scopeTables.sensors(), sensorId, eventTimeNs, elapsedNs);
        } else {
            restartUnorderedAlarms(record, eventTimeNs);
        }
        scopeTables.sensors().forgetTime(sensorId);
        redeliveries.forget(sensorId);
    }

    private void restartScope(Scopes scopes, int index, long timeNs, long elapsedNs) {
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isPlain(entry)) {
                int operator = dispatch.operator(entry);
                int slot = dispatch.slot(entry);
                operators.get(operator).restartClock(slot, timeNs);
                if (operators.get(operator).outputs() != null) {
                    long delayNs = ((DerivedNode) plan.get().operators().get(operator)).delayNs();
                    restartResults(operators.get(operator), slot, timeNs - delayNs, elapsedNs);
                }
            }
        }
    }

    private void restartResults(KeyedOperator operator, int slot, long timeNs, long elapsedNs) {
        DerivedOutputs outputs = operator.outputs();
        int key = operator.outputKey(slot);
        for (int output = 0; output < outputs.outputCount(); output++) {
            int index = outputs.derived(key, output);
            if (index >= 0 && scopeTables.derived().scopes().getLong(index, MAX_EVENT_OFFSET) != Long.MIN_VALUE) {
                restartScope(scopeTables.derived().scopes(), index, timeNs, elapsedNs);
                scopeTables.derived().scopes().restartClock(index, timeNs, elapsedNs);
                clock.reschedule(SensorIds.FIRST_DERIVED + index);
            }
        }
    }

    /**
     * Restarts the sensor's unordered alarms when its source keeps its time, so that they accept readings before the
     * sensor has caught up. The alarms' delays run by the source's time and are over, as for any sensor behind its
     * source.
     */
    private void restartUnorderedAlarms(long record, long timeNs) {
        int entry = UnsafeApi.getInt(record + DISPATCH_OFFSET);
        int end = entry + UnsafeApi.getInt(record + DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            boolean isAlarm = plan.get().operators().get(operator) instanceof AlarmRule rule && rule.reorderNs() <= 0;
            if (isAlarm && dispatch.isPlain(entry)) {
                operators.get(operator).restartClock(dispatch.slot(entry), timeNs);
            }
        }
    }

    /** Whether some operator of a sensor skips readings that are behind by this much. */
    private boolean isSkipped(long record, long behindNs) {
        int entry = UnsafeApi.getInt(record + DISPATCH_OFFSET);
        int end = entry + UnsafeApi.getInt(record + DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            boolean isGroup = dispatch.isGroup(entry); // a group's readings count at the group's time
            if (!isGroup && behindNs > sortedNs(plan.get().operators().get(dispatch.operator(entry)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The delay up to which an operator still accepts a reading at its own time; {@link Long#MAX_VALUE} for any delay.
     */
    private static long sortedNs(OperatorNode node) {
        if (node instanceof AlarmRule rule) {
            return rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER ? Long.MAX_VALUE : rule.reorderNs();
        }
        if (node instanceof StreamNode stream) {
            return stream.byReceiveTime() ? Long.MAX_VALUE : stream.outOfOrdernessNs() + stream.latenessNs();
        }
        if (node instanceof ProcessNode process) {
            return process.inOrder() ? process.outOfOrdernessNs() : Long.MAX_VALUE;
        }
        return ((JoinNode) node).outOfOrdernessNs();
    }

    /** Number of restarts of sensors' clocks. */
    long resetCount() {
        return resetCount;
    }

    boolean isUnused() {
        return runs.isEmpty() && resetCount == 0;
    }

    long stateBytes() {
        return runs.stateBytes();
    }

    void digest(MessageDigest digest) {
        runs.digest(digest);
    }

    void writeTo(StateOutput out) {
        out.putLong(resetCount);
        runs.writeTo(out);
    }

    void readFrom(StateInput in) {
        resetCount = in.getLong();
        runs.readFrom(in);
    }
}
