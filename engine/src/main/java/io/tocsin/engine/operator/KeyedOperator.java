package io.tocsin.engine.operator;

import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.List;

/**
 * An operator of an alarm rule or a stream: state per key in flat off-heap slots, fed with the readings of the keys in
 * journal order.
 *
 * <p>Only {@link #onReading} and {@link #advance} advance the time of a key. A timer at T fires once the time is known
 * to be past T, so samples at T itself are applied first. Engine thread only; allocates nothing once a slot is open.
 */
public interface KeyedOperator {
    /** Value of {@link #nextTimerNs} when no timer is set. */
    long NO_TIMER = Long.MAX_VALUE;

    /** Value of {@link #partnerSlot} for a key without a partner. */
    int NO_SLOT = -1;

    /** The id of the operator's rule or stream in the book. */
    int nodeId();

    /** Opens the state of one more key and returns its slot. */
    int openSlot(int sensorId);

    /**
     * Processes one reading of the slot's key, after firing the timers before its time.
     *
     * @param quality code of the quality: {@link io.tocsin.engine.reading.Quality#code()}
     * @param flags bits of {@link io.tocsin.engine.reading.ReadingFlags}
     * @return {@link #nextTimerNs} of the slot after the reading
     */
    long onReading(int slot, long eventTimeNs, double value, int quality, int flags);

    /** Counts a reading that came too late to be ordered and is therefore not passed to {@link #onReading}. */
    default void onLate(int slot, long eventTimeNs, double value, int quality, int flags) {}

    /** The key's event time at which the slot's next timer is due, or {@link #NO_TIMER}. */
    long nextTimerNs(int slot);

    /** Advances the key's time to {@code timeNs} and fires the timers before it. */
    void advance(int slot, long timeNs);

    /**
     * Follows a step of the gateway's clock for a key that runs on that clock. The times kept in the slot move by the
     * step, so pending timers keep their remaining delay. Emitted events stay unchanged.
     *
     * @param byNs length of the step, ns; negative when the clock was put back
     * @param nowNs the key's time after the step
     */
    void moveClock(int slot, long byNs, long nowNs);

    /**
     * Restarts the key's clock: open windows close, delays and timeouts begin again, alarms continue.
     *
     * @param timeNs the key's time after the restart
     */
    void restartClock(int slot, long timeNs);

    /** Follows a step of the gateway's clock: the processing-time timers of all keys move by the step. */
    default void moveClockTimers(long byNs) {}

    /** The wall-clock time at which the slot's next processing-time timer is due, epoch ns, or {@link #NO_TIMER}. */
    default long nextClockTimerNs(int slot) {
        return NO_TIMER;
    }

    /** Advances processing time to the receive time of the current record and fires the timers due. */
    default void advanceClock(int slot) {}

    /** Whether the operator's keys may have processing-time timers. */
    default boolean hasClockTimers() {
        return false;
    }

    /**
     * Processes a reading selected for broadcast, which concerns all keys.
     *
     * @param quality code of the quality: {@link io.tocsin.engine.reading.Quality#code()}
     * @param flags bits of {@link io.tocsin.engine.reading.ReadingFlags}
     */
    default void onBroadcast(long eventTimeNs, double value, int quality, int flags) {}

    /**
     * Ends a key whose source ended at {@code lastTimeNs}: fires the timers up to and including that time, and no later
     * ones.
     */
    void finish(int slot, long lastTimeNs);

    /** Ends all active episodes, because the plan no longer has the rule. */
    void close();

    /** Ends the active episode of a key whose derived sensor no longer exists. */
    void closeSlot(int slot);

    /** Adopts the presentation of results in a new plan that keeps this operator. */
    default void present(OperatorNode node) {}

    /**
     * Adopts a compatible edit of the operator's rule. The caller has advanced all slots to their current time; it
     * calls {@link #rejudge} for each of them afterwards.
     */
    default void edit(OperatorNode node) {
        throw new IllegalStateException("this operator cannot be edited, name=" + node.name());
    }

    /** Judges the held value of a slot by the edited rule, at the current time of its key. */
    default void rejudge(int slot, long timeNs) {
        throw new IllegalStateException("this operator cannot be edited, slot=" + slot);
    }

    /** The derived sensors of the operator's results; null for an alarm. */
    default DerivedOutputs outputs() {
        return null;
    }

    /** The key in {@link #outputs()} of a slot of this operator. */
    default int outputKey(int slot) {
        return slot;
    }

    /** Whether keys may have a {@link #partnerSlot}. */
    default boolean hasPartners() {
        return false;
    }

    /** The slot of the partner key, the other side of a join, or {@link #NO_SLOT}. */
    default int partnerSlot(int slot) {
        return NO_SLOT;
    }

    /** The sensor or group of a slot, for an operator whose keys have two slots. */
    default int lineOf(int slot) {
        throw new UnsupportedOperationException("a key has one slot, slot=" + slot);
    }

    /** The keys that the operator expects, or null. */
    default ExpectedKeys expected() {
        return null;
    }

    /** Shares the expected keys of another operator of the same rule. */
    default void share(ExpectedKeys keys) {}

    /** Tells the shared expected keys that this operator has the slot, if it is a slot of one of them. */
    default void ownExpected(int slot) {}

    /** Whether the operator notices silence and must therefore know which sources are down. */
    default boolean noticesSilence() {
        return false;
    }

    /** Stops counting the silence of a key, because a source that feeds it is down. Repeated calls change nothing. */
    default void beginOutage(int slot) {}

    /**
     * Begins the silence of a key anew, because all sources that feed it are up again.
     *
     * @param sourceIndex the last of them to come back
     * @param timeNs the key's time
     */
    default void endOutage(int slot, int sourceIndex, long timeNs) {}

    /** Whether the operator's keys may be spread over several shards. */
    default boolean canBeSharded() {
        return true;
    }

    /** Readings skipped because they were older than the last one. */
    long skippedCount();

    /** Entries and timers of state refused because a limit was reached. */
    default long refusedCount() {
        return 0;
    }

    /**
     * The part of {@link #refusedCount()} in state that every shard holds. Every shard has refused the same entries, so
     * they are counted once.
     */
    default long refusedByEachCount() {
        return 0;
    }

    /** Keys of an alarm that are in alarm. Visits every key. */
    default long activeCount() {
        return 0;
    }

    /** Readings whose lookup found no partner. Not part of the state: a restart counts from 0. */
    default long unmatchedCount() {
        return 0;
    }

    /** Adds the keys whose lookup has failed and would still fail. */
    default void addUnmatchedKeys(List<UnmatchedKeys.Key> keys) {}

    /** Adds the state to a digest. */
    void digest(MessageDigest digest);

    /** Writes all state. */
    void writeTo(StateOutput out);

    /** Reads all state into this new operator of the same rule. */
    void readFrom(StateInput in);

    /** Bytes of state memory. */
    long stateBytes();
}
