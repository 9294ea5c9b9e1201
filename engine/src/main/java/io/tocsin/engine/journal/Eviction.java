package io.tocsin.engine.journal;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of an {@link ControlKind#EVICT} record: sensors removed from the gateway. Their ids are never reused; a sensor
 * that returns under the same name gets the next id.
 *
 * <pre>
 *   0               4               8
 *  +---------------+---------------+---------------+---------
 *  | count         | sensor id     | sensor id     | …
 *  +---------------+---------------+---------------+---------
 * </pre>
 *
 * @param sensorIds defined before, ascending, each evicted once; 1 to {@value #MAX_SENSORS}
 */
public record Eviction(List<Integer> sensorIds) {
    /** The most sensors of one record. */
    public static final int MAX_SENSORS = 4_096;

    private static final int COUNT_OFFSET = 0;
    private static final int IDS_OFFSET = 4;

    public Eviction {
        if (sensorIds.isEmpty() || sensorIds.size() > MAX_SENSORS) {
            throw new IllegalArgumentException(
                    "an eviction must name 1 to " + MAX_SENSORS + " sensors, count=" + sensorIds.size());
        }
        sensorIds = List.copyOf(sensorIds);
    }

    /** Reads a body. */
    public static Eviction decode(DirectBuffer buffer, int offset, int length) {
        int count = length < IDS_OFFSET ? 0 : buffer.getInt(offset + COUNT_OFFSET);
        if (count < 1 || count > MAX_SENSORS || length != IDS_OFFSET + count * Integer.BYTES) {
            throw new JournalException("invalid eviction record, count=" + count + ", length=" + length);
        }
        List<Integer> sensorIds = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sensorIds.add(buffer.getInt(offset + IDS_OFFSET + i * Integer.BYTES));
        }
        return new Eviction(sensorIds);
    }

    /**
     * Writes the body.
     *
     * @return its length in bytes
     */
    public int encode(MutableDirectBuffer buffer, int offset) {
        buffer.putInt(offset + COUNT_OFFSET, sensorIds.size());
        for (int i = 0; i < sensorIds.size(); i++) {
            buffer.putInt(offset + IDS_OFFSET + i * Integer.BYTES, sensorIds.get(i));
        }
        return encodedLength();
    }

    /** Length of the body, bytes. */
    public int encodedLength() {
        return IDS_OFFSET + sensorIds.size() * Integer.BYTES;
    }
}
