package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.memory.SourceBook;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.SourceLinks;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.scope.Scopes;
import java.util.BitSet;

/**
 * Outages of live sources. While a source is down, operators that notice silence do not count the silence of its
 * sensors, of everything derived from them, and of groups that contain any of them; once all sources of such a key are
 * up, its silence begins anew. A sensor is of the source that defined it. Everything else runs on: windows close and
 * delays elapse by the running clock.
 *
 * <p>Engine thread; visits the sensors of a source, because an outage is rare; allocates.
 */
final class Outages {
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final OperatorTable operators;
    private final SourceBook sources;
    private final PlanInForce plan;
    private final CurrentTimes times;
    private final RunningClock clock;
    private final SourceLinks links;
    private final EventEmitter emitter;

    Outages(FoldState state, EventEmitter emitter) {
        this.scopeTables = state.scopes();
        this.dispatch = state.dispatch();
        this.operators = state.operators();
        this.sources = state.sources();
        this.plan = state.plan();
        this.times = state.times();
        this.clock = state.clock();
        this.links = state.links();
        this.emitter = emitter;
    }

    /**
     * Scopes that depend on some sources.
     *
     * @param sensors ids
     * @param derived indexes of derived sensors and groups by key
     * @param groups indexes of operators over a group
     */
    private record Reach(BitSet sensors, BitSet derived, BitSet groups) {
        Reach() {
            this(new BitSet(), new BitSet(), new BitSet());
        }

        void remove(Reach others) {
            sensors.andNot(others.sensors);
            derived.andNot(others.derived);
            groups.andNot(others.groups);
        }
    }

    /** Loses a source; of a source that is down this changes nothing. The current record must be the source's. */
    void begin(SourceState state) {
        int source = known(state);
        if (!links.isDown(source)) {
            links.takeDown(source);
            operators.onOutage();
            hold(reachOf(source));
        }
    }

    /** Takes a source that is down as up from the current record on; of any other source this changes nothing. */
    void end(SourceState state) {
        int source = known(state);
        if (links.isDown(source)) {
            end(source);
        }
    }

    private int known(SourceState state) {
        if (state.sourceIndex() < 0 || state.sourceIndex() >= sources.count()) {
            throw new JournalException("a source's state names a source that no plan has, sourceIndex="
                    + state.sourceIndex() + ", sourceCount=" + sources.count());
        }
        return state.sourceIndex();
    }

    /** Includes a new sensor, and everything linked with it, in the outage of its source. */
    void onDefined(int sensorId) {
        if (links.isAnyDown() && links.isDown(scopeTables.sensors().getInt(sensorId, SOURCE_OFFSET))) {
            Reach reach = new Reach();
            reach.sensors.set(sensorId);
            spread(sensorId, reach);
            hold(reach);
        }
    }

    /** Includes the keys of a new plan's operators, and ends the outages of sources that the plan no longer has. */
    void onPlan() {
        if (!links.isAnyDown()) {
            return;
        }
        BitSet inPlan = new BitSet();
        for (SourceNode source : plan.get().sources()) {
            inPlan.set(sources.indexOf(source.name()));
        }
        hold(reachOfDown());
        for (int source = 0; source < links.sourceCount(); source++) {
            if (links.isDown(source) && !inPlan.get(source)) {
                end(source);
            }
        }
    }

    private void end(int source) {
        links.bringUp(source, emitter.elapsedNs());
        if (operators.noticeSilence()) {
            Reach back = reachOf(source);
            back.remove(reachOfDown());
            release(back, source);
        }
    }

    private Reach reachOf(int source) {
        Reach reach = new Reach();
        addReach(source, reach);
        return reach;
    }

    private Reach reachOfDown() {
        Reach reach = new Reach();
        for (int source = 0; source < links.sourceCount(); source++) {
            if (links.isDown(source)) {
                addReach(source, reach);
            }
        }
        return reach;
    }

    private void addReach(int source, Reach reach) {
        Scopes sensors = scopeTables.sensors();
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (sensors.getInt(sensorId, SOURCE_OFFSET) == source) {
                reach.sensors.set(sensorId);
                spread(sensorId, reach);
            }
        }
    }

    /** Adds the scopes downstream of a scope. */
    private void spread(int scope, Reach reach) {
        Scopes scopes = scopeTables.of(scope);
        int index = SensorIds.indexOf(scope);
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isForward(entry)) {
                spreadTo(dispatch.slot(entry), reach);
            } else if (dispatch.isGroup(entry)) {
                reach.groups.set(dispatch.operator(entry));
            } else if (dispatch.isPlain(entry)) {
                spreadResults(operators.get(dispatch.operator(entry)), dispatch.slot(entry), reach);
            }
        }
    }

    private void spreadResults(KeyedOperator operator, int slot, Reach reach) {
        DerivedOutputs outputs = operator.outputs();
        if (outputs != null) {
            int key = operator.outputKey(slot);
            for (int i = 0; i < outputs.outputCount(); i++) {
                int index = outputs.derived(key, i);
                if (index >= 0) {
                    spreadTo(index, reach);
                }
            }
        }
    }

    private void spreadTo(int derivedIndex, Reach reach) {
        if (!reach.derived.get(derivedIndex)) {
            reach.derived.set(derivedIndex);
            spread(SensorIds.FIRST_DERIVED + derivedIndex, reach);
        }
    }

    private void hold(Reach reach) {
        if (!operators.noticeSilence()) {
            return;
        }
        BitSet sensors = reach.sensors;
        for (int id = sensors.nextSetBit(0); id >= 0; id = sensors.nextSetBit(id + 1)) {
            hold(id);
        }
        BitSet derived = reach.derived;
        for (int index = derived.nextSetBit(0); index >= 0; index = derived.nextSetBit(index + 1)) {
            hold(SensorIds.FIRST_DERIVED + index);
        }
        BitSet groups = reach.groups;
        for (int operator = groups.nextSetBit(0); operator >= 0; operator = groups.nextSetBit(operator + 1)) {
            operators.get(operator).beginOutage(ScopeTables.GROUP_SLOT);
        }
    }

    private void hold(int scope) {
        Scopes scopes = scopeTables.of(scope);
        int index = SensorIds.indexOf(scope);
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isPlain(entry)) {
                operators.get(dispatch.operator(entry)).beginOutage(dispatch.slot(entry));
            }
        }
    }

    private void release(Reach reach, int source) {
        BitSet sensors = reach.sensors;
        for (int id = sensors.nextSetBit(0); id >= 0; id = sensors.nextSetBit(id + 1)) {
            release(id, source);
        }
        BitSet derived = reach.derived;
        for (int index = derived.nextSetBit(0); index >= 0; index = derived.nextSetBit(index + 1)) {
            release(SensorIds.FIRST_DERIVED + index, source);
        }
        BitSet groups = reach.groups;
        for (int operator = groups.nextSetBit(0); operator >= 0; operator = groups.nextSetBit(operator + 1)) {
            int scope = ScopeTables.scopeOfGroup(operator);
            long timeNs = times.get().silentTimeNs(scopeTables.groups(), operator, scope, emitter.elapsedNs());
            operators.get(operator).endOutage(ScopeTables.GROUP_SLOT, source, timeNs);
            reschedule(scope);
        }
    }

    private void release(int scope, int source) {
        Scopes scopes = scopeTables.of(scope);
        int index = SensorIds.indexOf(scope);
        long timeNs = times.get().silentTimeNs(scopes, index, scope, emitter.elapsedNs());
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isPlain(entry)) {
                operators.get(dispatch.operator(entry)).endOutage(dispatch.slot(entry), source, timeNs);
            }
        }
        reschedule(scope);
    }

    private void reschedule(int scope) {
        clock.reschedule(scope);
        times.get().look(scope);
    }
}
