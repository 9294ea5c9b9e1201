package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.board.Board;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.journal.Eviction;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.scope.SensorLayout;
import java.util.BitSet;

/**
 * Takes sensors out of the fold. The edge evicts only sensors that no rule watches, so a live fold only marks them. A
 * replay with other rules ends an evicted sensor like the sensors of an ended source: timers up to its newest event
 * time fire, its windows close, its groups continue without it. Then the active alarms of the sensor, and of everything
 * that ended with it, are cleared.
 *
 * <p>Later readings of an evicted sensor are counted and dropped. Engine thread; allocates.
 */
final class Evictions {
    private final ScopeTables scopeTables;
    private final OperatorTable operators;
    private final ScopeOperators scopeOperators;
    private final CurrentTimes times;
    private final FoldCounts counts;
    private final SourceEnd ends;
    private final EventEmitter emitter;
    private final Board board;

    Evictions(FoldState state, SourceEnd ends, EventEmitter emitter) {
        this.scopeTables = state.scopes();
        this.operators = state.operators();
        this.scopeOperators = state.scopeOperators();
        this.times = state.times();
        this.counts = state.counts();
        this.ends = ends;
        this.emitter = emitter;
        this.board = state.board();
    }

    void take(Eviction eviction) {
        BitSet watched = new BitSet();
        for (int sensorId : eviction.sensorIds()) {
            if (sensorId < 0 || sensorId >= scopeTables.sensors().count() || scopeTables.isEvicted(sensorId)) {
                throw new JournalException("an eviction names a sensor that is not defined, sensorId=" + sensorId);
            }
            watched.set(sensorId, isWatched(sensorId));
        }
        if (!watched.isEmpty()) {
            close(watched, ends.end(watched), AlarmEventReason.SENSOR_EVICTED);
        }
        for (int sensorId : eviction.sensorIds()) {
            scopeTables.sensors().putInt(sensorId, DISPATCH_OFFSET, SensorLayout.EVICTED);
            scopeTables.sensors().putInt(sensorId, DISPATCH_LENGTH_OFFSET, 0);
            board.forget(sensorId);
            counts.onEviction();
        }
        if (!watched.isEmpty()) {
            times.get().onEvicted();
        }
    }

    /**
     * Closes the alarms of a sensor, and of everything that is fed by it alone. Its time stops until it speaks again.
     */
    void decommission(int sensorId) {
        if (isWatched(sensorId)) {
            BitSet sensors = new BitSet();
            sensors.set(sensorId);
            close(sensors, ends.end(sensors), AlarmEventReason.DECOMMISSIONED);
        }
    }

    private boolean isWatched(int sensorId) {
        return scopeTables.sensors().getInt(sensorId, DISPATCH_LENGTH_OFFSET) > 0;
    }

    private void close(BitSet watched, SourceEnd.Ended ended, AlarmEventReason reason) {
        emitter.because(reason);
        for (int id = watched.nextSetBit(0); id >= 0; id = watched.nextSetBit(id + 1)) {
            scopeOperators.closeSlots(scopeTables.sensors(), id);
        }
        BitSet derived = ended.derived();
        for (int index = derived.nextSetBit(0); index >= 0; index = derived.nextSetBit(index + 1)) {
            scopeOperators.closeSlots(scopeTables.derived().scopes(), index);
        }
        BitSet groups = ended.operators();
        for (int i = groups.nextSetBit(0); i >= 0; i = groups.nextSetBit(i + 1)) {
            operators.get(i).closeSlot(ScopeTables.GROUP_SLOT);
        }
        emitter.because(AlarmEventReason.RULE);
    }
}
