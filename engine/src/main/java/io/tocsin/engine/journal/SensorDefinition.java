package io.tocsin.engine.journal;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a {@link ControlKind#SENSOR} record, which assigns the next dense id to a name.
 *
 * <pre>
 *   0               4               8              12              16
 *  +---------------+---------------+---------------+---------------+------+--------
 *  | sensor id     | source index  | dedupe window | name length   | name | filter
 *  +---------------+---------------+---------------+---------------+------+--------
 * </pre>
 *
 * <p>Name and filter are UTF-8. The filter fills the rest of the body; journals of versions without evictions have
 * none.
 *
 * @param sensorId dense, from 0
 * @param sourceIndex index of the source in the plan, in the order of the configuration
 * @param dedupeCount under plans of the first edition, how many (event time, value) pairs of the sensor are remembered
 *     to drop redeliveries; 0 for none
 * @param name the sensor's name, UTF-8 of at most {@link io.tocsin.engine.reading.SensorNames#MAX_LENGTH} bytes
 * @param filter topic filter that received the sensor, which makes it evictable; empty for a permanent sensor
 */
public record SensorDefinition(int sensorId, int sourceIndex, int dedupeCount, String name, String filter) {
    private static final int SENSOR_ID_OFFSET = 0;
    private static final int SOURCE_INDEX_OFFSET = 4;
    private static final int DEDUPE_OFFSET = 8;
    private static final int NAME_LENGTH_OFFSET = 12;
    private static final int NAME_OFFSET = 16;

    /** Creates the definition of a permanent sensor, which came by no filter. */
    public SensorDefinition(int sensorId, int sourceIndex, int dedupeCount, String name) {
        this(sensorId, sourceIndex, dedupeCount, name, "");
    }

    /** Reads a body. */
    public static SensorDefinition decode(DirectBuffer buffer, int offset, int length) {
        if (length < NAME_OFFSET) {
            throw new JournalException("sensor definition of length=" + length);
        }
        int nameLength = buffer.getInt(offset + NAME_LENGTH_OFFSET);
        if (nameLength < 0 || nameLength > length - NAME_OFFSET) {
            throw new JournalException("invalid sensor definition, nameLength=" + nameLength + ", length=" + length);
        }
        return new SensorDefinition(
                buffer.getInt(offset + SENSOR_ID_OFFSET),
                buffer.getInt(offset + SOURCE_INDEX_OFFSET),
                buffer.getInt(offset + DEDUPE_OFFSET),
                text(buffer, offset + NAME_OFFSET, nameLength),
                text(buffer, offset + NAME_OFFSET + nameLength, length - NAME_OFFSET - nameLength));
    }

    private static String text(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Writes the body.
     *
     * @return its length in bytes
     */
    public int encode(MutableDirectBuffer buffer, int offset) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(offset + SENSOR_ID_OFFSET, sensorId);
        buffer.putInt(offset + SOURCE_INDEX_OFFSET, sourceIndex);
        buffer.putInt(offset + DEDUPE_OFFSET, dedupeCount);
        buffer.putInt(offset + NAME_LENGTH_OFFSET, nameBytes.length);
        buffer.putBytes(offset + NAME_OFFSET, nameBytes);
        byte[] filterBytes = filter.getBytes(StandardCharsets.UTF_8);
        buffer.putBytes(offset + NAME_OFFSET + nameBytes.length, filterBytes);
        return NAME_OFFSET + nameBytes.length + filterBytes.length;
    }

    /** Length of the body, bytes. */
    public int encodedLength() {
        return NAME_OFFSET
                + name.getBytes(StandardCharsets.UTF_8).length
                + filter.getBytes(StandardCharsets.UTF_8).length;
    }
}
