package io.tocsin.engine.operator;

import static io.tocsin.engine.operator.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.SOURCE_OFFSET;

import java.util.BitSet;

/**
 * The end of a bounded source: its sensors' time stands still, timers up to its last event time fire, all windows close;
 * then the same for what is derived from them. A group ends when the sources of all its members have. The results of groups
 * and joins that end have no value any more, and neither has a group whose other members are BAD. Engine thread.
 */
final class SourceEnd {
    private final ShardState state;
    private final OperatorContext.DerivedReadings derived;

    /**
     * @param derived gets the BAD readings of what ends
     */
    SourceEnd(ShardState state, OperatorContext.DerivedReadings derived) {
        this.state = state;
        this.derived = derived;
    }

    void end(int sourceIndex) {
        if (state.sourceTimes != null) {
            state.sourceTimes.beforeEnd(sourceIndex);
        }
        endSensors(sourceIndex);
        if (state.sourceTimes != null) {
            state.sourceTimes.afterEnd(sourceIndex);
        }
    }

    private void endSensors(int sourceIndex) {
        long lastNs = Long.MIN_VALUE;
        Scopes sensors = state.sensors;
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (isOf(sensorId, sourceIndex)) {
                sensors.end(sensorId);
                lastNs = Math.max(lastNs, sensors.getLong(sensorId, MAX_EVENT_OFFSET));
            }
        }
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (isOf(sensorId, sourceIndex)) {
                finish(sensors, sensorId, lastNs);
            }
        }
        BitSet emptied = new BitSet();
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (isOf(sensorId, sourceIndex)) {
                endMember(sensors, sensorId, emptied);
            }
        }
        finishDerived(sourceIndex, lastNs, emptied);
        for (int operator = 0; operator < state.operators.length; operator++) {
            if (state.dispatch.isGroupOperator(operator) && haveAllEnded(operator, sourceIndex)) {
                state.groups.end(operator);
                state.operators[operator].finish(0, Math.max(lastNs, state.groups.getLong(operator, MAX_EVENT_OFFSET)));
            }
        }
    }

    /** Notes the groups that had no value but of this member. */
    private void endMember(Scopes scopes, int index, BitSet emptied) {
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (state.values.end(entry)) {
                emptied.set(state.dispatch.slot(entry));
            }
        }
    }

    /** A stream sees only streams before it, so in the plan's order each finds its keys' ends decided. */
    private void finishDerived(int sourceIndex, long lastNs, BitSet emptied) {
        GroupMembers members = new GroupMembers(state);
        BitSet ended = new BitSet();
        for (KeyedOperator operator : state.operators) {
            DerivedOutputs outputs = operator.outputs();
            if (outputs == null) {
                continue;
            }
            for (int i = 0; i < outputs.keyCount(); i++) {
                int key = outputs.keyAt(i);
                endGroup(outputs.keyId(key), members, sourceIndex, ended, lastNs);
                endGroup(outputs.partnerId(key), members, sourceIndex, ended, lastNs);
                loseValue(outputs.keyId(key), ended, emptied);
                loseValue(outputs.partnerId(key), ended, emptied);
            }
            for (int i = 0; i < outputs.keyCount(); i++) {
                int key = outputs.keyAt(i);
                int keyId = outputs.keyId(key);
                int partnerId = outputs.partnerId(key);
                if ((endsNow(keyId, sourceIndex, ended) || endsNow(partnerId, sourceIndex, ended))
                        && hasEnded(keyId, members, ended)
                        && hasEnded(partnerId, members, ended)) {
                    endResults(outputs, key, ended, emptied, lastNs);
                }
            }
        }
        for (int index = ended.nextSetBit(0); index >= 0; index = ended.nextSetBit(index + 1)) {
            state.derived.scopes().end(index);
        }
    }

    /** Ends what is a group whose members have all ended, one of them now. */
    private void endGroup(int keyId, GroupMembers members, int sourceIndex, BitSet ended, long lastNs) {
        if (!isGroup(keyId)) {
            return;
        }
        int index = ShardState.indexOf(keyId);
        boolean endsNow = false;
        for (int member : members.of(index)) {
            if (!hasEnded(member, members, ended)) {
                return;
            }
            endsNow |= endsNow(member, sourceIndex, ended);
        }
        if (endsNow) {
            ended.set(index);
            finish(state.derived.scopes(), index, lastNs);
        }
    }

    /** A group that goes on has lost the last member with a value. */
    private void loseValue(int keyId, BitSet ended, BitSet emptied) {
        if (isGroup(keyId)) {
            int index = ShardState.indexOf(keyId);
            if (emptied.get(index)
                    && !ended.get(index)
                    && !state.derived.scopes().hasEnded(index)) {
                emptied.clear(index);
                derived.onGone(index, Long.MIN_VALUE, ValueFlags.GONE);
            }
        }
    }

    /** Results of several sensors lose their value; results of one sensor stay as the sensor does. */
    private void endResults(DerivedOutputs outputs, int key, BitSet ended, BitSet emptied, long lastNs) {
        boolean goes =
                state.edition.isSecond() && state.book.stream(outputs.nodeId()).losesValueAtEnd();
        for (int i = 0; i < outputs.outputCount(); i++) {
            int index = outputs.derived(key, i);
            if (index >= 0) {
                if (goes) {
                    derived.onGone(index, Long.MIN_VALUE, ValueFlags.GONE);
                }
                ended.set(index);
                endMember(state.derived.scopes(), index, emptied);
                finish(state.derived.scopes(), index, lastNs);
            }
        }
    }

    private boolean endsNow(int sensorId, int sourceIndex, BitSet ended) {
        if (sensorId == DerivedOutputs.NO_PARTNER) {
            return false;
        }
        return DerivedSensors.isDerived(sensorId)
                ? ended.get(ShardState.indexOf(sensorId))
                : isOf(sensorId, sourceIndex);
    }

    /** Whether nothing can come of it any more: it ends now, has ended before, or is a group that nothing belongs to. */
    private boolean hasEnded(int sensorId, GroupMembers members, BitSet ended) {
        if (sensorId == DerivedOutputs.NO_PARTNER) {
            return true;
        }
        int index = ShardState.indexOf(sensorId);
        if (!DerivedSensors.isDerived(sensorId)) {
            return state.sensors.hasEnded(sensorId);
        }
        return ended.get(index)
                || state.derived.scopes().hasEnded(index)
                || (state.derived.isGroup(index) && members.of(index).isEmpty());
    }

    private boolean isGroup(int sensorId) {
        return DerivedSensors.isDerived(sensorId) && state.derived.isGroup(ShardState.indexOf(sensorId));
    }

    private void finish(Scopes scopes, int index, long lastNs) {
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (state.dispatch.isPlain(entry)) {
                state.operators[state.dispatch.operator(entry)].finish(state.dispatch.slot(entry), lastNs);
            }
        }
    }

    private boolean isOf(int sensorId, int sourceIndex) {
        return state.sensors.getInt(sensorId, SOURCE_OFFSET) == sourceIndex;
    }

    /** Whether the group has sensors of the source that ends now, and the sources of all its others have ended too. */
    private boolean haveAllEnded(int groupOperator, int sourceIndex) {
        boolean any = false;
        for (int sensorId = 0; sensorId < state.sensors.count(); sensorId++) {
            if (state.dispatch.selects(groupOperator, sensorId)) {
                any |= isOf(sensorId, sourceIndex);
                if (!state.sensors.hasEnded(sensorId)) {
                    return false;
                }
            }
        }
        return any;
    }
}
