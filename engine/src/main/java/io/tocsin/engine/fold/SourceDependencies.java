package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
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
 * Which sources each line comes of, and how far its time is behind theirs: what a stream gives is as far behind as its
 * watermark. Follows from the plan and the sensors, by the dispatch entries. Engine thread; allocates when something is
 * linked.
 */
final class SourceDependencies {
    /** Told of lines that depend on other sources now, and so are in no queue. */
    @FunctionalInterface
    interface Moved {
        void onMoved(int line);
    }

    /** While all are linked no line is in a queue. */
    private static final Moved UNQUEUED = line -> {};

    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final OperatorTable operators;
    private final PlanInForce plan;
    private final DueQueue.Places places = new DueQueue.Places();
    /** In their own order, so that it does not matter which was made first. */
    private final List<SourceScope> scopes = new ArrayList<>();
    /** By source: the scope of it alone. */
    private SourceScope[] singles = new SourceScope[0];
    /** By source: the scopes that it belongs to. */
    private SourceScope[][] ofSource = new SourceScope[0][];

    private Table derived = new Table(0);
    private Table groups = new Table(0);

    SourceDependencies(ScopeTables scopeTables, Dispatch dispatch, OperatorTable operators, PlanInForce plan) {
        this.scopeTables = scopeTables;
        this.dispatch = dispatch;
        this.operators = operators;
        this.plan = plan;
    }

    /** By index of a line: null of those that nothing comes to. */
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

    /** All of them, those of few sources first. */
    List<SourceScope> all() {
        return scopes;
    }

    /** Scopes that a source belongs to, in ascending order of their number of sources. */
    SourceScope[] of(int source) {
        return ofSource[source];
    }

    /** How many sources there are. */
    int sourceCount() {
        return singles.length;
    }

    /** Scope that a sensor's time depends on; null for a sensor without inputs. */
    SourceScope scopeOf(int line) {
        if (line < 0) {
            return groups.scopes[ScopeTables.groupOfScope(line)];
        }
        if (SensorIds.isDerived(line)) {
            int index = SensorIds.indexOf(line);
            return index < derived.scopes.length ? derived.scopes[index] : null;
        }
        return singles[scopeTables.sensors().getInt(line, SOURCE_OFFSET)];
    }

    /** How far a line's time is behind that of its sources, ns. */
    long lagNs(int line) {
        if (line < 0) {
            return groups.lagsNs[ScopeTables.groupOfScope(line)];
        }
        return SensorIds.isDerived(line) ? derived.lagsNs[SensorIds.indexOf(line)] : 0;
    }

    /** Topological rank: upstream is lower. */
    int rank(int line) {
        if (line < 0) {
            return groups.ranks[ScopeTables.groupOfScope(line)];
        }
        return SensorIds.isDerived(line) ? derived.ranks[SensorIds.indexOf(line)] : 0;
    }

    /** Forgets what the lines depend on and looks at all of them; none must be in a queue, and none is told of. */
    void linkAll() {
        derived = new Table(scopeTables.derived().count());
        groups = new Table(operators.count());
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            link(sensorId, UNQUEUED);
        }
    }

    /**
     * Takes in a sensor of a source, and what is derived from it.
     *
     * @param moved told of each line at once, before its own dependents are linked
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

    /** Tells those that a line feeds what they depend on. */
    private void spread(int line, Moved moved) {
        Scopes lines = scopeTables.of(line);
        int index = SensorIds.indexOf(line);
        int entry = lines.getInt(index, DISPATCH_OFFSET);
        int end = entry + lines.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            int slot = dispatch.slot(entry);
            if (dispatch.isForward(entry)) {
                depend(SensorIds.FIRST_DERIVED + slot, line, 0, 2 * operator + 1, moved);
            } else if (dispatch.isGroup(entry)) {
                depend(ScopeTables.scopeOfGroup(operator), line, 0, 2 * operator + 1, moved);
            } else if (dispatch.isPlain(entry) && operators.get(operator).outputs() != null) {
                spreadResults(operator, slot, line, moved);
            }
        }
    }

    private void spreadResults(int operator, int slot, int line, Moved moved) {
        DerivedOutputs outputs = operators.get(operator).outputs();
        int key = operators.get(operator).outputKey(slot);
        long delayNs = ((DerivedNode) plan.get().operators().get(operator)).delayNs();
        for (int i = 0; i < outputs.outputCount(); i++) {
            int index = outputs.derived(key, i);
            if (index >= 0) {
                depend(SensorIds.FIRST_DERIVED + index, line, delayNs, 2 * operator + 2, moved);
            }
        }
    }

    /** A line depends on the sources of another too, and is behind it by the delay. */
    private void depend(int line, int on, long delayNs, int rank, Moved moved) {
        Table table = line < 0 ? groups : derived;
        int index = line < 0 ? ScopeTables.groupOfScope(line) : SensorIds.indexOf(line);
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
            before.queue().remove(line);
            moved.onMoved(line);
        }
        if (line >= 0) {
            spread(line, moved);
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

    /** Reads into this new one; the lines and their operators must have been read. */
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
