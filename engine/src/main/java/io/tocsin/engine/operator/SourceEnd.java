package io.tocsin.engine.operator;

import static io.tocsin.engine.operator.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.SOURCE_OFFSET;

import java.util.BitSet;

/**
 * The end of a bounded source: its sensors' time stands still, timers up to its last event time fire, all windows close;
 * then the same for what is derived from them. A group ends when the sources of all its members have. Engine thread.
 */
final class SourceEnd {
    private final ShardState state;

    SourceEnd(ShardState state) {
        this.state = state;
    }

    void end(int sourceIndex) {
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
        finishDerived(sourceIndex, lastNs);
        for (int operator = 0; operator < state.operators.length; operator++) {
            if (state.dispatch.isGroupOperator(operator) && haveAllEnded(operator, sourceIndex)) {
                state.groups.end(operator);
                state.operators[operator].finish(0, Math.max(lastNs, state.groups.getLong(operator, MAX_EVENT_OFFSET)));
            }
        }
    }

    /** A stream sees only streams before it, so in the plan's order each finds its keys' ends decided. */
    private void finishDerived(int sourceIndex, long lastNs) {
        BitSet running = runningGroups(sourceIndex);
        Scopes derived = state.derived.scopes();
        BitSet ended = new BitSet();
        for (KeyedOperator operator : state.operators) {
            WindowOperator windows = operator.windows();
            if (windows == null) {
                continue;
            }
            endGroups(windows, running, ended, lastNs);
            for (int slot = 0; slot < windows.slotCount(); slot++) {
                if (hasEndedNow(windows.keyId(slot), sourceIndex, ended)) {
                    endResults(windows, slot, ended, lastNs);
                }
            }
        }
        for (int index = ended.nextSetBit(0); index >= 0; index = ended.nextSetBit(index + 1)) {
            derived.end(index);
        }
    }

    private void endGroups(WindowOperator windows, BitSet running, BitSet ended, long lastNs) {
        for (int slot = 0; slot < windows.slotCount(); slot++) {
            int keyId = windows.keyId(slot);
            int index = ShardState.indexOf(keyId);
            if (DerivedSensors.isDerived(keyId) && state.derived.isGroup(index) && !running.get(index)) {
                ended.set(index);
                finish(state.derived.scopes(), index, lastNs);
            }
        }
    }

    private void endResults(WindowOperator windows, int slot, BitSet ended, long lastNs) {
        for (int i = 0; i < windows.aggregates().length; i++) {
            int index = windows.derived(slot, i);
            if (index >= 0) {
                ended.set(index);
                finish(state.derived.scopes(), index, lastNs);
            }
        }
    }

    private boolean hasEndedNow(int keyId, int sourceIndex, BitSet ended) {
        return DerivedSensors.isDerived(keyId) ? ended.get(ShardState.indexOf(keyId)) : isOf(keyId, sourceIndex);
    }

    /** Groups with a member whose source goes on, or none of whose members is of the source that ends now. */
    private BitSet runningGroups(int sourceIndex) {
        BitSet running = new BitSet();
        BitSet concerned = new BitSet();
        for (int sensorId = 0; sensorId < state.sensors.count(); sensorId++) {
            int entry = state.sensors.getInt(sensorId, DISPATCH_OFFSET);
            int end = entry + state.sensors.getInt(sensorId, DISPATCH_LENGTH_OFFSET);
            for (; entry < end; entry++) {
                if (state.dispatch.isForward(entry)) {
                    int group = state.dispatch.slot(entry);
                    if (!state.sensors.hasEnded(sensorId)) {
                        running.set(group);
                    }
                    if (isOf(sensorId, sourceIndex)) {
                        concerned.set(group);
                    }
                }
            }
        }
        for (int index = 0; index < state.derived.count(); index++) {
            if (!concerned.get(index)) {
                running.set(index);
            }
        }
        return running;
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
