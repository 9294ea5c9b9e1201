package io.tocsin.alerts.log.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A frame of the alarm log, little endian.
 *
 * <pre>
 *    0      4      8        16       24       32       40       48       56       64     68     70   71   72
 *   +------+------+--------+--------+--------+--------+--------+--------+--------+------+------+----+----+---------
 *   |length|crc32c|sequence|ordinal |position|  key   | time   |received| forced | json |sinks |type| 0  |sinks,json
 *   |      |      |        |        |        |        |        |        |sequence|length|length|    |    |
 *   +------+------+--------+--------+--------+--------+--------+--------+--------+------+------+----+----+---------
 * </pre>
 *
 * The length is the whole frame's; the checksum covers all bytes after itself. {@code forcedSequence}: every frame
 * below it was forced when this one was written; so a fault before a sound frame can be distinguished from the torn
 * tail of a crash.
 */
public final class FrameLayout {
    public static final int HEADER_LENGTH = 72;
    /** The longest frame, bytes. */
    public static final int MAX_LENGTH = 256 * 1024;

    private static final int LENGTH_OFFSET = 0;
    private static final int CRC_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int ORDINAL_OFFSET = 16;
    private static final int POSITION_OFFSET = 24;
    private static final int KEY_OFFSET = 32;
    private static final int TIME_OFFSET = 40;
    private static final int RECEIVED_OFFSET = 48;
    private static final int FORCED_OFFSET = 56;
    private static final int JSON_LENGTH_OFFSET = 64;
    private static final int SINKS_LENGTH_OFFSET = 68;
    private static final int TYPE_OFFSET = 70;
    private static final int RESERVED_OFFSET = 71;
    private static final String SINK_SEPARATOR = "\n";

    private FrameLayout() {}

    /**
     * The frame's bytes.
     *
     * @param forcedSequence frames below it are on the disk
     */
    static ByteBuffer encode(LogFrame frame, long forcedSequence) {
        byte[] sinks = String.join(SINK_SEPARATOR, frame.sinks()).getBytes(StandardCharsets.UTF_8);
        byte[] json = frame.json().getBytes(StandardCharsets.UTF_8);
        int length = HEADER_LENGTH + sinks.length + json.length;
        if (length > MAX_LENGTH || sinks.length > Short.MAX_VALUE) {
            throw new AlarmLogException("an event is too long for the alarm log, length=" + length);
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(LENGTH_OFFSET, length)
                .putLong(SEQUENCE_OFFSET, frame.sequence())
                .putLong(ORDINAL_OFFSET, frame.ordinal())
                .putLong(POSITION_OFFSET, frame.position())
                .putLong(KEY_OFFSET, frame.key())
                .putLong(TIME_OFFSET, frame.timeNs())
                .putLong(RECEIVED_OFFSET, frame.receivedNs())
                .putLong(FORCED_OFFSET, forcedSequence)
                .putInt(JSON_LENGTH_OFFSET, json.length)
                .putShort(SINKS_LENGTH_OFFSET, (short) sinks.length)
                .put(TYPE_OFFSET, frame.type().code())
                .put(RESERVED_OFFSET, (byte) 0)
                .put(HEADER_LENGTH, sinks)
                .put(HEADER_LENGTH + sinks.length, json);
        return buffer.putInt(CRC_OFFSET, crc(buffer, 0, length));
    }

    /** Whether a sound frame starts at {@code offset} and ends within the buffer's limit. */
    public static boolean isSound(ByteBuffer buffer, int offset) {
        if (buffer.limit() - offset < HEADER_LENGTH) {
            return false;
        }
        int length = length(buffer, offset);
        if (length < HEADER_LENGTH || length > MAX_LENGTH || length > buffer.limit() - offset) {
            return false;
        }
        int jsonLength = buffer.getInt(offset + JSON_LENGTH_OFFSET);
        int sinksLength = buffer.getShort(offset + SINKS_LENGTH_OFFSET);
        return jsonLength >= 0
                && sinksLength >= 0
                && HEADER_LENGTH + (long) sinksLength + jsonLength == length
                && FrameType.ofCode(buffer.get(offset + TYPE_OFFSET)) != null
                && buffer.getInt(offset + CRC_OFFSET) == crc(buffer, offset, length);
    }

    /** Length that the frame's first field states; it may be wrong unless {@link #isSound}. */
    public static int length(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET);
    }

    public static long sequence(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + SEQUENCE_OFFSET);
    }

    static long forcedSequence(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + FORCED_OFFSET);
    }

    /** The sound frame at {@code offset}. */
    public static LogFrame decode(ByteBuffer buffer, int offset) {
        byte[] sinks = new byte[buffer.getShort(offset + SINKS_LENGTH_OFFSET)];
        byte[] json = new byte[buffer.getInt(offset + JSON_LENGTH_OFFSET)];
        buffer.get(offset + HEADER_LENGTH, sinks).get(offset + HEADER_LENGTH + sinks.length, json);
        return new LogFrame(
                FrameType.ofCode(buffer.get(offset + TYPE_OFFSET)),
                sequence(buffer, offset),
                buffer.getLong(offset + ORDINAL_OFFSET),
                buffer.getLong(offset + POSITION_OFFSET),
                buffer.getLong(offset + KEY_OFFSET),
                buffer.getLong(offset + TIME_OFFSET),
                buffer.getLong(offset + RECEIVED_OFFSET),
                sinks.length == 0
                        ? List.of()
                        : List.of(new String(sinks, StandardCharsets.UTF_8).split(SINK_SEPARATOR, -1)),
                new String(json, StandardCharsets.UTF_8));
    }

    private static int crc(ByteBuffer buffer, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(offset + SEQUENCE_OFFSET, length - SEQUENCE_OFFSET));
        return (int) crc.getValue();
    }
}
