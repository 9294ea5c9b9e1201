package io.tocsin.persistence.journal.format;

import java.util.Arrays;

/**
 * Context of encoder and decoder: each sensor's last reading in the current segment, and the previous record. Encoder
 * and decoder update their contexts in the same way, so the contexts stay equal.
 *
 * <p>Four longs a sensor, in one array: event time, step, bits of the value, and a word of small fields:
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
 * <p>One thread. Grows by doubling when an id does not fit; allocates nothing otherwise.
 */
final class SensorContexts {
    static final int LONGS_PER_SENSOR = 4;
    static final int EVENT_TIME = 0;
    static final int STEP = 1;
    static final int VALUE = 2;
    static final int WORD = 3;

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

    /** Four longs a sensor. */
    long[] longs = new long[INITIAL_SENSORS * LONGS_PER_SENSOR];

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
            Arrays.fill(longs, 0);
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
        return last < 0 ? 0 : (int) (longs[last * LONGS_PER_SENSOR + WORD] & FOLLOWER_MASK);
    }

    /** Remembers that this sensor followed the last one. */
    void follow(int id) {
        int last = sensorId;
        if (last >= 0) {
            int index = last * LONGS_PER_SENSOR + WORD;
            longs[index] = (longs[index] & ~FOLLOWER_MASK) | id;
        }
        sensorId = id;
    }

    /**
     * Makes sure that a sensor has its four longs.
     *
     * @param id at least 0
     * @return index of the first of them
     */
    int index(int id) {
        int index = id * LONGS_PER_SENSOR;
        if (id >= longs.length / LONGS_PER_SENSOR) {
            grow(id);
        }
        return index;
    }

    /** Whether the sensor has no reading in this segment yet. */
    boolean isNew(long word) {
        return (int) (word >>> EPOCH_SHIFT) != epoch;
    }

    /** Sets the initial values of a sensor that is new in the segment. */
    void begin(int id, int index) {
        longs[index + EVENT_TIME] = eventTimeNs;
        longs[index + STEP] = 0;
        longs[index + VALUE] = 0;
        longs[index + WORD] =
                ((long) epoch << EPOCH_SHIFT) | ((long) TimeUnitCode.MILLIS << UNIT_SHIFT) | ((id + 1) & FOLLOWER_MASK);
    }

    private void grow(int id) {
        long sensorCount = Math.max(2L * longs.length / LONGS_PER_SENSOR, id + 1L);
        long length = Math.min(sensorCount * LONGS_PER_SENSOR, Integer.MAX_VALUE - 8L);
        longs = Arrays.copyOf(longs, (int) length);
    }
}
