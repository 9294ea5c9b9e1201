package io.tocsin.engine.fold;

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

/**
 * Time when its scope is the sensor: the line of each scope says it, the operators judge their readings by it, and a
 * scope that is silent runs on by the {@link RunningClock}. So a reading moves no time but that of its own scopes, and
 * there is nothing to remember here.
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
        // its line is all it needs
    }

    @Override
    void beforeReading(int sensorId, long eventTimeNs) {
        // the operators judge a reading by its own time
    }

    @Override
    void afterReading(int sensorId, long eventTimeNs, long elapsedNs, int clock) {
        // the sensor's line has its times
    }

    @Override
    void enter(int scope) {
        // the operators judge a reading by its own time
    }

    /**
     * A reading behind the group's time counts at the time that the group's clock shows by now, so members need not
     * agree on the time. From the second edition on a BAD one, which is no sign of life, leaves that clock alone, and
     * with {@code reorder} one that is behind by at most that much counts at its own time.
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
    void look(int scope) {
        // the idle schedule looks at it
    }

    @Override
    void onTick(long clockNs) {
        // the idle schedule advances what is silent
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
        // the lines have moved
    }

    @Override
    long stateBytes() {
        return 0;
    }

    @Override
    void digest(MessageDigest digest) {
        // the lines are digested with their scopes
    }

    @Override
    void writeTo(StateOutput out) {
        // the lines are written with their scopes
    }
}
