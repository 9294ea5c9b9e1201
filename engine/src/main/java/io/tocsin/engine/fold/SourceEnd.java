package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.GroupMembers;
import io.tocsin.engine.dispatch.GroupValues;
import io.tocsin.engine.dispatch.OperatorBook;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.scope.Scopes;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * The end of a bounded source, or of evicted sensors: the sensors' time stops, timers up to the last event time fire
 * and all windows close. Everything derived from them follows. A group ends when all its members have ended. The
 * results of ended groups and joins lose their value, and so does a running group whose other members are BAD. Engine
 * thread.
 */
final class SourceEnd {
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final Selection selection;
    private final OperatorTable operators;
    private final ScopeOperators scopeOperators;
    private final GroupValues values;
    private final CurrentTimes times;
    private final PlanInForce plan;
    private final OperatorBook book;
    private final OperatorContext.DerivedReadings derived;

    /**
     * Sensors that end together.
     *
     * @param isOf whether a sensor ends
     * @param lastNs the common event time of the end; {@link #OWN}: each sensor's own newest event time
     */
    private record Ending(IntPredicate isOf, long lastNs) {
        static final long OWN = Long.MIN_VALUE;

        boolean isNow(int sensorId) {
            return isOf.test(sensorId);
        }

        long lastNs(Scopes scopes, int index) {
            return lastNs == OWN ? scopes.maxEventNs(index) : lastNs;
        }
    }

    /**
     * Groups, derived sensors and group alarms that end with a set of sensors.
     *
     * @param derived indexes of derived sensors and groups
     * @param operators indexes of the alarms over a group whose members have all ended
     */
    record Ended(BitSet derived, BitSet operators) {}

    /**
     * @param derived receives the BAD readings of ended results
     */
    SourceEnd(FoldState state, OperatorContext.DerivedReadings derived) {
        this.scopeTables = state.scopes();
        this.dispatch = state.dispatch();
        this.selection = state.selection();
        this.operators = state.operators();
        this.scopeOperators = state.scopeOperators();
        this.values = state.values();
        this.times = state.times();
        this.plan = state.plan();
        this.book = state.book();
        this.derived = derived;
    }

    void end(int sourceIndex) {
        times.get().beforeEnd(sourceIndex);
        IntPredicate isOf = sensorId -> isOfSource(sensorId, sourceIndex);
        end(new Ending(isOf, lastNsOf(isOf)));
        times.get().afterEnd(sourceIndex);
    }

    /** Ends sensors, each at its own newest event time. */
    Ended end(BitSet sensorIds) {
        return end(new Ending(sensorIds::get, Ending.OWN));
    }

    private long lastNsOf(IntPredicate isOf) {
        long lastNs = Long.MIN_VALUE;
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            if (isOf.test(sensorId)) {
                lastNs = Math.max(lastNs, scopeTables.sensors().maxEventNs(sensorId));
            }
        }
        return lastNs;
    }

    private Ended end(Ending ending) {
        Scopes sensors = scopeTables.sensors();
        BitSet ids = new BitSet();
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            ids.set(sensorId, ending.isNow(sensorId));
        }
        for (int sensorId = ids.nextSetBit(0); sensorId >= 0; sensorId = ids.nextSetBit(sensorId + 1)) {
            sensors.end(sensorId);
        }
        for (int sensorId = ids.nextSetBit(0); sensorId >= 0; sensorId = ids.nextSetBit(sensorId + 1)) {
            finish(sensors, sensorId, ending);
        }
        BitSet emptied = new BitSet();
        for (int sensorId = ids.nextSetBit(0); sensorId >= 0; sensorId = ids.nextSetBit(sensorId + 1)) {
            endMember(sensors, sensorId, emptied);
        }
        BitSet ended = finishDerived(ending, emptied);
        return new Ended(ended, endGroupAlarms(ending));
    }

    private BitSet endGroupAlarms(Ending ending) {
        BitSet ended = new BitSet();
        for (int operator = 0; operator < operators.count(); operator++) {
            if (selection.isGroupOperator(operator) && haveAllEnded(operator, ending)) {
                ended.set(operator);
                scopeTables.groups().end(operator);
                operators
                        .get(operator)
                        .finish(
                                ScopeTables.GROUP_SLOT,
                                Math.max(ending.lastNs(), scopeTables.groups().maxEventNs(operator)));
            }
        }
        return ended;
    }

    /** Notes the groups in which the ending member was the last one with a value. */
    private void endMember(Scopes scopes, int index, BitSet emptied) {
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (values.end(entry)) {
                emptied.set(dispatch.slot(entry));
            }
        }
    }

    /**
     * Ends derived sensors and groups in the plan's order. A stream sees only streams before it, so its keys' ends are
     * already decided.
     */
    private BitSet finishDerived(Ending ending, BitSet emptied) {
        GroupMembers members = new GroupMembers(scopeTables, dispatch);
        BitSet ended = new BitSet();
        for (KeyedOperator operator : operators.all()) {
            DerivedOutputs outputs = operator.outputs();
            if (outputs == null) {
                continue;
            }
            for (int i = 0; i < outputs.keyCount(); i++) {
                int key = outputs.keyAt(i);
                endGroup(outputs.keyId(key), members, ending, ended);
                endGroup(outputs.partnerId(key), members, ending, ended);
                loseValue(outputs.keyId(key), ended, emptied);
                loseValue(outputs.partnerId(key), ended, emptied);
            }
            for (int i = 0; i < outputs.keyCount(); i++) {
                int key = outputs.keyAt(i);
                int keyId = outputs.keyId(key);
                int partnerId = outputs.partnerId(key);
                if ((endsNow(keyId, ending, ended) || endsNow(partnerId, ending, ended))
                        && hasEnded(keyId, members, ended)
                        && hasEnded(partnerId, members, ended)) {
                    endResults(outputs, key, ending, ended, emptied);
                }
            }
        }
        for (int index = ended.nextSetBit(0); index >= 0; index = ended.nextSetBit(index + 1)) {
            scopeTables.derived().scopes().end(index);
        }
        return ended;
    }

    /** Ends a group if all its members have ended and at least one of them ends now. */
    private void endGroup(int keyId, GroupMembers members, Ending ending, BitSet ended) {
        if (!isGroup(keyId)) {
            return;
        }
        int index = SensorIds.indexOf(keyId);
        boolean endsNow = false;
        for (int member : members.of(index)) {
            if (!hasEnded(member, members, ended)) {
                return;
            }
            endsNow |= endsNow(member, ending, ended);
        }
        if (endsNow) {
            ended.set(index);
            finish(scopeTables.derived().scopes(), index, ending);
        }
    }

    /** Emits a BAD reading for a running group that has lost its last member with a value. */
    private void loseValue(int keyId, BitSet ended, BitSet emptied) {
        if (isGroup(keyId)) {
            int index = SensorIds.indexOf(keyId);
            if (emptied.get(index)
                    && !ended.get(index)
                    && !scopeTables.derived().scopes().hasEnded(index)) {
                emptied.clear(index);
                derived.onGone(index, Long.MIN_VALUE, ValueFlags.GONE);
            }
        }
    }

    /**
     * Ends the results of a key. Results of groups and joins lose their value; results of a single sensor keep it, as
     * the sensor does.
     */
    private void endResults(DerivedOutputs outputs, int key, Ending ending, BitSet ended, BitSet emptied) {
        boolean goes =
                plan.edition().isSecond() && book.stream(outputs.nodeId()).losesValueAtEnd();
        for (int i = 0; i < outputs.outputCount(); i++) {
            int index = outputs.derived(key, i);
            if (index >= 0) {
                if (goes) {
                    derived.onGone(index, Long.MIN_VALUE, ValueFlags.GONE);
                }
                ended.set(index);
                endMember(scopeTables.derived().scopes(), index, emptied);
                finish(scopeTables.derived().scopes(), index, ending);
            }
        }
    }

    private boolean endsNow(int sensorId, Ending ending, BitSet ended) {
        if (sensorId == DerivedOutputs.NO_PARTNER) {
            return false;
        }
        return SensorIds.isDerived(sensorId) ? ended.get(SensorIds.indexOf(sensorId)) : ending.isNow(sensorId);
    }

    /** Whether a sensor or group can receive nothing more: it ends now, ended before, or is a group without members. */
    private boolean hasEnded(int sensorId, GroupMembers members, BitSet ended) {
        if (sensorId == DerivedOutputs.NO_PARTNER) {
            return true;
        }
        int index = SensorIds.indexOf(sensorId);
        if (!SensorIds.isDerived(sensorId)) {
            return scopeTables.sensors().hasEnded(sensorId);
        }
        return ended.get(index)
                || scopeTables.derived().scopes().hasEnded(index)
                || (scopeTables.derived().isGroup(index) && members.of(index).isEmpty());
    }

    private boolean isGroup(int sensorId) {
        return SensorIds.isDerived(sensorId) && scopeTables.derived().isGroup(SensorIds.indexOf(sensorId));
    }

    private void finish(Scopes scopes, int index, Ending ending) {
        scopeOperators.finish(scopes, index, ending.lastNs(scopes, index));
    }

    private boolean isOfSource(int sensorId, int sourceIndex) {
        return scopeTables.sensors().getInt(sensorId, SOURCE_OFFSET) == sourceIndex;
    }

    /** Whether the group contains sensors that end now and all its other sensors have ended before. */
    private boolean haveAllEnded(int groupOperator, Ending ending) {
        boolean any = false;
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            if (selection.selects(groupOperator, sensorId)) {
                any |= ending.isNow(sensorId);
                if (!scopeTables.sensors().hasEnded(sensorId)) {
                    return false;
                }
            }
        }
        return any;
    }
}
