package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.scope.SourceScope;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.DueQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sources that each scope (sensor, derived sensor or group) depends on, and how far the scope's time lags behind
 * theirs: a stream's result lags by its watermark delay. Computed from the plan and the sensors' dispatch entries.
 * Engine thread; allocates when a sensor is linked.
 */
final class SourceDependencies {
    /** Receives scopes whose sources have changed and that are therefore in no queue. */
    @FunctionalInterface
    interface Moved {
        void onMoved(int scopeId);
    }

    /** Ignores moved scopes: while all scopes are linked, none is in a queue. */
    private static final Moved UNQUEUED = scopeId -> {};

    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final OperatorTable operators;
    private final PlanInForce plan;
    private final DueQueue.Places places = new DueQueue.Places();
    /** All sets of sources in a fixed order, independent of the order of creation. */
    private final List<SourceScope> scopes = new ArrayList<>();
    /** By source: the set of that source alone. */
    private SourceScope[] singles = new SourceScope[0];
    /** By source: all sets that contain the source. */
    private SourceScope[][] ofSource = new SourceScope[0][];

    private Table derived = new Table(0);
    private Table groups = new Table(0);

    SourceDependencies(ScopeTables scopeTables, Dispatch dispatch, OperatorTable operators, PlanInForce plan) {
        this.scopeTables = scopeTables;
        this.dispatch = dispatch;
        this.operators = operators;
        this.plan = plan;
    }

    /** Sources, lag and rank of each derived sensor or group, by index; the sources are null where no input arrives. */
    private static final class Table {
        private SourceScope[] scopes;
        private long[] lagsNs;
        private int[] ranks;

        Table(int count) {
            scopes = new SourceScope[count];
            lagsNs = new long[count];
            ranks = new int[count];
        }

        void ensure(int count) {
            if (count > scopes.length) {
                int length = Math.max(count, scopes.length * 2);
                scopes = Arrays.copyOf(scopes, length);
                lagsNs = Arrays.copyOf(lagsNs, length);
                ranks = Arrays.copyOf(ranks, length);
            }
        }
    }

    /** All sets of sources, the smallest first. */
    List<SourceScope> all() {
        return scopes;
    }

    /** The sets that contain a source, the smallest first. */
    SourceScope[] of(int source) {
        return ofSource[source];
    }

    /** The set of one source alone, on which its sensors depend. */
    SourceScope single(int source) {
        return singles[source];
    }

    /** Number of sources. */
    int sourceCount() {
        return singles.length;
    }

    /** The set of sources that a scope's time depends on; null for a scope without inputs. */
    SourceScope scopeOf(int scopeId) {
        if (scopeId < 0) {
            return groups.scopes[ScopeTables.groupOfScope(scopeId)];
        }
        if (SensorIds.isDerived(scopeId)) {
            int index = SensorIds.indexOf(scopeId);
            return index < derived.scopes.length ? derived.scopes[index] : null;
        }
        return singles[scopeTables.sensors().getInt(scopeId, SOURCE_OFFSET)];
    }

    /** How far a scope's time lags behind that of its sources, ns. */
    long lagNs(int scopeId) {
        if (scopeId < 0) {
            return groups.lagsNs[ScopeTables.groupOfScope(scopeId)];
        }
        return SensorIds.isDerived(scopeId) ? derived.lagsNs[SensorIds.indexOf(scopeId)] : 0;
    }

    /** Topological rank: upstream is lower. */
    int rank(int scopeId) {
        if (scopeId < 0) {
            return groups.ranks[ScopeTables.groupOfScope(scopeId)];
        }
        return SensorIds.isDerived(scopeId) ? derived.ranks[SensorIds.indexOf(scopeId)] : 0;
    }

    /** Queues a scope for a time of its sources, or moves its entry forward if that is due later. */
    void enqueue(int scopeId, long dueNs) {
        scopeOf(scopeId).queue().bringForward(scopeId, rank(scopeId), dueNs);
        if (isSensor(scopeId) && dueNs < scopeTables.sensors().getLong(scopeId, IDLE_DUE_OFFSET)) {
            noteQueued(scopeId, dueNs);
        }
    }

    /** Removes the first entry of a queue and returns its scope. */
    int poll(SourceScope scope) {
        int scopeId = scope.queue().poll();
        noteQueued(scopeId, DueQueue.NEVER);
        return scopeId;
    }

    void clearQueues() {
        scopes.forEach(scope -> scope.queue().clear());
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            noteQueued(sensorId, DueQueue.NEVER);
        }
    }

    /**
     * Notes in a sensor's state record that the sensor is queued, for this time or an earlier one;
     * {@link DueQueue#NEVER} when it may not be queued. Readings whose timer is no earlier need not look at the queue.
     * The idle schedule does not use the field here, except when operators have processing-time timers: then there is
     * no note, and every timer is compared with the queue.
     */
    private void noteQueued(int scopeId, long dueNs) {
        if (isSensor(scopeId) && !operators.hasClockTimers()) {
            scopeTables.sensors().putLong(scopeId, IDLE_DUE_OFFSET, dueNs);
        }
    }

    private static boolean isSensor(int scopeId) {
        return scopeId >= 0 && !SensorIds.isDerived(scopeId);
    }

    /** Recomputes the dependencies of all scopes. No scope may be in a queue, and none is reported as moved. */
    void linkAll() {
        derived = new Table(scopeTables.derived().count());
        groups = new Table(operators.count());
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            link(sensorId, UNQUEUED);
        }
    }

    /**
     * Computes the dependencies of a source's sensor and of everything derived from it.
     *
     * @param moved receives each scope whose sources have changed at once, before its dependents are linked
     */
    void link(int sensorId, Moved moved) {
        int source = scopeTables.sensors().getInt(sensorId, SOURCE_OFFSET);
        while (singles.length <= source) {
            int[] alone = {singles.length};
            singles = Arrays.copyOf(singles, singles.length + 1);
            ofSource = Arrays.copyOf(ofSource, singles.length);
            singles[alone[0]] = find(alone);
        }
        spread(sensorId, moved);
    }

    /** Propagates a scope's sources to the scopes downstream. */
    private void spread(int scopeId, Moved moved) {
        Scopes records = scopeTables.of(scopeId);
        int index = SensorIds.indexOf(scopeId);
        int entry = records.getInt(index, DISPATCH_OFFSET);
        int end = entry + records.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            int slot = dispatch.slot(entry);
            if (dispatch.isForward(entry)) {
                depend(SensorIds.FIRST_DERIVED + slot, scopeId, 0, 2 * operator + 1, moved);
            } else if (dispatch.isGroup(entry)) {
                depend(ScopeTables.scopeOfGroup(operator), scopeId, 0, 2 * operator + 1, moved);
            } else if (dispatch.isPlain(entry) && operators.get(operator).outputs() != null) {
                spreadResults(operator, slot, scopeId, moved);
            }
        }
    }

    private void spreadResults(int operator, int slot, int scopeId, Moved moved) {
        DerivedOutputs outputs = operators.get(operator).outputs();
        int key = operators.get(operator).outputKey(slot);
        long delayNs = ((DerivedNode) plan.get().operators().get(operator)).delayNs();
        for (int i = 0; i < outputs.outputCount(); i++) {
            int index = outputs.derived(key, i);
            if (index >= 0) {
                depend(SensorIds.FIRST_DERIVED + index, scopeId, delayNs, 2 * operator + 2, moved);
            }
        }
    }

    /** Adds the sources of an upstream scope to a scope, which lags behind the upstream scope by the delay. */
    private void depend(int scopeId, int on, long delayNs, int rank, Moved moved) {
        Table table = scopeId < 0 ? groups : derived;
        int index = scopeId < 0 ? ScopeTables.groupOfScope(scopeId) : SensorIds.indexOf(scopeId);
        table.ensure(index + 1);
        SourceScope before = table.scopes[index];
        SourceScope scope = before == null ? scopeOf(on) : union(before, scopeOf(on));
        long lagNs = Math.max(table.lagsNs[index], lagNs(on) + delayNs);
        if (scope == before && lagNs == table.lagsNs[index] && rank == table.ranks[index]) {
            return;
        }
        table.scopes[index] = scope;
        table.lagsNs[index] = lagNs;
        table.ranks[index] = rank;
        if (before != null && before != scope && moved != UNQUEUED) {
            before.queue().remove(scopeId);
            noteQueued(scopeId, DueQueue.NEVER);
            moved.onMoved(scopeId);
        }
        if (scopeId >= 0) {
            spread(scopeId, moved);
        }
    }

    private SourceScope union(SourceScope a, SourceScope b) {
        if (a == b || b.isPartOf(a)) {
            return a;
        }
        int[] both = Arrays.copyOf(a.sources(), a.sources().length + b.sources().length);
        int count = a.sources().length;
        for (int source : b.sources()) {
            if (!a.isOf(source)) {
                both[count++] = source;
            }
        }
        both = Arrays.copyOf(both, count);
        Arrays.sort(both);
        return find(both);
    }

    private SourceScope find(int[] sources) {
        for (SourceScope scope : scopes) {
            if (scope.isOf(sources)) {
                return scope;
            }
        }
        SourceScope scope = new SourceScope(sources, places);
        scopes.add(scope);
        noteScopes();
        return scope;
    }

    private void noteScopes() {
        scopes.sort(SourceScope::compare);
        for (SourceScope scope : scopes) {
            List<SourceScope> parts = new ArrayList<>(scopes);
            parts.removeIf(other -> !other.isPartOf(scope));
            scope.parts(parts.toArray(SourceScope[]::new));
        }
        for (int source = 0; source < singles.length; source++) {
            int ofThis = source;
            List<SourceScope> its = new ArrayList<>(scopes);
            its.removeIf(scope -> !scope.isOf(ofThis));
            ofSource[source] = its.toArray(SourceScope[]::new);
        }
    }

    void writeTo(StateOutput out) {
        out.putInt(singles.length);
        out.putInt(scopes.size());
        scopes.forEach(scope -> scope.writeTo(out));
        scopes.forEach(scope -> scope.queue().writeTo(out));
    }

    /** Reads into this new object; the scopes and their operators must have been read before. */
    void readFrom(StateInput in) {
        singles = new SourceScope[in.getInt()];
        ofSource = new SourceScope[singles.length][];
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            SourceScope scope = SourceScope.read(in, places);
            scopes.add(scope);
            if (scope.isSingle()) {
                singles[scope.sources()[0]] = scope;
            }
        }
        noteScopes();
        linkAll();
        scopes.forEach(scope -> scope.queue().readFrom(in));
    }
}
