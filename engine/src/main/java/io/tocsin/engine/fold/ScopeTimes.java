package io.tocsin.engine.fold;

import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/**
 * How time advances in the scopes of a fold. There are two kinds: {@link SensorTimes}, where every sensor has a time of
 * its own, and {@link SourceTimes}, where the sensors of a source share one. The plan decides when it is linked:
 * {@link CurrentTimes}.
 *
 * <p>The fold of a reading asks in this order: {@link #beforeReading}, {@link #enter} for each derived sensor on its
 * way, {@link #timerDueNs} for the timers that operators leave, {@link #afterReading}.
 */
public abstract class ScopeTimes {
    ScopeTimes() {}

    /** Which of the two kinds it is. */
    public abstract TimeScope scope();

    /** A sensor was linked. */
    abstract void link(int sensorId);

    /** A reading of a sensor of a source is about to go to the operators. */
    abstract void beforeReading(int sensorId, long eventTimeNs);

    /** The operators have seen it. */
    abstract void afterReading(int sensorId, long eventTimeNs, long elapsedNs, int clock);

    /** Takes the time of a scope into its operators, so that a reading of it is judged by that time. */
    abstract void enter(int scope);

    /** The time at which a member's reading counts for the alarm over its group. */
    public abstract long groupTimeNs(int operator, long eventTimeNs, long elapsedNs, int quality);

    /**
     * Operators have left a timer with a reading.
     *
     * @param timerNs in the scope's event time, or {@link io.tocsin.engine.operator.KeyedOperator#NO_TIMER}
     * @return the elapsed time at which the idle schedule must look at the scope;
     *     {@link io.tocsin.engine.time.DueQueue#NEVER}: need not
     */
    abstract long timerDueNs(Scopes scopes, int index, int scope, long timerNs, long idleAfterNs);

    /** The same for the timers that the scope's operators have now. Changes nothing. */
    abstract long idleDueNs(Scopes scopes, int index, int scope, long idleAfterNs);

    /** Whether the time of a scope runs on with the gateway's clock, because the scope is silent. */
    abstract boolean isIdle(Scopes scopes, int index, long clockNs, long idleAfterNs);

    /** The timers of a scope may be others. */
    abstract void look(int scope);

    /** The gateway's clock advances the time of what is silent. */
    abstract void onTick(long clockNs);

    /** See {@link JournalFold#nextTickDueNs}, beside the idle schedule. Changes nothing. */
    abstract long nextTickDueNs(long latestReceiveNs);

    /** A bounded source is about to end. */
    abstract void beforeEnd(int source);

    /** Its sensors have ended. */
    abstract void afterEnd(int source);

    /** Sensors are no more: their dependents depend on others alone. */
    abstract void onEvicted();

    /** Whether the time of a sensor of a source is the gateway's. */
    abstract boolean isOfGateway(int sensorId);

    /** The gateway's clock was put forward, or back when it is negative; the sensors whose clock it is have moved. */
    abstract void moveClocks(long byNs);

    abstract long stateBytes();

    abstract void digest(MessageDigest digest);

    /** Writes a section of its own, if it has state. */
    abstract void writeTo(StateOutput out);
}
