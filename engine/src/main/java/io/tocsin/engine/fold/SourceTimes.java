package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.DispatchEntry;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.scope.SourceScope;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.DueQueue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Time when its scope is the source: every reading moves that of all sensors of its source, and of what is derived from
 * them. {@link SourceClocks} holds the time of each source; this class advances the scopes to it.
 *
 * <p>Time advances from timer to timer, whatever the step between two readings: those due first fire first, and who
 * feeds another before it. So what a stream gives comes to a group in the order of time, and none of it late. A reading
 * moves time to the nanosecond before its own, counts, and then moves time to its own: so it can still reach into a
 * session of its key that ends there.
 *
 * <p>One reading or tick fires at most {@link #MAX_FIRED} lines. When more are due, time stands at the first that did
 * not fire, for lateness too, and continues with the next readings of the source and the next ticks.
 *
 * <p>A reading that makes nothing due costs no more than a few compares. Queue entries are put right when their turn
 * comes; they are part of the state, so that a restart does not change whose turn it is. Engine thread; allocates only
 * while it grows.
 */
final class SourceTimes extends ScopeTimes {
    /** Of its state. */
    static final String SECTION = "source times";

    /** Lines looked at for one record: some hundred microseconds of windows that close. */
    static final int MAX_FIRED = 1_024;

    private static final long NONE = SourceClocks.NONE;

    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final Selection selection;
    private final OperatorTable operators;
    private final ScopeOperators scopeOperators;
    private final RunningClock clock;
    /** The times that scopes are to reach. */
    private final SourceClocks clocks;

    private final SourceDependencies lines;
    private int leftToFire;
    /** A line that fired is due no later than before: a function has set a timer for the past. */
    private boolean stuck;

    SourceTimes(
            ScopeTables scopeTables,
            Dispatch dispatch,
            Selection selection,
            OperatorTable operators,
            ScopeOperators scopeOperators,
            PlanInForce plan,
            RunningClock clock) {
        this.scopeTables = scopeTables;
        this.dispatch = dispatch;
        this.selection = selection;
        this.operators = operators;
        this.scopeOperators = scopeOperators;
        this.clock = clock;
        this.clocks = new SourceClocks(scopeTables, plan);
        this.lines = new SourceDependencies(scopeTables, dispatch, operators, plan);
    }

    /**
     * The plan is another one, and all is linked.
     *
     * @param isNew whether time begins with what the sensors have seen
     */
    void usePlan(boolean isNew) {
        relink();
        clocks.open(lines.sourceCount());
        if (isNew) {
            clocks.beginWithSensors();
        }
        lookAtAll();
    }

    @Override
    public TimeScope scope() {
        return TimeScope.SOURCE;
    }

    @Override
    void onEvicted() {
        relink();
        lookAtAll();
    }

    private void relink() {
        lines.clearQueues();
        lines.linkAll();
    }

    @Override
    void link(int sensorId) {
        lines.link(sensorId, this::look);
        clocks.open(lines.sourceCount());
    }

    @Override
    void beforeReading(long record, long eventTimeNs) {
        int source = UnsafeApi.getInt(record + SOURCE_OFFSET);
        begin();
        moveTo(source, eventTimeNs - 1);
        long timeNs = lines.single(source).reachedNs();
        if (timeNs != NONE) {
            int entry = UnsafeApi.getInt(record + DISPATCH_OFFSET);
            advance(entry, entry + UnsafeApi.getInt(record + DISPATCH_LENGTH_OFFSET), timeNs, operators.hasPartners());
        }
    }

    private void begin() {
        leftToFire = MAX_FIRED;
        stuck = false;
    }

    @Override
    void afterReading(long record, long eventTimeNs, long receiveTimeNs, int clock) {
        int source = UnsafeApi.getInt(record + SOURCE_OFFSET);
        clocks.onReading(source, eventTimeNs, receiveTimeNs, clock);
        moveTo(source, eventTimeNs);
    }

    @Override
    void enter(int line) {
        long timeNs = timeNs(line);
        if (timeNs != NONE) {
            advance(line, timeNs, operators.hasPartners());
        }
    }

    /** Never behind the time of the group's sources. */
    @Override
    public long groupTimeNs(int operator, long eventTimeNs, long elapsedNs, int quality) {
        int line = ScopeTables.scopeOfGroup(operator);
        enter(line);
        return Math.max(eventTimeNs, timeNs(line));
    }

    @Override
    long timerDueNs(Scopes scopes, int index, int line, long timerNs, long idleAfterNs) {
        onTimer(line, timerNs);
        return DueQueue.NEVER;
    }

    /** The queues of the sources have the timers. */
    @Override
    long idleDueNs(Scopes scopes, int index, int line, long idleAfterNs) {
        return DueQueue.NEVER;
    }

    /** A line runs on with its sources alone. */
    @Override
    boolean isIdle(Scopes scopes, int index, long clockNs, long idleAfterNs) {
        return false;
    }

    /** Never behind the time of the line's sources. */
    @Override
    long silentTimeNs(Scopes scopes, int index, int line, long elapsedNs) {
        long ownNs = scopes.silentTimeNs(index, elapsedNs);
        SourceScope scope = lines.scopeOf(line);
        if (ownNs == NONE || scope == null || timeNs(line) == NONE) {
            return ownNs;
        }
        return Math.max(ownNs, clocks.runningTimeNs(scope, elapsedNs) - lines.lagNs(line));
    }

    /** A sensor's lag is 0. */
    @Override
    boolean isQueuedBefore(long record, long timerNs) {
        return timerNs >= UnsafeApi.getLong(record + IDLE_DUE_OFFSET);
    }

    /** A line has a timer, which may be due before the time it is queued for. */
    private void onTimer(int line, long timerNs) {
        long dueNs = dueNs(line, timerNs);
        if (dueNs != DueQueue.NEVER) {
            lines.enqueue(line, dueNs);
        }
    }

    @Override
    void look(int line) {
        onTimer(line, scopeOperators.nextTimerNs(line));
    }

    /** Silent sources go on with the gateway's clock where that makes something due. */
    @Override
    void onTick(long clockNs) {
        begin();
        for (int i = 0; i < lines.all().size(); i++) {
            SourceScope scope = lines.all().get(i);
            if (isDue(scope, clocks.runningTimeNs(scope, clockNs))) {
                for (int source : scope.sources()) {
                    clocks.moveTo(source, clocks.runningTimeNs(source, clockNs));
                }
            }
        }
        for (int i = 0; i < lines.all().size(); i++) {
            advance(lines.all().get(i));
        }
    }

    /** Whether a timer of a scope is due before a time. Entries that are too early go back to where they belong. */
    private boolean isDue(SourceScope scope, long timeNs) {
        DueQueue queue = scope.queue();
        while (queue.nextDueNs() < timeNs) {
            long queuedNs = queue.nextDueNs();
            int line = lines.poll(scope);
            look(line);
            if (dueNs(line, scopeOperators.nextTimerNs(line)) == queuedNs) {
                return true;
            }
        }
        return false;
    }

    /** Changes nothing: a queue's entries are part of the state. */
    @Override
    long nextTickDueNs(long latestReceiveNs) {
        long nextNs = DueQueue.NEVER;
        for (int i = 0; i < lines.all().size(); i++) {
            SourceScope scope = lines.all().get(i);
            long timerNs = scope.queue().nextDueNs();
            if (timerNs < clocks.limitNs(scope)) {
                return latestReceiveNs;
            }
            if (timerNs != DueQueue.NEVER) {
                nextNs = Math.min(nextNs, clocks.clockDueNs(scope, timerNs));
            }
        }
        return nextNs;
    }

    /** Fires all that is due before the source's last event time, however much it is. */
    @Override
    void beforeEnd(int source) {
        fireAll(source);
        if (source < clocks.count()) {
            clocks.end(source);
        }
    }

    /** Lets what it fed together with other sources continue with those. */
    @Override
    void afterEnd(int source) {
        fireAll(source);
    }

    private void fireAll(int source) {
        if (source < clocks.count()) {
            do {
                begin();
                moveTo(source, NONE);
            } while (leftToFire == 0 && !stuck);
        }
    }

    private void moveTo(int source, long timeNs) {
        clocks.moveTo(source, timeNs);
        for (SourceScope scope : lines.of(source)) {
            advance(scope);
        }
    }

    private void advance(SourceScope scope) {
        long limitNs = clocks.limitNs(scope);
        if (scope.queue().nextDueNs() < limitNs) {
            fire(scope, limitNs);
        } else {
            scope.reach(limitNs);
        }
    }

    /** Advances time from timer to timer, as far as it may. */
    private void fire(SourceScope scope, long limitNs) {
        DueQueue queue = scope.queue();
        while (queue.nextDueNs() < limitNs) {
            long dueNs = queue.nextDueNs();
            scope.reach(dueNs);
            if (leftToFire == 0 || stuck) {
                return;
            }
            leftToFire--;
            int line = lines.poll(scope);
            if (dueNs(line, scopeOperators.nextTimerNs(line)) == dueNs) {
                advance(line, Math.max(dueNs + 1, scope.reachedNs()) - lines.lagNs(line), false);
                if (operators.hasClockTimers() && line >= 0) {
                    clock.onClockTimer(line);
                }
            }
            look(line);
            stuck = dueNs(line, scopeOperators.nextTimerNs(line)) <= dueNs;
        }
        scope.reach(limitNs);
    }

    @Override
    boolean isOfGateway(int sensorId) {
        return clocks.isGateways(scopeTables.sensors().getInt(sensorId, SOURCE_OFFSET));
    }

    @Override
    void moveClocks(long byNs) {
        for (SourceScope scope : lines.all()) {
            if (clocks.areGateways(scope)) {
                scope.moveClock(byNs);
            }
        }
        lines.clearQueues();
        clocks.moveClocks(byNs);
        lookAtAll();
    }

    private long timeNs(int line) {
        SourceScope scope = lines.scopeOf(line);
        return scope == null || scope.reachedNs() == NONE ? NONE : scope.reachedNs() - lines.lagNs(line);
    }

    /** The time of its sources at which a line's timer is past, but for the last nanosecond. */
    private long dueNs(int line, long timerNs) {
        if (timerNs == KeyedOperator.NO_TIMER || lines.scopeOf(line) == null) {
            return DueQueue.NEVER;
        }
        long dueNs = timerNs + lines.lagNs(line);
        return dueNs < timerNs ? DueQueue.NEVER : dueNs;
    }

    private void advance(int line, long timeNs, boolean withPartners) {
        if (line < 0) {
            operators.get(ScopeTables.groupOfScope(line)).advance(ScopeTables.GROUP_SLOT, timeNs);
            return;
        }
        Scopes itsLines = scopeTables.of(line);
        int index = SensorIds.indexOf(line);
        int entry = itsLines.getInt(index, DISPATCH_OFFSET);
        advance(entry, entry + itsLines.getInt(index, DISPATCH_LENGTH_OFFSET), timeNs, withPartners);
    }

    private void advance(int first, int end, long timeNs, boolean withPartners) {
        for (int index = first; index < end; index++) {
            long entry = dispatch.get(index);
            if (DispatchEntry.isPlain(entry)) {
                KeyedOperator operator = operators.get(DispatchEntry.operator(entry));
                int slot = DispatchEntry.slot(entry);
                operator.advance(slot, timeNs);
                if (withPartners) {
                    enterPartner(operator, slot);
                }
            }
        }
    }

    /** A join judges by the times of both sides. */
    private void enterPartner(KeyedOperator operator, int slot) {
        int partner = operator.partnerSlot(slot);
        if (partner != KeyedOperator.NO_SLOT) {
            int line = operator.lineOf(partner);
            long timeNs = line == DerivedOutputs.NO_PARTNER ? NONE : timeNs(line);
            if (timeNs != NONE) {
                operator.advance(partner, timeNs);
                look(line);
            }
        }
    }

    private void lookAtAll() {
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            look(sensorId);
        }
        for (int index = 0; index < scopeTables.derived().count(); index++) {
            look(SensorIds.FIRST_DERIVED + index);
        }
        for (int operator = 0; operator < operators.count(); operator++) {
            if (selection.isGroupOperator(operator)) {
                look(ScopeTables.scopeOfGroup(operator));
            }
        }
    }

    @Override
    long stateBytes() {
        long sum = clocks.stateBytes();
        for (SourceScope scope : lines.all()) {
            sum += scope.queue().byteCount();
        }
        return sum;
    }

    @Override
    void digest(MessageDigest digest) {
        clocks.digest(digest);
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        for (SourceScope scope : lines.all()) {
            digest.update(number.clear().putLong(scope.reachedNs()).flip());
        }
    }

    @Override
    void writeTo(StateOutput out) {
        out.section(SECTION);
        lines.writeTo(out);
        clocks.writeTo(out);
    }

    /** Reads what {@link #writeTo} wrote behind the name of its section, into these new ones. */
    void readFrom(StateInput in) {
        lines.readFrom(in);
        clocks.readFrom(in, lines.sourceCount());
    }
}
