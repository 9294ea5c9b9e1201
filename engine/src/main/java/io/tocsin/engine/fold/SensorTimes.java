package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;

import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.DueQueue;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Time with the sensor as its scope. The state record of each scope holds the scope's time, operators judge readings by
 * that time, and {@link RunningClock} advances silent scopes. A reading advances only its own scopes, so this class has
 * no state.
 */
final class SensorTimes extends ScopeTimes {
    private static final int BAD = Quality.BAD.code();

    private final ScopeTables scopeTables;
    private final Selection selection;
    private final ScopeOperators scopeOperators;
    private final PlanInForce plan;

    SensorTimes(ScopeTables scopeTables, Selection selection, ScopeOperators scopeOperators, PlanInForce plan) {
        this.scopeTables = scopeTables;
        this.selection = selection;
        this.scopeOperators = scopeOperators;
        this.plan = plan;
    }

    @Override
    public TimeScope scope() {
        return TimeScope.SENSOR;
    }

    @Override
    void link(int sensorId) {
        // the sensor's state record is all that is needed
    }

    @Override
    void beforeReading(long record, long eventTimeNs) {
        // operators judge a reading by the reading's own time
    }

    @Override
    void afterReading(long record, long eventTimeNs, long elapsedNs, int clock) {
        // the sensor's state record already holds the times
    }

    @Override
    boolean isQueuedBefore(long record, long timerNs) {
        return Scopes.passedNs(record, timerNs) >= UnsafeApi.getLong(record + IDLE_DUE_OFFSET);
    }

    @Override
    void enter(int scope) {
        // operators judge a reading by the reading's own time
    }

    /**
     * The time at which a member's reading counts for the group's alarm. A reading behind the group's clock counts at
     * the current time of that clock, so members need not agree on the time. From the second edition on, a BAD reading
     * is no sign of life and leaves the clock alone, and with {@code reorder} a reading that is behind by at most that
     * much counts at its own time.
     */
    @Override
    public long groupTimeNs(int operator, long eventTimeNs, long elapsedNs, int quality) {
        long groupNs = scopeTables.groups().maxEventNs(operator);
        if (eventTimeNs < groupNs && plan.edition().isSecond()) {
            if (eventTimeNs >= groupNs - selection.groupReorderNs(operator)) {
                return eventTimeNs;
            }
            if (quality == BAD) {
                return groupNs;
            }
        }
        return scopeTables.groups().runningTimeNs(operator, eventTimeNs, elapsedNs);
    }

    @Override
    long timerDueNs(Scopes scopes, int index, int scope, long timerNs, long idleAfterNs) {
        return scopes.dueNs(index, timerNs, idleAfterNs);
    }

    @Override
    long idleDueNs(Scopes scopes, int index, int scope, long idleAfterNs) {
        return scopes.dueNs(index, scopeOperators.nextTimerNs(scope), idleAfterNs);
    }

    @Override
    boolean isIdle(Scopes scopes, int index, long clockNs, long idleAfterNs) {
        return scopes.isIdle(index, clockNs, idleAfterNs);
    }

    @Override
    long silentTimeNs(Scopes scopes, int index, int scope, long elapsedNs) {
        return scopes.silentTimeNs(index, elapsedNs);
    }

    @Override
    void look(int scope) {
        // the idle schedule checks the scope
    }

    @Override
    void onTick(long clockNs) {
        // the idle schedule advances silent scopes
    }

    @Override
    long nextTickDueNs(long latestReceiveNs) {
        return DueQueue.NEVER;
    }

    @Override
    void beforeEnd(int source) {
        // each sensor ends at its own time
    }

    @Override
    void afterEnd(int source) {
        // no sensor waits for another
    }

    @Override
    void onEvicted() {
        // no sensor waits for another
    }

    @Override
    boolean isOfGateway(int sensorId) {
        return scopeTables.sensors().isOfGateway(sensorId);
    }

    @Override
    void moveClocks(long byNs) {
        // the state records have moved
    }

    @Override
    long stateBytes() {
        return 0;
    }

    @Override
    void digest(MessageDigest digest) {
        // the state records are digested with their scopes
    }

    @Override
    void writeTo(StateOutput out) {
        // the state records are written with their scopes
    }
}
