package io.tocsin.engine.scope;

import static io.tocsin.engine.scope.SensorLayout.CLOCK_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.ENDED_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.LAST_RECEIVE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.LENGTH;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_RECEIVE_OFFSET;

import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.DueQueue;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The state records of all scopes of one kind (sensors, or groups) and their time.
 *
 * <p>The time of a scope is its highest event time; once the scope has been silent for {@code idleAfter}, its time
 * advances with the gateway's clock. Timers thus fire without traffic, even for a sensor whose clock is wrong by an
 * hour.
 */
public final class Scopes {
    private final StateArena records = new StateArena(LENGTH);

    public int open() {
        int index = records.addSlot();
        UnsafeBuffer record = records.chunk(index);
        int at = records.offset(index);
        record.putLong(at + MAX_EVENT_OFFSET, Long.MIN_VALUE);
        record.putLong(at + IDLE_DUE_OFFSET, DueQueue.NEVER);
        return index;
    }

    /** The address of the scope's state record. */
    public long address(int index) {
        return records.address(index);
    }

    public int count() {
        return records.slotCount();
    }

    public long stateBytes() {
        return records.byteCount();
    }

    public void digest(MessageDigest digest) {
        records.digest(digest, SensorLayout.RESULT_LENGTH);
    }

    /** Stores the times of one reading in the state record at an address. */
    public static void onReading(long record, long eventTimeNs, long receiveTimeNs) {
        if (eventTimeNs > UnsafeApi.getLong(record + MAX_EVENT_OFFSET)) {
            UnsafeApi.putLong(record + MAX_EVENT_OFFSET, eventTimeNs);
            UnsafeApi.putLong(record + MAX_EVENT_RECEIVE_OFFSET, receiveTimeNs);
        }
        UnsafeApi.putLong(record + LAST_RECEIVE_OFFSET, receiveTimeNs);
        if (UnsafeApi.getInt(record + ENDED_OFFSET) != 0) {
            UnsafeApi.putInt(record + ENDED_OFFSET, 0);
        }
    }

    /**
     * As {@link #onReading}, and stores whether the reading has the gateway's time. For the newest reading that costs
     * one compare of cached memory.
     *
     * @param clock {@link SensorLayout#GATEWAY_CLOCK} or 0
     */
    public static void onReading(long record, long eventTimeNs, long receiveTimeNs, int clock) {
        if (eventTimeNs > UnsafeApi.getLong(record + MAX_EVENT_OFFSET)
                && UnsafeApi.getInt(record + CLOCK_OFFSET) != clock) {
            UnsafeApi.putInt(record + CLOCK_OFFSET, clock);
        }
        onReading(record, eventTimeNs, receiveTimeNs);
    }

    /** Whether a scope runs on the gateway's clock, because its newest reading had no time of its own. */
    public boolean isOfGateway(int index) {
        return (getInt(index, CLOCK_OFFSET) & SensorLayout.GATEWAY_CLOCK) != 0;
    }

    /** Restarts the scope's clock at a time as of the current record, whatever it was before. */
    public void restartClock(int index, long timeNs, long elapsedNs) {
        putLong(index, MAX_EVENT_OFFSET, timeNs);
        putLong(index, MAX_EVENT_RECEIVE_OFFSET, elapsedNs);
    }

    /** Forgets the scope's time: the next reading sets it, as if it were the first. */
    public void forgetTime(int index) {
        putLong(index, MAX_EVENT_OFFSET, Long.MIN_VALUE);
    }

    /** Ends the scope: its time stops until the next reading. */
    public void end(int index) {
        records.chunk(index).putInt(records.offset(index) + ENDED_OFFSET, 1);
    }

    public boolean hasEnded(int index) {
        return getInt(index, ENDED_OFFSET) != 0;
    }

    /**
     * Whether the scope's time advances with the clock: it has been silent for {@code idleAfterNs} and its source has
     * not ended.
     */
    public boolean isIdle(int index, long clockNs, long idleAfterNs) {
        return getLong(index, MAX_EVENT_OFFSET) != Long.MIN_VALUE
                && !hasEnded(index)
                && clockNs >= getLong(index, LAST_RECEIVE_OFFSET) + idleAfterNs;
    }

    /** The time of an idle scope when the gateway's clock is at {@code clockNs}. */
    public long idleTimeNs(int index, long clockNs) {
        return getLong(index, MAX_EVENT_OFFSET) + (clockNs - getLong(index, MAX_EVENT_RECEIVE_OFFSET));
    }

    /**
     * The scope's time if it has been silent since its newest reading; {@link Long#MIN_VALUE} before the first reading.
     */
    public long silentTimeNs(int index, long elapsedNs) {
        long maxEventNs = getLong(index, MAX_EVENT_OFFSET);
        return maxEventNs == Long.MIN_VALUE || hasEnded(index)
                ? maxEventNs
                : Math.max(maxEventNs, idleTimeNs(index, elapsedNs));
    }

    /** The highest event time; {@link Long#MIN_VALUE} before the first reading. */
    public long maxEventNs(int index) {
        return getLong(index, MAX_EVENT_OFFSET);
    }

    /**
     * The scope's time at the arrival of a reading: the reading's own if that is newer, otherwise the newest event time
     * plus the time elapsed since.
     */
    public long runningTimeNs(int index, long eventTimeNs, long receiveTimeNs) {
        long maxEventNs = getLong(index, MAX_EVENT_OFFSET);
        if (eventTimeNs >= maxEventNs) {
            return eventTimeNs;
        }
        return maxEventNs + Math.max(0, receiveTimeNs - getLong(index, MAX_EVENT_RECEIVE_OFFSET));
    }

    /**
     * The clock time at which a timer at {@code timerNs} fires without further readings; NEVER when time has stopped.
     */
    public long dueNs(int index, long timerNs, long idleAfterNs) {
        long maxEventNs = getLong(index, MAX_EVENT_OFFSET);
        if (timerNs == KeyedOperator.NO_TIMER || maxEventNs == Long.MIN_VALUE || hasEnded(index)) {
            return DueQueue.NEVER;
        }
        return Math.max(getLong(index, LAST_RECEIVE_OFFSET) + idleAfterNs, passedNs(records.address(index), timerNs));
    }

    /** The clock time at which the time of the scope at an address, with readings, is past a timer by itself. */
    public static long passedNs(long record, long timerNs) {
        long aheadNs = timerNs - UnsafeApi.getLong(record + MAX_EVENT_OFFSET);
        return UnsafeApi.getLong(record + MAX_EVENT_RECEIVE_OFFSET) + aheadNs + 1;
    }

    public int getInt(int index, int fieldOffset) {
        return records.chunk(index).getInt(records.offset(index) + fieldOffset);
    }

    public void putInt(int index, int fieldOffset, int value) {
        records.chunk(index).putInt(records.offset(index) + fieldOffset, value);
    }

    public long getLong(int index, int fieldOffset) {
        return records.chunk(index).getLong(records.offset(index) + fieldOffset);
    }

    public void putLong(int index, int fieldOffset, long value) {
        records.chunk(index).putLong(records.offset(index) + fieldOffset, value);
    }

    /** Copies the state record of a scope of another table. */
    public void copyFrom(int index, Scopes other, int otherIndex) {
        records.chunk(index)
                .putBytes(
                        records.offset(index),
                        other.records.chunk(otherIndex),
                        other.records.offset(otherIndex),
                        LENGTH);
    }

    public void writeTo(StateOutput out) {
        records.writeTo(out);
    }

    public void readFrom(StateInput in) {
        records.readFrom(in);
        for (int index = 0; index < records.slotCount(); index++) {
            putLong(index, IDLE_DUE_OFFSET, DueQueue.NEVER);
        }
    }
}
