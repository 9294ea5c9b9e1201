package io.tocsin.engine.journal;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a {@link ControlKind#SENSOR} record: a name gets the next dense id.
 *
 * <pre>
 *   0               4               8              12              16
 *  +---------------+---------------+---------------+---------------+---------
 *  | sensor id     | source index  | dedupe window | name length   | name, UTF-8
 *  +---------------+---------------+---------------+---------------+---------
 * </pre>
 *
 * @param sensorId dense, from 0
 * @param sourceIndex index of the source in the plan, in the order of the configuration
 * @param dedupeCount under plans of the first edition, how many (event time, value) pairs of the sensor are remembered to drop
 *     re-deliveries; 0 = none
 * @param name the sensor's name, UTF-8 of at most {@link io.tocsin.engine.reading.SensorNames#MAX_LENGTH} bytes
 */
public record SensorDefinition(int sensorId, int sourceIndex, int dedupeCount, String name) {
    private static final int SENSOR_ID_OFFSET = 0;
    private static final int SOURCE_INDEX_OFFSET = 4;
    private static final int DEDUPE_OFFSET = 8;
    private static final int NAME_LENGTH_OFFSET = 12;
    private static final int NAME_OFFSET = 16;

    /** Reads a body. */
    public static SensorDefinition decode(DirectBuffer buffer, int offset, int length) {
        int nameLength = buffer.getInt(offset + NAME_LENGTH_OFFSET);
        if (nameLength != length - NAME_OFFSET) {
            throw new JournalException("sensor definition has nameLength=" + nameLength + " in length=" + length);
        }
        byte[] name = new byte[nameLength];
        buffer.getBytes(offset + NAME_OFFSET, name);
        return new SensorDefinition(
                buffer.getInt(offset + SENSOR_ID_OFFSET),
                buffer.getInt(offset + SOURCE_INDEX_OFFSET),
                buffer.getInt(offset + DEDUPE_OFFSET),
                new String(name, StandardCharsets.UTF_8));
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
        return NAME_OFFSET + nameBytes.length;
    }
}
