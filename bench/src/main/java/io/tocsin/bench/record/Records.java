package io.tocsin.bench.record;

import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One record a sensor, one cache line each, in one block of memory outside the heap.
 *
 * <pre>
 *   0        8        16       24                       64
 *  +--------+--------+--------+------------------------+
 *  | newest | its    | last   | of the workload        |
 *  | event  | receive| receive|                        |
 *  +--------+--------+--------+------------------------+
 * </pre>
 *
 * <p>Times are epoch nanoseconds, after 1970. Sensors are 0 to the count, positions are those of the journal; neither
 * is checked. One thread; a reading allocates nothing.
 */
public abstract class Records {
    /** Bytes of a record. */
    static final int LENGTH = 64;
    /** Offset of the workload's part. */
    static final int OWN_OFFSET = 24;

    private static final int NEWEST_OFFSET = 0;
    private static final int NEWEST_RECEIVED_OFFSET = 8;
    private static final int RECEIVED_OFFSET = 16;

    final RecordSink sink;
    final OutputLanes lanes;
    private final int sensorCount;
    private final UnsafeBuffer memory;
    private final long address;

    /**
     * @param level of the alarm's events, -1 for none
     * @param limit of the alarm's events, NaN for none
     */
    Records(int sensorCount, int level, double limit, RecordSink sink) {
        this.sensorCount = sensorCount;
        this.sink = sink;
        this.lanes = new OutputLanes(level, limit);
        this.memory = lines(sensorCount, LENGTH);
        this.address = memory.addressOffset();
    }

    /** Allocates zeroed memory, one entry a sensor, that begins with a cache line. */
    static UnsafeBuffer lines(int sensorCount, int entryLength) {
        ByteBuffer aligned = BufferUtil.allocateDirectAligned(Math.multiplyExact(sensorCount, entryLength), LENGTH);
        return new UnsafeBuffer(aligned);
    }

    /** Forgets all readings and outputs. */
    public void reset() {
        lanes.reset();
        memory.setMemory(0, memory.capacity(), (byte) 0);
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            UnsafeApi.putLong(at(sensorId) + NEWEST_OFFSET, Long.MIN_VALUE);
            begin(at(sensorId));
        }
    }

    /** Sets the workload's part of a zeroed record. */
    void begin(long at) {
        // all zero
    }

    /** Folds one reading. */
    public abstract void onReading(long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value);

    /**
     * Loads the cache lines that the next reading of a sensor touches, so that the misses of a batch overlap.
     *
     * @return a word that depends on the loads
     */
    public long touch(int sensorId) {
        return UnsafeApi.getLong(at(sensorId));
    }

    /** The digest of all outputs so far, as the fold prints it. */
    public final String outputDigest() {
        return lanes.hex();
    }

    /** Number of outputs so far. */
    public final long outputCount() {
        return lanes.count();
    }

    /** Number of samples that no open window contained; 0 for alarms, which use every reading. */
    public long lateCount() {
        return 0;
    }

    /** The newest event time of a sensor; {@link Long#MIN_VALUE} before its first reading. */
    public final long newestNs(int sensorId) {
        return newestNs(at(sensorId));
    }

    /** The receive time of a sensor's last reading; 0 before the first. */
    public final long receivedNs(int sensorId) {
        return UnsafeApi.getLong(at(sensorId) + RECEIVED_OFFSET);
    }

    /** The time of a sensor, with readings, whose silence has lasted until a time of the gateway's clock. */
    public final long idleTimeNs(int sensorId, long clockNs) {
        return newestNs(sensorId) + (clockNs - UnsafeApi.getLong(at(sensorId) + NEWEST_RECEIVED_OFFSET));
    }

    /** Address of a record. */
    final long at(int sensorId) {
        return address + (long) sensorId * LENGTH;
    }

    static long newestNs(long at) {
        return UnsafeApi.getLong(at + NEWEST_OFFSET);
    }

    /** Stores the times of a reading, and returns the newest event time with it. */
    static long moveTime(long at, long eventTimeNs, long receiveTimeNs) {
        UnsafeApi.putLong(at + RECEIVED_OFFSET, receiveTimeNs);
        long newestNs = newestNs(at);
        if (eventTimeNs > newestNs) {
            UnsafeApi.putLong(at + NEWEST_OFFSET, eventTimeNs);
            UnsafeApi.putLong(at + NEWEST_RECEIVED_OFFSET, receiveTimeNs);
            return eventTimeNs;
        }
        return newestNs;
    }
}
