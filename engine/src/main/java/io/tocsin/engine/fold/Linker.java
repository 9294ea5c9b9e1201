package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DEDUPE_COUNT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DEDUPE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.DerivedSensors;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.memory.DedupeStore;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.scope.Scopes;

/**
 * Links sensors to the operators that select them, when a sensor is defined or the plan changes; makes the derived sensors
 * that somebody selects. Engine thread; may allocate.
 */
final class Linker {
    private final FoldState state;
    private final EventEmitter emitter;
    /** Whether the plan before knew which members of groups have a value. */
    private boolean valuesAreKnown;

    Linker(FoldState state, EventEmitter emitter) {
        this.state = state;
        this.emitter = emitter;
    }

    /** Takes a new sensor of a source. */
    void define(SensorDefinition definition) {
        int sensorId = state.sensors.open();
        if (sensorId != definition.sensorId()) {
            throw new JournalException(
                    "sensor ids must be dense, expected=" + sensorId + ", defined=" + definition.sensorId());
        }
        state.sensors.putInt(sensorId, SOURCE_OFFSET, definition.sourceIndex());
        if (definition.dedupeCount() > 0 && state.memories.isBySensor(definition.sourceIndex())) {
            state.sensors.putInt(sensorId, DEDUPE_COUNT_OFFSET, definition.dedupeCount());
            state.sensors.putInt(sensorId, DEDUPE_OFFSET, state.dedupe.open(definition.dedupeCount()));
        }
        state.selection.addSensor(definition.name());
        link(sensorId, 0);
        state.values.open(state.derived.count());
        state.times.get().link(sensorId);
    }

    /** Takes a text that is to be a value. */
    void define(TextDefinition definition) {
        if (state.texts.count() != definition.textId()) {
            throw new JournalException(
                    "text ids must be dense, expected=" + state.texts.count() + ", defined=" + definition.textId());
        }
        state.texts.add(definition.text());
    }

    /** Takes over a plan: operators that stay keep their state, others end, new ones begin. */
    void apply(Plan plan) {
        valuesAreKnown = state.edition.isSecond();
        state.usePlan(plan);
        state.sources.apply(plan);
        state.sensorClocks.usePlan(plan);
        applyMemories(plan);
        long skippedBefore = state.skippedCount();
        long refusedBefore = state.refusedCount();
        state.operators = state.planChange.begin(plan, state.book.apply(plan), state.operators, emitter, state.factory);
        state.retiredSkippedCount += skippedBefore - state.skippedCount();
        state.retiredRefusedCount += refusedBefore - state.refusedCount();
        state.noteOperators();
        keepGroups();
        state.derived.beginChange(state.names);
        for (int sensorId = 0; sensorId < state.sensors.count(); sensorId++) {
            if (!state.isEvicted(sensorId)) {
                link(sensorId, 0);
            }
        }
        dropUnlinked();
        state.derived.endChange();
        state.planChange.end();
        state.values.recount();
        state.times.usePlan(plan);
    }

    private void applyMemories(Plan plan) {
        state.memories.apply(plan, state.sources);
        if (state.dedupe.isUsed() && !state.memories.takeOver(state.dedupe, state.sensors)) {
            state.dedupe = new DedupeStore();
        }
    }

    private void keepGroups() {
        Scopes old = state.groups;
        state.groups = new Scopes();
        for (int operator = 0; operator < state.operators.length; operator++) {
            state.groups.open();
            if (state.planChange.oldIndex(operator) >= 0) {
                state.groups.copyFrom(operator, old, state.planChange.oldIndex(operator));
            }
        }
    }

    /**
     * Writes into the sensor's line where its dispatch entries stand, then does the same for what is derived from it.
     *
     * @param firstOperator index of the first operator that may see it
     */
    private void link(int sensorId, int firstOperator) {
        Scopes scopes = state.scopesOf(sensorId);
        int index = SensorIds.indexOf(sensorId);
        int oldEntry = scopes.getInt(index, DISPATCH_OFFSET);
        int oldCount = scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        int entry = state.dispatch.entryCount();
        if (SensorIds.isDerived(sensorId) && state.derived.isGroup(index)) {
            state.entryWriter.addGroupEntry(sensorId, firstOperator, state.operators, oldEntry, oldCount);
        } else {
            state.entryWriter.addEntries(
                    sensorId, state.names.sensorName(sensorId), firstOperator, state.operators, oldEntry, oldCount);
        }
        int end = state.dispatch.entryCount();
        scopes.putInt(index, DISPATCH_OFFSET, entry);
        scopes.putInt(index, DISPATCH_LENGTH_OFFSET, end - entry);
        for (; entry < end; entry++) {
            int operator = state.dispatch.operator(entry);
            if (state.dispatch.isForward(entry)) {
                if (state.edition.isSecond() && state.dispatch.isMember(entry)) {
                    state.dispatch.putValue(entry, hasValue(scopes, index, entry, oldEntry, oldCount));
                }
                linkGroups(operator, state.dispatch.slot(entry));
            } else if (state.dispatch.isPlain(entry) && state.operators[operator].outputs() != null) {
                linkResults(operator, state.dispatch.slot(entry), sensorId);
            }
        }
    }

    /** Of a group that did not count its members' values before, those that were ever heard have one. */
    private boolean hasValue(Scopes scopes, int index, int entry, int oldEntry, int oldCount) {
        if (valuesAreKnown && state.planChange.wasThere(entry)) {
            return state.planChange.hadValue(entry, oldEntry, oldCount);
        }
        return scopes.getLong(index, MAX_EVENT_OFFSET) != Long.MIN_VALUE && !scopes.hasEnded(index);
    }

    /**
     * Links a group, and those of the same key at the operator's other inputs: they are opened one after the other. A key that found
     * a place finds them for all its inputs.
     */
    private void linkGroups(int operator, int index) {
        int inputCount = state.selection.inputCount(operator);
        if (inputCount == 1) {
            linkOnce(index, operator);
            return;
        }
        for (int input = 0; input < inputCount; input++) {
            int nodeId = state.operators[operator].nodeId();
            linkOnce(state.derived.group(nodeId, input, state.derived.groupKey(index)), operator);
        }
    }

    private void linkResults(int operator, int slot, int keyId) {
        DerivedOutputs outputs = state.operators[operator].outputs();
        int key = state.operators[operator].outputKey(slot);
        for (int i = 0; i < outputs.outputCount(); i++) {
            int index = outputs.derived(key, i);
            if (index < 0) {
                String name = state.derived.resultName(outputs.nodeId(), state.names.sensorName(keyId), i);
                if (!state.selection.isWantedBehind(operator, name)) {
                    continue;
                }
                index = state.derived.result(outputs.nodeId(), keyId, i, name);
                if (index == DerivedSensors.NO_PLACE) {
                    continue;
                }
                outputs.setDerived(key, i, index);
            }
            linkOnce(index, operator + 1);
        }
    }

    private void linkOnce(int index, int firstOperator) {
        if (!state.derived.wasLinked(index)) {
            link(SensorIds.FIRST_DERIVED + index, firstOperator);
        }
    }

    /** Derived sensors that the new plan does not make: alarms that stand on them end. */
    private void dropUnlinked() {
        emitter.because(AlarmEventReason.RULE_CHANGED);
        Scopes scopes = state.derived.scopes();
        for (int index = 0; index < scopes.count(); index++) {
            if (!state.derived.isLinked(index)) {
                state.planChange.closeOldEntries(
                        scopes.getInt(index, DISPATCH_OFFSET),
                        scopes.getInt(index, DISPATCH_LENGTH_OFFSET),
                        state.operators);
                scopes.putInt(index, DISPATCH_LENGTH_OFFSET, 0);
            }
        }
        emitter.because(AlarmEventReason.RULE);
    }
}
