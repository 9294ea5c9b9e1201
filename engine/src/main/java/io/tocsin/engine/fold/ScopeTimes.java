package io.tocsin.engine.fold;

import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/**
 * Advances time in the scopes of a fold. There are two kinds: {@link SensorTimes}, where every sensor has a time of its
 * own, and {@link SourceTimes}, where the sensors of a source share one. The plan decides at link time:
 * {@link CurrentTimes}.
 *
 * <p>The fold of a reading calls, in this order: {@link #beforeReading}, {@link #enter} for each derived sensor on the
 * reading's path, {@link #timerDueNs} for the timers that operators set, {@link #afterReading}.
 */
public abstract class ScopeTimes {
    ScopeTimes() {}

    /** Whether sensors have their own times or share their source's. */
    public abstract TimeScope scope();

    /** Takes in a sensor that was linked. */
    abstract void link(int sensorId);

    /**
     * Prepares for a reading of a source's sensor, before the operators receive it.
     *
     * @param record address of the sensor's state record
     */
    abstract void beforeReading(long record, long eventTimeNs);

    /** Advances time to a reading that the operators have processed; the record is that of {@link #beforeReading}. */
    abstract void afterReading(long record, long eventTimeNs, long elapsedNs, int clock);

    /**
     * Whether a scope is queued no later than its timer can be due, so that {@link #timerDueNs} need not be called: the
     * usual case of a timer that only moves later.
     *
     * @param record address of the scope's state record
     */
    abstract boolean isQueuedBefore(long record, long timerNs);

    /** Advances the operators of a scope to the scope's time, so that they judge its next reading by that time. */
    abstract void enter(int scope);

    /** The time at which a member's reading counts for the alarm over its group. */
    public abstract long groupTimeNs(int operator, long eventTimeNs, long elapsedNs, int quality);

    /**
     * Schedules a timer that operators set on a reading.
     *
     * @param timerNs in the scope's event time, or {@link io.tocsin.engine.operator.KeyedOperator#NO_TIMER}
     * @return the elapsed time at which the idle schedule must check the scope;
     *     {@link io.tocsin.engine.time.DueQueue#NEVER} when it need not
     */
    abstract long timerDueNs(Scopes scopes, int index, int scope, long timerNs, long idleAfterNs);

    /** As {@link #timerDueNs}, for the operators' current timers. Changes nothing. */
    abstract long idleDueNs(Scopes scopes, int index, int scope, long idleAfterNs);

    /** Whether a scope is silent and therefore advances with the gateway's clock. */
    abstract boolean isIdle(Scopes scopes, int index, long clockNs, long idleAfterNs);

    /**
     * The time of a scope if its source has been silent since the newest reading; {@link Long#MIN_VALUE} before the
     * first reading.
     */
    abstract long silentTimeNs(Scopes scopes, int index, int scope, long elapsedNs);

    /** Reschedules a scope whose timers may have changed. */
    abstract void look(int scope);

    /** Advances idle scopes or sources to the gateway's clock. */
    abstract void onTick(long clockNs);

    /**
     * As {@link JournalFold#nextTickDueNs}, for the ticks that this kind of time needs besides the idle schedule.
     * Changes nothing.
     */
    abstract long nextTickDueNs(long latestReceiveNs);

    /** Prepares for the end of a bounded source. */
    abstract void beforeEnd(int source);

    /** Advances the scopes that an ended source shared with other sources, once its sensors have ended. */
    abstract void afterEnd(int source);

    /** Recomputes dependencies after sensors were evicted: derived sensors depend only on the remaining ones. */
    abstract void onEvicted();

    /** Whether a source's sensor runs on the gateway's clock. */
    abstract boolean isOfGateway(int sensorId);

    /**
     * Follows a step of the gateway's clock, once the sensors on that clock have moved.
     *
     * @param byNs length of the step, ns; negative when the clock was put back
     */
    abstract void moveClocks(long byNs);

    abstract long stateBytes();

    abstract void digest(MessageDigest digest);

    /** Writes a section of its own, if this kind of time has state. */
    abstract void writeTo(StateOutput out);
}
