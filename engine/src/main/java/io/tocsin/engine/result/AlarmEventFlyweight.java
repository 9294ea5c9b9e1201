package io.tocsin.engine.result;

import io.tocsin.engine.plan.alarm.Level;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of one decided alarm event, on its way from the engine to the alarm log. The object is reused: never keep a
 * reference.
 *
 * <pre>
 *    0        8        16       24       32       40       48       56       64   68   72   76 77 78 79 80       88
 *   +--------+--------+--------+--------+--------+--------+--------+--------+----+----+----+--+--+--+--+--------+
 *   |ordinal |position| time   |raised  |received|decided | value  | limit  |rule|sens|occ |k |lv|rs|hd|earlier |
 *   +--------+--------+--------+--------+--------+--------+--------+--------+----+----+----+--+--+--+--+--------+
 * </pre>
 *
 * <p>All fields except {@code decided} come from the journal alone and are the same in every replay. An event of an
 * alarm with a life cycle is longer: {@link AlarmBoardFlyweight} has the fields behind these. The byte {@code hd} has
 * two bits: the alarm is held, and the event is longer.
 */
public final class AlarmEventFlyweight {
    /** Bytes of an event. */
    public static final int LENGTH = 88;
    /** Offset of {@code decided}, bytes. */
    public static final int DECIDED_OFFSET = 40;
    /** Value of {@link #ruleId()} for an event about an alarm that the gateway does not have. */
    public static final int NO_RULE = Integer.MIN_VALUE;
    /** Value of {@link #raisedNs()} for an event without an episode. */
    public static final long NO_EPISODE = Long.MIN_VALUE;
    /** Value of {@link #levelCode()} for a rule without levels. */
    public static final int NO_LEVEL = -1;
    /** Value of {@link #sensorId()} for a rule over a group; the rule's selector takes the sensor's place. */
    public static final int GROUP = -1;

    /** Value of {@link #sensorId()} for a sensor that a missing alarm expects and that no record has defined. */
    public static int expected(int index) {
        return GROUP - 1 - index;
    }

    private static final int ORDINAL_OFFSET = 0;
    private static final int POSITION_OFFSET = 8;
    private static final int TIME_OFFSET = 16;
    private static final int RAISED_OFFSET = 24;
    private static final int RECEIVED_OFFSET = 32;
    private static final int VALUE_OFFSET = 48;
    private static final int LIMIT_OFFSET = 56;
    private static final int RULE_OFFSET = 64;
    private static final int SENSOR_OFFSET = 68;
    private static final int OCCURRENCE_OFFSET = 72;
    private static final int KIND_OFFSET = 76;
    private static final int LEVEL_OFFSET = 77;
    private static final int REASON_OFFSET = 78;
    private static final int HELD_OFFSET = 79;
    private static final int EARLIER_OFFSET = 80;
    private static final int HELD = 1;
    private static final int ON_BOARD = 2;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Wraps the event at {@code offset}. */
    public AlarmEventFlyweight wrap(DirectBuffer source, int offset) {
        boolean isOnBoard = (source.getByte(offset + HELD_OFFSET) & ON_BOARD) != 0;
        return wrap(source, offset, isOnBoard ? AlarmBoardFlyweight.lengthAt(source, offset) : LENGTH);
    }

    /** Wraps memory at {@code offset} for an event of a length. */
    public AlarmEventFlyweight wrap(DirectBuffer source, int offset, int length) {
        buffer.wrap(source, offset, length);
        return this;
    }

    /** The wrapped memory: {@link #length} bytes from 0. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Bytes of the event. */
    public int length() {
        return buffer.capacity();
    }

    /** Copies the event. */
    public void copyTo(MutableDirectBuffer target, int offset) {
        target.putBytes(offset, buffer, 0, buffer.capacity());
    }

    /** Whether the event has the fields of {@link AlarmBoardFlyweight}. */
    public boolean isOnBoard() {
        return (buffer.getByte(HELD_OFFSET) & ON_BOARD) != 0;
    }

    /** Marks the event as one with the fields of {@link AlarmBoardFlyweight}. */
    public AlarmEventFlyweight onBoard() {
        buffer.putByte(HELD_OFFSET, (byte) (buffer.getByte(HELD_OFFSET) | ON_BOARD));
        return this;
    }

    /** Number of events and rows that the fold over the journal emitted before this event. */
    public long ordinal() {
        return buffer.getLong(ORDINAL_OFFSET);
    }

    public AlarmEventFlyweight ordinal(long ordinal) {
        buffer.putLong(ORDINAL_OFFSET, ordinal);
        return this;
    }

    /** Journal position of the record that caused the event. */
    public long position() {
        return buffer.getLong(POSITION_OFFSET);
    }

    public AlarmEventFlyweight position(long position) {
        buffer.putLong(POSITION_OFFSET, position);
        return this;
    }

    /** Event time of the event as decided by the rule, epoch ns. */
    public long timeNs() {
        return buffer.getLong(TIME_OFFSET);
    }

    public AlarmEventFlyweight timeNs(long timeNs) {
        buffer.putLong(TIME_OFFSET, timeNs);
        return this;
    }

    /** Event time at which the episode was raised, epoch ns: part of the episode's id. */
    public long raisedNs() {
        return buffer.getLong(RAISED_OFFSET);
    }

    public AlarmEventFlyweight raisedNs(long raisedNs) {
        buffer.putLong(RAISED_OFFSET, raisedNs);
        return this;
    }

    /** Receive time of the record that caused the event, epoch ns. */
    public long receivedNs() {
        return buffer.getLong(RECEIVED_OFFSET);
    }

    public AlarmEventFlyweight receivedNs(long receivedNs) {
        buffer.putLong(RECEIVED_OFFSET, receivedNs);
        return this;
    }

    /** Time of the gateway's clock at the decision, epoch ns; differs in a replay. */
    public long decidedNs() {
        return buffer.getLong(DECIDED_OFFSET);
    }

    public AlarmEventFlyweight decidedNs(long decidedNs) {
        buffer.putLong(DECIDED_OFFSET, decidedNs);
        return this;
    }

    /** The last value at {@link #timeNs()}; NaN when there is none. */
    public double value() {
        return buffer.getDouble(VALUE_OFFSET);
    }

    public AlarmEventFlyweight value(double value) {
        buffer.putDouble(VALUE_OFFSET, value);
        return this;
    }

    /** The limit of the current level, or of the level left for CLEARED; NaN for rules without limits. */
    public double limit() {
        return buffer.getDouble(LIMIT_OFFSET);
    }

    public AlarmEventFlyweight limit(double limit) {
        buffer.putDouble(LIMIT_OFFSET, limit);
        return this;
    }

    /** The rule and its version: an id of the operator book. */
    public int ruleId() {
        return buffer.getInt(RULE_OFFSET);
    }

    public AlarmEventFlyweight ruleId(int ruleId) {
        buffer.putInt(RULE_OFFSET, ruleId);
        return this;
    }

    /** The sensor, or {@link #GROUP}. */
    public int sensorId() {
        return buffer.getInt(SENSOR_OFFSET);
    }

    public AlarmEventFlyweight sensorId(int sensorId) {
        buffer.putInt(SENSOR_OFFSET, sensorId);
        return this;
    }

    /** Ordinal of the episode among those of this rule and sensor raised at {@link #raisedNs()}, from 1. */
    public int occurrence() {
        return buffer.getInt(OCCURRENCE_OFFSET);
    }

    public AlarmEventFlyweight occurrence(int occurrence) {
        buffer.putInt(OCCURRENCE_OFFSET, occurrence);
        return this;
    }

    /** Kind of the event. */
    public AlarmEventKind kind() {
        return AlarmEventKind.ofCode(buffer.getByte(KIND_OFFSET));
    }

    public AlarmEventFlyweight kind(AlarmEventKind kind) {
        buffer.putByte(KIND_OFFSET, kind.code());
        return this;
    }

    /** Ordinal of the {@link Level}, the level left for CLEARED, or {@link #NO_LEVEL}. */
    public int levelCode() {
        return buffer.getByte(LEVEL_OFFSET);
    }

    public AlarmEventFlyweight levelCode(int levelCode) {
        buffer.putByte(LEVEL_OFFSET, (byte) levelCode);
        return this;
    }

    /** Reason of the event. */
    public AlarmEventReason reason() {
        return AlarmEventReason.ofCode(buffer.getByte(REASON_OFFSET));
    }

    public AlarmEventFlyweight reason(AlarmEventReason reason) {
        buffer.putByte(REASON_OFFSET, reason.code());
        return this;
    }

    /** Whether the alarm is held on a lost value. */
    public boolean isHeld() {
        return (buffer.getByte(HELD_OFFSET) & HELD) != 0;
    }

    /** Sets the mark; {@link #onBoard} follows it. */
    public AlarmEventFlyweight held(boolean isHeld) {
        buffer.putByte(HELD_OFFSET, (byte) (isHeld ? HELD : 0));
        return this;
    }

    /**
     * For LEVEL_CHANGED, the number of earlier events of this episode with the same {@link #timeNs()}, which
     * distinguishes several changes at one instant. 0 for other events, and under plans of the first edition.
     */
    public long earlierAtInstant() {
        return buffer.getLong(EARLIER_OFFSET);
    }

    public AlarmEventFlyweight earlierAtInstant(long count) {
        buffer.putLong(EARLIER_OFFSET, count);
        return this;
    }
}
