package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.board.Board;
import io.tocsin.engine.dispatch.DerivedSensors;
import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.EntryWriter;
import io.tocsin.engine.dispatch.GroupValues;
import io.tocsin.engine.dispatch.OperatorBook;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanChange;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.memory.SourceBook;
import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.scope.Scopes;

/**
 * Links sensors to the operators that select them, when a sensor is defined or the plan changes. Creates the derived
 * sensors that some operator selects. Engine thread; may allocate.
 */
final class Linker {
    private final FoldState state;
    private final ScopeTables scopeTables;
    private final DerivedSensors derived;
    private final Dispatch dispatch;
    private final Selection selection;
    private final PlanChange planChange;
    private final EntryWriter entryWriter;
    private final OperatorTable operators;
    private final OperatorBook book;
    private final SourceBook sources;
    private final NameTable texts;
    private final ShardNames names;
    private final Redeliveries redeliveries;
    private final SensorClocks sensorClocks;
    private final GroupValues values;
    private final CurrentTimes times;
    private final RunningClock clock;
    private final CurrentEdition edition;
    private final EventEmitter emitter;
    private final Board board;
    /** Whether the previous plan tracked which members of groups have a value. */
    private boolean valuesAreKnown;

    Linker(FoldState state, EventEmitter emitter) {
        this.state = state;
        this.scopeTables = state.scopes();
        this.derived = scopeTables.derived();
        this.dispatch = state.dispatch();
        this.selection = state.selection();
        this.planChange = state.planChange();
        this.entryWriter = state.entryWriter();
        this.operators = state.operators();
        this.book = state.book();
        this.sources = state.sources();
        this.texts = state.texts();
        this.names = state.names();
        this.redeliveries = state.redeliveries();
        this.sensorClocks = state.sensorClocks();
        this.values = state.values();
        this.times = state.times();
        this.clock = state.clock();
        this.edition = state.plan().edition();
        this.emitter = emitter;
        this.board = state.board();
    }

    /** Adds a new sensor of a source. */
    void define(SensorDefinition definition) {
        int sensorId = scopeTables.sensors().open();
        if (sensorId != definition.sensorId()) {
            throw new JournalException(
                    "sensor ids must be dense, expected=" + sensorId + ", defined=" + definition.sensorId());
        }
        scopeTables.sensors().putInt(sensorId, SOURCE_OFFSET, definition.sourceIndex());
        redeliveries.open(definition);
        selection.addSensor(definition.name());
        link(sensorId, 0);
        values.open(derived.count());
        times.get().link(sensorId);
    }

    /** Adds a text that readings may use as a value. */
    void define(TextDefinition definition) {
        if (texts.count() != definition.textId()) {
            throw new JournalException(
                    "text ids must be dense, expected=" + texts.count() + ", defined=" + definition.textId());
        }
        texts.add(definition.text());
    }

    /** Replaces the plan: unchanged operators keep their state, removed operators end, new operators begin. */
    void apply(Plan plan) {
        valuesAreKnown = edition.isSecond();
        state.usePlan(plan);
        sources.apply(plan);
        sensorClocks.usePlan(plan);
        redeliveries.usePlan(plan, sources);
        int[] nodeIds = book.apply(plan, board::hasLifeCycle);
        forEdited((operator, slot, timeNs) -> operator.advance(slot, timeNs));
        board.beginPlan(plan, nodeIds);
        operators.change(
                () -> planChange.begin(plan, nodeIds, book::isEdited, operators.all(), emitter, operators.factory()));
        scopeTables.changeGroups(operators.count(), planChange::oldIndex);
        derived.beginChange(names);
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            if (!scopeTables.isEvicted(sensorId)) {
                link(sensorId, 0);
            }
        }
        dropUnlinked();
        derived.endChange();
        planChange.end();
        board.endPlan(emitter.position(), emitter.receivedNs());
        values.recount();
        times.usePlan(clock);
        forEdited((operator, slot, timeNs) -> operator.rejudge(slot, timeNs));
    }

    /** Does something at the current time of a slot. */
    @FunctionalInterface
    private interface AtSlot {
        void at(KeyedOperator operator, int slot, long timeNs);
    }

    /** Passes over the slots of edited rules, sensor by sensor. */
    private void forEdited(AtSlot action) {
        if (!book.hasEdits()) {
            return;
        }
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            forEdited(sensorId, action);
        }
        for (int index = 0; index < derived.scopes().count(); index++) {
            forEdited(SensorIds.FIRST_DERIVED + index, action);
        }
    }

    private void forEdited(int sensorId, AtSlot action) {
        Scopes scopes = scopeTables.of(sensorId);
        int index = SensorIds.indexOf(sensorId);
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            KeyedOperator operator = dispatch.isPlain(entry) ? operators.get(dispatch.operator(entry)) : null;
            if (operator != null && book.isEdited(operator.nodeId())) {
                long timeNs = board.eventTimeNs(operator.nodeId(), sensorId, emitter.elapsedNs());
                action.at(operator, dispatch.slot(entry), timeNs);
            }
        }
    }

    /**
     * Writes the location of the sensor's dispatch entries into its state record, then links everything derived from
     * it.
     *
     * @param firstOperator index of the first operator that may see the sensor
     */
    private void link(int sensorId, int firstOperator) {
        Scopes scopes = scopeTables.of(sensorId);
        int index = SensorIds.indexOf(sensorId);
        int oldEntry = scopes.getInt(index, DISPATCH_OFFSET);
        int oldCount = scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        int entry = dispatch.entryCount();
        if (SensorIds.isDerived(sensorId) && derived.isGroup(index)) {
            entryWriter.addGroupEntry(sensorId, firstOperator, operators.all(), oldEntry, oldCount);
        } else {
            entryWriter.addEntries(
                    sensorId, names.sensorName(sensorId), firstOperator, operators.all(), oldEntry, oldCount);
        }
        int end = dispatch.entryCount();
        scopes.putInt(index, DISPATCH_OFFSET, entry);
        scopes.putInt(index, DISPATCH_LENGTH_OFFSET, end - entry);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            if (dispatch.isForward(entry)) {
                if (edition.isSecond() && dispatch.isMember(entry)) {
                    dispatch.putValue(entry, hasValue(scopes, index, entry, oldEntry, oldCount));
                }
                linkGroups(operator, dispatch.slot(entry));
            } else if (dispatch.isPlain(entry) && operators.get(operator).outputs() != null) {
                linkResults(operator, dispatch.slot(entry), sensorId);
            }
        }
    }

    /**
     * Whether a group's member has a value. When the previous plan did not track members' values, every member that
     * ever had a reading counts.
     */
    private boolean hasValue(Scopes scopes, int index, int entry, int oldEntry, int oldCount) {
        if (valuesAreKnown && planChange.wasThere(entry)) {
            return planChange.hadValue(entry, oldEntry, oldCount);
        }
        return scopes.getLong(index, MAX_EVENT_OFFSET) != Long.MIN_VALUE && !scopes.hasEnded(index);
    }

    /**
     * Links a group, and the groups of the same key at the operator's other inputs. Groups of one key are created
     * together, so a key that was created finds the groups of all its inputs.
     */
    private void linkGroups(int operator, int index) {
        int inputCount = selection.inputCount(operator);
        if (inputCount == 1) {
            linkOnce(index, operator);
            return;
        }
        for (int input = 0; input < inputCount; input++) {
            int nodeId = operators.get(operator).nodeId();
            linkOnce(derived.group(nodeId, input, derived.groupKey(index)), operator);
        }
    }

    private void linkResults(int operator, int slot, int keyId) {
        DerivedOutputs outputs = operators.get(operator).outputs();
        int key = operators.get(operator).outputKey(slot);
        for (int i = 0; i < outputs.outputCount(); i++) {
            int index = outputs.derived(key, i);
            if (index < 0) {
                String name = derived.resultName(outputs.nodeId(), names.sensorName(keyId), i);
                if (!selection.isWantedBehind(operator, name)) {
                    continue;
                }
                index = derived.result(outputs.nodeId(), keyId, i, name);
                if (index == DerivedSensors.NO_PLACE) {
                    continue;
                }
                outputs.setDerived(key, i, index);
            }
            linkOnce(index, operator + 1);
        }
    }

    private void linkOnce(int index, int firstOperator) {
        if (!derived.wasLinked(index)) {
            link(SensorIds.FIRST_DERIVED + index, firstOperator);
        }
    }

    /** Ends the active alarms of derived sensors that the new plan no longer creates. */
    private void dropUnlinked() {
        emitter.because(AlarmEventReason.RULE_CHANGED);
        Scopes scopes = derived.scopes();
        for (int index = 0; index < scopes.count(); index++) {
            if (!derived.isLinked(index)) {
                planChange.closeOldEntries(
                        scopes.getInt(index, DISPATCH_OFFSET),
                        scopes.getInt(index, DISPATCH_LENGTH_OFFSET),
                        operators.all());
                scopes.putInt(index, DISPATCH_LENGTH_OFFSET, 0);
            }
        }
        emitter.because(AlarmEventReason.RULE);
    }
}
