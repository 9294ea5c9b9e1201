package io.tocsin.persistence.journal.format;

import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Context of encoder and decoder: each sensor's last reading in the current segment, and the previous record. Encoder
 * and decoder update their contexts in the same way, so the contexts stay equal.
 *
 * <p>Four longs a sensor, half a cache line outside the heap: event time, step, bits of the value, and a word of small
 * fields:
 *
 * <pre>
 *    63           48 47      40 39   36 35  34 33   32 31                           0
 *   +---------------+----------+-------+------+-------+------------------------------+
 *   |     epoch     |  flags   | scale | unit |quality| the sensor that followed     |
 *   +---------------+----------+-------+------+-------+------------------------------+
 * </pre>
 *
 * <p>A new segment increments the epoch instead of clearing the array; a sensor of an older epoch counts as new.
 *
 * <p>One thread. Grows by doubling when an id does not fit; allocates nothing otherwise. Ids are below
 * {@value #MAX_SENSORS}.
 */
final class SensorContexts {
    static final int LENGTH = 4 * Long.BYTES;
    static final int EVENT_TIME = 0;
    static final int STEP = 8;
    static final int VALUE = 16;
    static final int WORD = 24;

    static final int QUALITY_SHIFT = 32;
    static final int UNIT_SHIFT = 34;
    static final int SCALE_SHIFT = 36;
    static final int FLAGS_SHIFT = 40;
    static final int EPOCH_SHIFT = 48;
    static final long FOLLOWER_MASK = 0xFFFF_FFFFL;

    /** Quality and flags, where the word has them. */
    static final long STATUS_MASK = (3L << QUALITY_SHIFT) | (0xFFL << FLAGS_SHIFT);

    private static final int INITIAL_SENSORS = 1024;
    private static final int MAX_EPOCH = 0xFFFF;
    private static final int CACHE_LINE_LENGTH = 64;
    private static final int MAX_SENSORS = (Integer.MAX_VALUE - CACHE_LINE_LENGTH) / LENGTH;

    private UnsafeBuffer memory = allocate(INITIAL_SENSORS);
    private long address = memory.addressOffset();
    private int capacity = INITIAL_SENSORS;

    private int epoch = 0;

    /** The sensor of the last reading, or -1. */
    int sensorId;

    /** Event time of the last reading, epoch ns. */
    long eventTimeNs;

    /** Receive time or clock of the last reading or tick, epoch ns. */
    long timeNs;

    /** Unit of the stream's receive times. */
    int timeUnit;

    SensorContexts() {
        reset();
    }

    /** A segment begins. */
    void reset() {
        if (epoch == MAX_EPOCH) {
            memory.setMemory(0, memory.capacity(), (byte) 0);
            epoch = 0;
        }
        epoch++;
        sensorId = -1;
        eventTimeNs = 0;
        timeNs = 0;
        timeUnit = TimeUnitCode.MILLIS;
    }

    /** The sensor that is expected next. */
    int predictedId() {
        int last = sensorId;
        return last < 0 ? 0 : (int) (UnsafeApi.getLong(addressOf(last) + WORD) & FOLLOWER_MASK);
    }

    /** Remembers that this sensor followed the last one. */
    void follow(int id) {
        int last = sensorId;
        if (last >= 0) {
            long at = addressOf(last) + WORD;
            UnsafeApi.putLong(at, (UnsafeApi.getLong(at) & ~FOLLOWER_MASK) | id);
        }
        sensorId = id;
    }

    /**
     * Makes sure that a sensor has its four longs.
     *
     * @param id at least 0
     * @return their address, until the next call
     */
    long at(int id) {
        if (id >= capacity) {
            grow(id);
        }
        return addressOf(id);
    }

    private long addressOf(int id) {
        return address + (long) id * LENGTH;
    }

    /** Number of sensors with room. */
    int capacity() {
        return capacity;
    }

    /** Whether the sensor has no reading in this segment yet. */
    boolean isNew(long word) {
        return (int) (word >>> EPOCH_SHIFT) != epoch;
    }

    /** Sets the initial values of a sensor that is new in the segment. */
    void begin(int id, long at) {
        UnsafeApi.putLong(at + EVENT_TIME, eventTimeNs);
        UnsafeApi.putLong(at + STEP, 0);
        UnsafeApi.putLong(at + VALUE, 0);
        UnsafeApi.putLong(
                at + WORD,
                ((long) epoch << EPOCH_SHIFT)
                        | ((long) TimeUnitCode.MILLIS << UNIT_SHIFT)
                        | ((id + 1) & FOLLOWER_MASK));
    }

    private void grow(int id) {
        int sensors = (int) Math.min(Math.max(2L * capacity, id + 1L), MAX_SENSORS);
        UnsafeBuffer larger = allocate(sensors);
        larger.putBytes(0, memory, 0, memory.capacity());
        BufferUtil.free(memory.byteBuffer());
        memory = larger;
        address = larger.addressOffset();
        capacity = sensors;
    }

    /** No slice, which could not be freed. */
    private static UnsafeBuffer allocate(int sensors) {
        int length = sensors * LENGTH;
        ByteBuffer bytes = ByteBuffer.allocateDirect(length + CACHE_LINE_LENGTH - 1);
        int begin = (int) (-BufferUtil.address(bytes) & (CACHE_LINE_LENGTH - 1));
        return new UnsafeBuffer(bytes, begin, length);
    }
}
