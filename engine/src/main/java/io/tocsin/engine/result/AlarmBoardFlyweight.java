package io.tocsin.engine.result;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of the fields that an event of an alarm with a life cycle has behind those of {@link AlarmEventFlyweight}: the
 * alarm's whole state on the board after the event. The object is reused: never keep a reference.
 *
 * <pre>
 *   88  89  90  91  92  93  94  95 96       104    108    112    116    120
 *   +---+---+---+---+---+---+---+---+--------+------+------+------+------+----------------+
 *   |st |flg|shf|ref|ack|rng|by | 0 | until  |number|revis.|before|length| action, padded |
 *   +---+---+---+---+---+---+---+---+--------+------+------+------+------+----------------+
 * </pre>
 *
 * <p>Offsets are those of the whole event. The action is the body of the record that the event answers, if any.
 */
public final class AlarmBoardFlyweight {
    /** The longest body of an action, bytes. */
    public static final int MAX_ACTION_LENGTH = 1 << 14;

    /** Value of {@link #refusalCode()} for an event that refuses nothing. */
    public static final int NO_REFUSAL = -1;

    private static final int STATE_OFFSET = AlarmEventFlyweight.LENGTH;
    private static final int FLAGS_OFFSET = 89;
    private static final int SHELF_OFFSET = 90;
    private static final int REFUSAL_OFFSET = 91;
    private static final int ACKNOWLEDGED_LEVEL_OFFSET = 92;
    private static final int RUNG_LEVEL_OFFSET = 93;
    private static final int CAUSE_OFFSET = 94;
    private static final int ZERO_OFFSET = 95;
    private static final int UNTIL_OFFSET = 96;
    private static final int NUMBER_OFFSET = 104;
    private static final int REVISION_OFFSET = 108;
    private static final int UNACKED_BEFORE_OFFSET = 112;
    private static final int ACTION_LENGTH_OFFSET = 116;
    private static final int ACTION_OFFSET = 120;

    /** Bytes of the longest event. */
    public static final int MAX_LENGTH = ACTION_OFFSET + MAX_ACTION_LENGTH;

    private static final int ANNUNCIATED = 1;
    private static final int FIRST_IN_GROUP = 2;
    private static final int SUPPRESSED = 4;
    private static final int BY_DESIGN = 8;
    private static final int OUT_OF_SERVICE = 16;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Bytes of the whole event at an offset. */
    static int lengthAt(DirectBuffer source, int offset) {
        return ACTION_OFFSET + BitUtil.align(source.getInt(offset + ACTION_LENGTH_OFFSET), Long.BYTES);
    }

    /** Bytes of an event with an action. */
    public static int lengthWith(int actionLength) {
        return ACTION_OFFSET + BitUtil.align(actionLength, Long.BYTES);
    }

    /** Wraps the event, which must be on the board. */
    public AlarmBoardFlyweight wrap(AlarmEventFlyweight event) {
        buffer.wrap(event.buffer());
        return this;
    }

    /** The state after the event. */
    public AlarmState state() {
        return AlarmState.ofCode(buffer.getByte(STATE_OFFSET));
    }

    public AlarmBoardFlyweight state(AlarmState state) {
        buffer.putByte(STATE_OFFSET, state.code());
        buffer.putByte(FLAGS_OFFSET, (byte) 0);
        buffer.putByte(ZERO_OFFSET, (byte) 0);
        return this;
    }

    /** Whether the event rings: sinks receive it. */
    public boolean isAnnunciated() {
        return has(ANNUNCIATED);
    }

    public AlarmBoardFlyweight annunciated(boolean is) {
        return put(ANNUNCIATED, is);
    }

    /** Whether the alarm was the first active one of its group. */
    public boolean isFirstInGroup() {
        return has(FIRST_IN_GROUP);
    }

    public AlarmBoardFlyweight firstInGroup(boolean is) {
        return put(FIRST_IN_GROUP, is);
    }

    /** Whether an operator suppresses the alarm. */
    public boolean isSuppressed() {
        return has(SUPPRESSED);
    }

    public AlarmBoardFlyweight suppressed(boolean is) {
        return put(SUPPRESSED, is);
    }

    /** Whether the plan suppresses the alarm: another alarm, or a schedule. */
    public boolean isSuppressedByDesign() {
        return has(BY_DESIGN);
    }

    public AlarmBoardFlyweight suppressedByDesign(boolean is) {
        return put(BY_DESIGN, is);
    }

    /** Whether the alarm is out of service. */
    public boolean isOutOfService() {
        return has(OUT_OF_SERVICE);
    }

    public AlarmBoardFlyweight outOfService(boolean is) {
        return put(OUT_OF_SERVICE, is);
    }

    /** The shelf after the event; of UNSHELVED, the one that ended. */
    public ShelfKind shelf() {
        return ShelfKind.ofCode(buffer.getByte(SHELF_OFFSET));
    }

    public AlarmBoardFlyweight shelf(ShelfKind shelf) {
        buffer.putByte(SHELF_OFFSET, shelf.code());
        return this;
    }

    /** Code of the refusal, or {@link #NO_REFUSAL}. */
    public int refusalCode() {
        return buffer.getByte(REFUSAL_OFFSET);
    }

    public AlarmBoardFlyweight refusalCode(int code) {
        buffer.putByte(REFUSAL_OFFSET, (byte) code);
        return this;
    }

    /** The level that the last acknowledgement covers, or {@link AlarmEventFlyweight#NO_LEVEL}. */
    public int acknowledgedLevelCode() {
        return buffer.getByte(ACKNOWLEDGED_LEVEL_OFFSET);
    }

    public AlarmBoardFlyweight acknowledgedLevelCode(int code) {
        buffer.putByte(ACKNOWLEDGED_LEVEL_OFFSET, (byte) code);
        return this;
    }

    /** The highest level that rang and waits for an acknowledgement, or {@link AlarmEventFlyweight#NO_LEVEL}. */
    public int rungLevelCode() {
        return buffer.getByte(RUNG_LEVEL_OFFSET);
    }

    public AlarmBoardFlyweight rungLevelCode(int code) {
        buffer.putByte(RUNG_LEVEL_OFFSET, (byte) code);
        return this;
    }

    /** The cause of an event that no rule decided. */
    public EventCause cause() {
        return EventCause.ofCode(buffer.getByte(CAUSE_OFFSET));
    }

    public AlarmBoardFlyweight cause(EventCause cause) {
        buffer.putByte(CAUSE_OFFSET, cause.code());
        return this;
    }

    /** End of the shelf by the wall clock, epoch ns; 0 without one. */
    public long untilNs() {
        return buffer.getLong(UNTIL_OFFSET);
    }

    public AlarmBoardFlyweight untilNs(long untilNs) {
        buffer.putLong(UNTIL_OFFSET, untilNs);
        return this;
    }

    /** Number of the reminder within its episode, from 1; 0 for other events. */
    public int number() {
        return buffer.getInt(NUMBER_OFFSET);
    }

    public AlarmBoardFlyweight number(int number) {
        buffer.putInt(NUMBER_OFFSET, number);
        return this;
    }

    /** Number of compatible edits of the rule since its version began. */
    public int revision() {
        return buffer.getInt(REVISION_OFFSET);
    }

    public AlarmBoardFlyweight revision(int revision) {
        buffer.putInt(REVISION_OFFSET, revision);
        return this;
    }

    /** Number of earlier episodes that nobody has acknowledged. */
    public int unackedBefore() {
        return buffer.getInt(UNACKED_BEFORE_OFFSET);
    }

    public AlarmBoardFlyweight unackedBefore(int count) {
        buffer.putInt(UNACKED_BEFORE_OFFSET, count);
        return this;
    }

    /** Bytes of the action that the event answers; 0 for none. */
    public int actionLength() {
        return buffer.getInt(ACTION_LENGTH_OFFSET);
    }

    /** The event's memory, with the action at {@link #actionOffset()}. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Offset of the action, bytes. */
    public int actionOffset() {
        return ACTION_OFFSET;
    }

    /** Sets the action, or an empty one. The event's memory must have room for it. */
    public AlarmBoardFlyweight action(byte[] body) {
        MutableDirectBuffer memory = buffer;
        memory.putInt(ACTION_LENGTH_OFFSET, body.length);
        memory.setMemory(ACTION_OFFSET, BitUtil.align(body.length, Long.BYTES), (byte) 0);
        memory.putBytes(ACTION_OFFSET, body);
        return this;
    }

    private boolean has(int flag) {
        return (buffer.getByte(FLAGS_OFFSET) & flag) != 0;
    }

    private AlarmBoardFlyweight put(int flag, boolean is) {
        int others = buffer.getByte(FLAGS_OFFSET) & ~flag;
        buffer.putByte(FLAGS_OFFSET, (byte) (is ? others | flag : others));
        return this;
    }
}
