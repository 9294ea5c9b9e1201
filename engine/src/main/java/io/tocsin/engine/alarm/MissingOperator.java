package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.MissingLayout.ACTIVE_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.ARMED_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.LAST_EVENT_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.LAST_GOOD_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.LAST_SIGN_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.LAST_TIME_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.NO_SIGN;
import static io.tocsin.engine.alarm.MissingLayout.NUMBERS_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.OCCURRENCE_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.RAISED_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.SENSOR_OFFSET;
import static io.tocsin.engine.alarm.MissingLayout.VALUE_OFFSET;

import io.tocsin.engine.operator.ClockTimes;
import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.ExpectedKeys;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.SensorNaming;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The missing alarm: no good sample within the timeout after the last one. A retained message is an old state, not a
 * sign of life: it arms the alarm but neither clears nor delays it.
 *
 * <p>Over a group, all keys share one slot. Their readings come in any order, so none is skipped as old and the latest
 * good sample counts.
 */
public final class MissingOperator implements KeyedOperator {
    private static final int BAD = Quality.BAD.code();

    private final StateArena hot = StateArena.ofHotSlots(MissingLayout.HOT_LENGTH);
    private final StateArena cold = StateArena.ofKeys(MissingLayout.COLD_LENGTH);
    private final EventEmitter emitter;
    private final CurrentEdition edition;
    private final int ruleId;
    private final long timeoutNs;
    private final boolean skipsOld;
    private final SensorNaming names;
    private final OutageHold outages;
    /** Null: the rule expects no sensors. */
    private ExpectedSensors expected;
    /** Address of the first chunk of the hot slots, cached to save a load for each reading. */
    private long firstHotAddress;

    private int firstHotCount;
    private long skippedCount;

    public MissingOperator(MissingRule rule, int ruleId, OperatorContext context) {
        this.emitter = context.emitter();
        this.edition = context.edition();
        this.ruleId = ruleId;
        this.timeoutNs = rule.timeoutNs();
        this.names = context.names();
        this.expected = rule.expected().isEmpty() ? null : new ExpectedSensors(rule, ruleId, emitter, context.links());
        this.outages = new OutageHold(context.links(), emitter, timeoutNs + Math.max(0, rule.reorderNs()));
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER && !rule.group();
    }

    /** Bytes that one key costs. */
    public static int bytesPerKey() {
        return MissingLayout.HOT_LENGTH + MissingLayout.COLD_LENGTH;
    }

    @Override
    public int nodeId() {
        return ruleId;
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = addSlot();
        long hotAt = hotAddress(slot);
        long coldAt = cold.address(slot);
        UnsafeApi.putLong(hotAt + LAST_SIGN_OFFSET, NO_SIGN);
        UnsafeApi.putDouble(hotAt + VALUE_OFFSET, Double.NaN);
        UnsafeApi.putLong(coldAt + LAST_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(coldAt + LAST_GOOD_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(coldAt + RAISED_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(coldAt + SENSOR_OFFSET, sensorId);
        if (expected != null) {
            expected.onOpen(names.sensorName(sensorId), this, slot);
        }
        return slot;
    }

    @Override
    public ExpectedKeys expected() {
        return expected;
    }

    @Override
    public void share(ExpectedKeys keys) {
        expected = (ExpectedSensors) keys;
    }

    @Override
    public void ownExpected(int slot) {
        if (expected != null) {
            expected.own(slot, this);
        }
    }

    /** Continues the episode of an expected sensor that raised the alarm before it had a slot. */
    void adopt(int slot, long raisedNs) {
        long coldAt = cold.address(slot);
        UnsafeApi.putLong(coldAt + RAISED_OFFSET, raisedNs);
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, raisedNs);
        UnsafeApi.putInt(coldAt + OCCURRENCE_OFFSET, 1);
        UnsafeApi.putInt(coldAt + ACTIVE_OFFSET, 1);
    }

    /** Raises the alarm of an expected sensor without a good reading so far. */
    void raiseIfNeverGood(int slot, long timeNs) {
        takeSignAway(slot);
        long coldAt = cold.address(slot);
        if (UnsafeApi.getLong(coldAt + LAST_GOOD_OFFSET) == Long.MIN_VALUE) {
            raiseAt(slot, timeNs);
        }
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long hotAt = hotAddress(slot);
        long lastSignNs = UnsafeApi.getLong(hotAt + LAST_SIGN_OFFSET);
        if (eventTimeNs >= lastSignNs
                && eventTimeNs <= lastSignNs + timeoutNs
                && quality != BAD
                && (flags & ReadingFlags.RETAINED) == 0) {
            return takeSign(hotAt, eventTimeNs, value);
        }
        boolean isFirst = lastSignNs == NO_SIGN && lastTimeNs(slot) == Long.MIN_VALUE && !isActive(slot);
        if (isFirst && quality != BAD) {
            return takeSign(hotAt, eventTimeNs, value);
        }
        // The first readings do not take this path. The compiler inlines what is called often at first, and inlining
        // these calls would cost every reading registers.
        return onOtherReading(slot, eventTimeNs, value, quality, flags);
    }

    private long takeSign(long hotAt, long timeNs, double value) {
        UnsafeApi.putLong(hotAt + LAST_SIGN_OFFSET, timeNs);
        UnsafeApi.putDouble(hotAt + VALUE_OFFSET, value);
        return timeNs + timeoutNs;
    }

    /** Handles a reading that is old, comes after a silence, is no sign of life, or follows a reading that was none. */
    private long onOtherReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long timeNs = eventTimeNs;
        long lastTimeNs = lastTimeNs(slot);
        if (timeNs < lastTimeNs) {
            if (skipsOld) {
                skippedCount++;
                return nextTimerNs(slot);
            }
            if (edition.isSecond()) {
                return onOvertaken(slot, timeNs, value, quality, flags);
            }
            timeNs = lastTimeNs;
        }
        takeSignAway(slot);
        long coldAt = cold.address(slot);
        UnsafeApi.putLong(coldAt + LAST_TIME_OFFSET, timeNs);
        if (nextTimerNs(slot) < timeNs) {
            onSilence(slot, timeNs);
        }
        if (quality == BAD || !isSignOfLife(coldAt, flags)) {
            return nextTimerNs(slot);
        }
        long timerNs = takeSign(hotAddress(slot), timeNs, value);
        if (UnsafeApi.getInt(coldAt + ARMED_OFFSET) == 0) {
            clearIfActive(slot, timeNs);
        }
        return timerNs;
    }

    /**
     * Handles a reading older than the newest, for a rule that accepts such readings. The timeout restarts at the
     * reading's time, but not before the last good sample or the last event, so an old reading never lengthens the
     * silence.
     */
    private long onOvertaken(int slot, long timeNs, double value, int quality, int flags) {
        takeSignAway(slot);
        long coldAt = cold.address(slot);
        if (nextTimerNs(slot) < timeNs) {
            onSilence(slot, timeNs);
        }
        if (quality != BAD && isSignOfLife(coldAt, flags)) {
            long beforeNs = Math.max(
                    UnsafeApi.getLong(coldAt + LAST_GOOD_OFFSET), UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET));
            UnsafeApi.putLong(coldAt + LAST_GOOD_OFFSET, Math.max(timeNs, beforeNs));
            UnsafeApi.putDouble(hotAddress(slot) + VALUE_OFFSET, value);
            boolean wasArmed = UnsafeApi.getInt(coldAt + ARMED_OFFSET) == 1;
            UnsafeApi.putInt(coldAt + ARMED_OFFSET, 1);
            if (!wasArmed) {
                clearIfActive(slot, timeNs);
            }
        }
        return nextTimerNs(slot);
    }

    @Override
    public long nextTimerNs(int slot) {
        return outages.isDown(cold.address(slot)) ? NO_TIMER : timerNs(slot);
    }

    private long timerNs(int slot) {
        long lastSignNs = UnsafeApi.getLong(hotAddress(slot) + LAST_SIGN_OFFSET);
        if (lastSignNs != NO_SIGN) {
            return lastSignNs + timeoutNs;
        }
        long coldAt = cold.address(slot);
        boolean isArmed = UnsafeApi.getInt(coldAt + ARMED_OFFSET) == 1;
        return isArmed ? UnsafeApi.getLong(coldAt + LAST_GOOD_OFFSET) + timeoutNs : NO_TIMER;
    }

    @Override
    public void advance(int slot, long timeNs) {
        if (nextTimerNs(slot) < timeNs) {
            onSilence(slot, timeNs);
        }
    }

    @Override
    public boolean noticesSilence() {
        return true;
    }

    @Override
    public void beginOutage(int slot) {
        outages.begin(cold.address(slot));
    }

    @Override
    public void endOutage(int slot, int sourceIndex, long timeNs) {
        takeSignAway(slot);
        long coldAt = cold.address(slot);
        outages.end(coldAt, sourceIndex);
        if (UnsafeApi.getInt(coldAt + ARMED_OFFSET) == 1) {
            long lastGoodNs = UnsafeApi.getLong(coldAt + LAST_GOOD_OFFSET);
            UnsafeApi.putLong(coldAt + LAST_GOOD_OFFSET, Math.max(lastGoodNs, timeNs));
        }
    }

    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        takeSignAway(slot);
        long coldAt = cold.address(slot);
        ClockTimes.move(coldAt + LAST_TIME_OFFSET, byNs, nowNs);
        ClockTimes.move(coldAt + LAST_EVENT_OFFSET, byNs, nowNs);
        ClockTimes.move(coldAt + LAST_GOOD_OFFSET, byNs, nowNs);
        if (byNs < 0) {
            Episode.goOn(coldAt + OCCURRENCE_OFFSET, coldAt + NUMBERS_OFFSET);
        }
    }

    @Override
    public void restartClock(int slot, long timeNs) {
        takeSignAway(slot);
        long coldAt = cold.address(slot);
        ClockTimes.restart(coldAt + LAST_TIME_OFFSET, timeNs);
        ClockTimes.restart(coldAt + LAST_EVENT_OFFSET, timeNs);
        ClockTimes.restart(coldAt + LAST_GOOD_OFFSET, timeNs);
        Episode.goOn(coldAt + OCCURRENCE_OFFSET, coldAt + NUMBERS_OFFSET);
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        advance(slot, lastTimeNs + 1);
    }

    @Override
    public void close() {
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            closeSlot(slot);
        }
        if (expected != null) {
            expected.close();
        }
    }

    @Override
    public void closeSlot(int slot) {
        clearIfActive(slot, lastTimeNs(slot));
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public long activeCount() {
        long sum = expected == null ? 0 : expected.activeCount();
        for (int slot = 0; slot < cold.slotCount(); slot++) {
            sum += UnsafeApi.getInt(cold.address(slot) + ACTIVE_OFFSET);
        }
        return sum;
    }

    @Override
    public void digest(MessageDigest digest) {
        byte[] bytes = new byte[MissingLayout.STORED_LENGTH];
        UnsafeBuffer stored = newStored();
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            store(slot, stored);
            stored.getBytes(0, bytes);
            digest.update(bytes);
        }
        if (expected != null) {
            expected.digest(digest);
        }
    }

    @Override
    public long stateBytes() {
        return hot.byteCount() + cold.byteCount();
    }

    private static boolean isSignOfLife(long coldAt, int flags) {
        boolean isUnarmed = UnsafeApi.getLong(coldAt + LAST_GOOD_OFFSET) == Long.MIN_VALUE
                && UnsafeApi.getInt(coldAt + ACTIVE_OFFSET) == 0;
        return (flags & ReadingFlags.RETAINED) == 0 || isUnarmed;
    }

    private boolean isActive(int slot) {
        return UnsafeApi.getInt(cold.address(slot) + ACTIVE_OFFSET) == 1;
    }

    private long lastTimeNs(int slot) {
        long lastSignNs = UnsafeApi.getLong(hotAddress(slot) + LAST_SIGN_OFFSET);
        return lastSignNs != NO_SIGN ? lastSignNs : UnsafeApi.getLong(cold.address(slot) + LAST_TIME_OFFSET);
    }

    /** Moves the last sign into the cold part. */
    private void takeSignAway(int slot) {
        long hotAt = hotAddress(slot);
        long lastSignNs = UnsafeApi.getLong(hotAt + LAST_SIGN_OFFSET);
        if (lastSignNs != NO_SIGN) {
            long coldAt = cold.address(slot);
            UnsafeApi.putLong(coldAt + LAST_TIME_OFFSET, lastSignNs);
            UnsafeApi.putLong(coldAt + LAST_GOOD_OFFSET, lastSignNs);
            UnsafeApi.putInt(coldAt + ARMED_OFFSET, 1);
            UnsafeApi.putLong(hotAt + LAST_SIGN_OFFSET, NO_SIGN);
        }
    }

    /**
     * The timeout is over. Raises the alarm, or begins the timeout anew if the source came back only a while ago.
     *
     * @param timeNs the key's time, past the timeout
     */
    private void onSilence(int slot, long timeNs) {
        takeSignAway(slot);
        long coldAt = cold.address(slot);
        if (outages.isBack(coldAt)) {
            UnsafeApi.putLong(coldAt + LAST_GOOD_OFFSET, timeNs);
            return;
        }
        // A late sample may set a timer before the last event, when the clock has already reported a silence that
        // lasted beyond the sample's time.
        raiseAt(slot, Math.max(timerNs(slot), UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET)));
    }

    private void raiseAt(int slot, long timeNs) {
        long coldAt = cold.address(slot);
        Episode.begin(coldAt + RAISED_OFFSET, coldAt + OCCURRENCE_OFFSET, coldAt + NUMBERS_OFFSET, timeNs);
        UnsafeApi.putInt(coldAt + ARMED_OFFSET, 0);
        UnsafeApi.putInt(coldAt + ACTIVE_OFFSET, 1);
        emit(slot, AlarmEventKind.RAISED, timeNs);
    }

    private void clearIfActive(int slot, long sampleTimeNs) {
        long coldAt = cold.address(slot);
        if (UnsafeApi.getInt(coldAt + ACTIVE_OFFSET) == 1) {
            UnsafeApi.putInt(coldAt + ACTIVE_OFFSET, 0);
            emit(slot, AlarmEventKind.CLEARED, Math.max(sampleTimeNs, UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET)));
        }
    }

    private void emit(int slot, AlarmEventKind kind, long timeNs) {
        long coldAt = cold.address(slot);
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, timeNs);
        emitter.emit(
                kind,
                ruleId,
                UnsafeApi.getInt(coldAt + SENSOR_OFFSET),
                timeNs,
                UnsafeApi.getLong(coldAt + RAISED_OFFSET),
                UnsafeApi.getInt(coldAt + OCCURRENCE_OFFSET),
                UnsafeApi.getDouble(hotAddress(slot) + VALUE_OFFSET),
                false);
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(skippedCount);
        out.putInt(MissingLayout.STORED_LENGTH);
        out.putInt(hot.slotCount());
        UnsafeBuffer stored = newStored();
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            store(slot, stored);
            out.putMemory(stored, 0, MissingLayout.STORED_LENGTH);
        }
        if (expected != null) {
            expected.writeTo(out);
        }
    }

    @Override
    public void readFrom(StateInput in) {
        skippedCount = in.getLong();
        int storedLength = in.getInt();
        if (storedLength != MissingLayout.STORED_LENGTH || hot.slotCount() != 0) {
            throw new IllegalStateException(
                    "expected slots of length=" + MissingLayout.STORED_LENGTH + ", found " + storedLength);
        }
        int storedCount = in.getInt();
        UnsafeBuffer stored = newStored();
        for (int i = 0; i < storedCount; i++) {
            int slot = addSlot();
            in.getMemory(stored, 0, MissingLayout.STORED_LENGTH);
            MissingLayout.load(stored.addressOffset(), hotAddress(slot), cold.address(slot));
            outages.onRead(cold.address(slot));
        }
        if (expected != null) {
            expected.readFrom(in, this);
        }
    }

    private long hotAddress(int slot) {
        return slot < firstHotCount ? firstHotAddress + (long) slot * MissingLayout.HOT_LENGTH : hot.address(slot);
    }

    private int addSlot() {
        cold.addSlot();
        int slot = hot.addSlot();
        firstHotAddress = hot.firstChunkAddress();
        firstHotCount = hot.firstChunkCount();
        return slot;
    }

    private void store(int slot, UnsafeBuffer stored) {
        takeSignAway(slot);
        MissingLayout.store(hotAddress(slot), cold.address(slot), timerNs(slot), stored.addressOffset());
    }

    private static UnsafeBuffer newStored() {
        ByteBuffer memory = ByteBuffer.allocateDirect(MissingLayout.STORED_LENGTH);
        return new UnsafeBuffer(memory.order(ByteOrder.nativeOrder()));
    }
}
