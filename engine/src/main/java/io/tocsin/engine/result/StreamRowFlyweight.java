package io.tocsin.engine.result;

import io.tocsin.engine.reading.TextValue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of one row of a stream, on its way from the engine to the log. The object is reused: never keep a reference.
 *
 * <pre>
 *    0        8        16       24       32       40       48       56   60   64 66 68   72
 *   +--------+--------+--------+--------+--------+--------+--------+----+----+--+--+----+--------+--
 *   |ordinal |position| start  | end    |received|decided | count  |strm|key |n |ck|flag| value 0| …
 *   +--------+--------+--------+--------+--------+--------+--------+----+----+--+--+----+--------+--
 * </pre>
 *
 * <p>The row of a join has two more values, as long integers: the time of its left sample, then the time of its right
 * sample. Start and end of such a row are those of the window, or the earlier of the two times and a nanosecond after
 * the later.
 *
 * <p>All fields except {@code decided} come from the journal alone and are the same in every replay.
 */
public final class StreamRowFlyweight {
    /** Bytes before the first value. */
    public static final int HEAD_LENGTH = 72;
    /** Offset of {@code decided}, bytes. */
    public static final int DECIDED_OFFSET = 40;

    private static final int ORDINAL_OFFSET = 0;
    private static final int POSITION_OFFSET = 8;
    private static final int START_OFFSET = 16;
    private static final int END_OFFSET = 24;
    private static final int RECEIVED_OFFSET = 32;
    private static final int COUNT_OFFSET = 48;
    private static final int STREAM_OFFSET = 56;
    private static final int KEY_OFFSET = 60;
    private static final int VALUE_COUNT_OFFSET = 64;
    private static final int VALUE_COUNT_MASK = 0xFFFF;
    private static final int CLOCK_SHIFT = 16;
    private static final int FLAGS_OFFSET = 68;
    private static final int UPDATE_FLAG = 1;
    private static final int LATE_FLAG = 2;
    private static final int JOIN_FLAG = 4;
    /** Shift, above the flags, of the number of other rows with the same end emitted before. */
    private static final int GIVEN_BEFORE_SHIFT = 8;

    private static final int GIVEN_BEFORE_MAX = -1 >>> GIVEN_BEFORE_SHIFT;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Bytes of a row with a number of values. */
    public static int lengthOf(int valueCount) {
        return HEAD_LENGTH + valueCount * Double.BYTES;
    }

    /** Wraps the complete row at {@code offset}. */
    public StreamRowFlyweight wrap(DirectBuffer source, int offset) {
        return wrap(source, offset, source.getInt(offset + VALUE_COUNT_OFFSET) & VALUE_COUNT_MASK);
    }

    /** Wraps memory at {@code offset} for a new row with a number of values. */
    public StreamRowFlyweight wrap(DirectBuffer source, int offset, int valueCount) {
        buffer.wrap(source, offset, lengthOf(valueCount));
        return this;
    }

    /** Copies the row. */
    public void copyTo(MutableDirectBuffer target, int offset) {
        target.putBytes(offset, buffer, 0, length());
    }

    /** The wrapped memory: {@link #length} bytes from 0. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Bytes of the row. */
    public int length() {
        return buffer.capacity();
    }

    /** Number of events and rows that the fold over the journal emitted before this row. */
    public long ordinal() {
        return buffer.getLong(ORDINAL_OFFSET);
    }

    public StreamRowFlyweight ordinal(long ordinal) {
        buffer.putLong(ORDINAL_OFFSET, ordinal);
        return this;
    }

    /** Journal position of the record that caused the row. */
    public long position() {
        return buffer.getLong(POSITION_OFFSET);
    }

    public StreamRowFlyweight position(long position) {
        buffer.putLong(POSITION_OFFSET, position);
        return this;
    }

    /** First instant of the window, epoch ns; for a late sample the sample's time. */
    public long startNs() {
        return buffer.getLong(START_OFFSET);
    }

    public StreamRowFlyweight startNs(long startNs) {
        buffer.putLong(START_OFFSET, startNs);
        return this;
    }

    /** The first instant after the window, epoch ns. */
    public long endNs() {
        return buffer.getLong(END_OFFSET);
    }

    public StreamRowFlyweight endNs(long endNs) {
        buffer.putLong(END_OFFSET, endNs);
        return this;
    }

    /** Receive time of the record that caused the row, epoch ns. */
    public long receivedNs() {
        return buffer.getLong(RECEIVED_OFFSET);
    }

    public StreamRowFlyweight receivedNs(long receivedNs) {
        buffer.putLong(RECEIVED_OFFSET, receivedNs);
        return this;
    }

    /** Time of the gateway's clock at the decision, epoch ns; 0 in a replay. */
    public long decidedNs() {
        return buffer.getLong(DECIDED_OFFSET);
    }

    public StreamRowFlyweight decidedNs(long decidedNs) {
        buffer.putLong(DECIDED_OFFSET, decidedNs);
        return this;
    }

    /** Number of samples of the window. */
    public long count() {
        return buffer.getLong(COUNT_OFFSET);
    }

    public StreamRowFlyweight count(long count) {
        buffer.putLong(COUNT_OFFSET, count);
        return this;
    }

    /** The stream, see {@link ResultNames#stream}. */
    public int streamId() {
        return buffer.getInt(STREAM_OFFSET);
    }

    public StreamRowFlyweight streamId(int streamId) {
        buffer.putInt(STREAM_OFFSET, streamId);
        return this;
    }

    /** The sensor or group of the window, see {@link ResultNames#sensorName}. */
    public int sensorId() {
        return buffer.getInt(KEY_OFFSET);
    }

    public StreamRowFlyweight sensorId(int sensorId) {
        buffer.putInt(KEY_OFFSET, sensorId);
        return this;
    }

    /** Number of values of the row. */
    public int valueCount() {
        return buffer.getInt(VALUE_COUNT_OFFSET) & VALUE_COUNT_MASK;
    }

    /** Sets the number of values, and resets the clock to the key's first. */
    public StreamRowFlyweight valueCount(int valueCount) {
        buffer.putInt(VALUE_COUNT_OFFSET, valueCount);
        return this;
    }

    /** Number of times the key's clock had gone back before, modulo 65,536, because the row's times may occur again. */
    public int clock() {
        return buffer.getInt(VALUE_COUNT_OFFSET) >>> CLOCK_SHIFT;
    }

    /** Sets the clock, which shares a field with the value count: set the value count first. */
    public StreamRowFlyweight clock(int clock) {
        buffer.putInt(VALUE_COUNT_OFFSET, valueCount() | (clock << CLOCK_SHIFT));
        return this;
    }

    /** Whether a row of this window was emitted before. */
    public boolean isUpdate() {
        return (buffer.getInt(FLAGS_OFFSET) & UPDATE_FLAG) != 0;
    }

    /**
     * Whether the row is not a window but a sample too late for all its windows; its value is the first and only one.
     */
    public boolean isLate() {
        return (buffer.getInt(FLAGS_OFFSET) & LATE_FLAG) != 0;
    }

    public StreamRowFlyweight flags(boolean isUpdate, boolean isLate) {
        buffer.putInt(FLAGS_OFFSET, (isUpdate ? UPDATE_FLAG : 0) | (isLate ? LATE_FLAG : 0));
        return this;
    }

    /** Number of earlier rows of other windows of this key with the same end, {@code 0xFFFFFF} for more. */
    public int givenBefore() {
        return buffer.getInt(FLAGS_OFFSET) >>> GIVEN_BEFORE_SHIFT;
    }

    /** Sets the number, which shares a field with the flags: set the flags first. */
    public StreamRowFlyweight givenBefore(long count) {
        int flags = buffer.getInt(FLAGS_OFFSET) & (1 << GIVEN_BEFORE_SHIFT) - 1;
        buffer.putInt(FLAGS_OFFSET, flags | (int) Math.min(count, GIVEN_BEFORE_MAX) << GIVEN_BEFORE_SHIFT);
        return this;
    }

    /** Whether the row is that of a join. */
    public boolean isJoin() {
        return (buffer.getInt(FLAGS_OFFSET) & JOIN_FLAG) != 0;
    }

    /** Marks the row as that of a join. */
    public StreamRowFlyweight asJoin() {
        buffer.putInt(FLAGS_OFFSET, JOIN_FLAG);
        return this;
    }

    /** The time of a side of a join, epoch ns; {@link Long#MIN_VALUE} for a missing side. */
    public long timeNs(int index) {
        return buffer.getLong(HEAD_LENGTH + index * Double.BYTES);
    }

    public StreamRowFlyweight timeNs(int index, long timeNs) {
        buffer.putLong(HEAD_LENGTH + index * Double.BYTES, timeNs);
        return this;
    }

    /** The value with an index; NaN when there is none. */
    public double value(int index) {
        return buffer.getDouble(HEAD_LENGTH + index * Double.BYTES);
    }

    /**
     * Sets a value. Every NaN except a text is written with the same bits, because processors produce different ones.
     */
    public StreamRowFlyweight value(int index, double value) {
        buffer.putLong(
                HEAD_LENGTH + index * Double.BYTES,
                TextValue.isText(value) ? Double.doubleToRawLongBits(value) : Double.doubleToLongBits(value));
        return this;
    }
}
