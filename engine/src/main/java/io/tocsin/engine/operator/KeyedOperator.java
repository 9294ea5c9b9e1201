package io.tocsin.engine.operator;

import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.List;

/**
 * One alarm rule or stream at work: state per key in flat off-heap slots, fed with the readings of the keys in journal
 * order.
 *
 * <p>Time within a key only moves by {@link #onReading} and {@link #advance}. A timer at T fires as soon as time is
 * known to be past T, so that samples at T itself are applied first. Engine thread only; after a slot is open nothing
 * here allocates.
 */
public interface KeyedOperator {
    /** {@link #nextTimerNs}: no timer is set. */
    long NO_TIMER = Long.MAX_VALUE;

    /** {@link #partnerSlot}: there is none. */
    int NO_SLOT = -1;

    /** The id of its rule or stream in the book. */
    int nodeId();

    /** Opens the state of one more key. */
    int openSlot(int sensorId);

    /**
     * Takes one reading of the slot's key, after firing the timers before its time.
     *
     * @param quality {@link io.tocsin.engine.reading.Quality#code()}
     * @param flags bits of {@link io.tocsin.engine.reading.ReadingFlags}
     * @return {@link #nextTimerNs} of the slot now
     */
    long onReading(int slot, long eventTimeNs, double value, int quality, int flags);

    /** A reading came too late to be put in order, and is counted: it will not be given to {@link #onReading}. */
    default void onLate(int slot, long eventTimeNs, double value, int quality, int flags) {}

    /** When the slot's next timer is due in the key's event time, or {@link #NO_TIMER}. */
    long nextTimerNs(int slot);

    /** The key's time is known to have reached {@code timeNs}: fires the timers before it. */
    void advance(int slot, long timeNs);

    /**
     * The key's clock is the gateway's, which was put forward or back: the times that the slot keeps move with it, so
     * that what was due in a while still is. Reported events stay unchanged.
     *
     * @param byNs forward, or back when it is negative
     * @param nowNs the key's time after that
     */
    void moveClock(int slot, long byNs, long nowNs);

    /**
     * The key's clock begins anew: windows that are open fire, delays and timeouts begin again, alarms continue.
     *
     * @param timeNs the key's time from here on
     */
    void restartClock(int slot, long timeNs);

    /** The gateway's clock was put forward or back: timers of processing time of all keys move with it. */
    default void moveClockTimers(long byNs) {}

    /** When the slot's next timer of processing time is due by the wall clock, epoch ns, or {@link #NO_TIMER}. */
    default long nextClockTimerNs(int slot) {
        return NO_TIMER;
    }

    /** The gateway's clock has reached the receive time of the current record: fires the timers of processing time. */
    default void advanceClock(int slot) {}

    /** Whether its keys may have timers of processing time. */
    default boolean hasClockTimers() {
        return false;
    }

    /**
     * Takes a reading that was selected for broadcast, for all keys.
     *
     * @param quality {@link io.tocsin.engine.reading.Quality#code()}
     * @param flags bits of {@link io.tocsin.engine.reading.ReadingFlags}
     */
    default void onBroadcast(long eventTimeNs, double value, int quality, int flags) {}

    /** The key's source has ended at {@code lastTimeNs}: fires the timers up to and including it, and none after. */
    void finish(int slot, long lastTimeNs);

    /** The rule goes: active episodes end. */
    void close();

    /** A key goes, for its derived sensor does: its active episode ends. */
    void closeSlot(int slot);

    /** A new plan has this operator too, but may present its results otherwise. */
    default void present(OperatorNode node) {}

    /** The derived sensors of its results; null when this is an alarm. */
    default DerivedOutputs outputs() {
        return null;
    }

    /** The key in {@link #outputs()} of a slot of this operator. */
    default int outputKey(int slot) {
        return slot;
    }

    /** The slot of the other side of a slot's key, or {@link #NO_SLOT}. */
    default int partnerSlot(int slot) {
        return NO_SLOT;
    }

    /** The sensor or group whose slot this is, where a key has two. */
    default int lineOf(int slot) {
        throw new UnsupportedOperationException("a key has one slot, slot=" + slot);
    }

    /** Whether its keys may live in several shards. */
    default boolean canBeSharded() {
        return true;
    }

    /** Readings skipped because they were older than the last one seen. */
    long skippedCount();

    /** Entries and timers of state that a bound has refused. */
    default long refusedCount() {
        return 0;
    }

    /** Of {@link #refusedCount()}, those of state that every shard holds: all of them have refused the same. */
    default long refusedByEachCount() {
        return 0;
    }

    /** Keys of an alarm that are in alarm; looks at every key. */
    default long activeCount() {
        return 0;
    }

    /** Readings that found nothing to look up; no state, a restart counts from there. */
    default long unmatchedCount() {
        return 0;
    }

    /** Adds the keys that have found nothing to look up, and would find nothing now. */
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
