package io.tocsin.engine.shard;

/**
 * A run of consecutive readings in the journal, without other records between them. Written by one thread, read after a
 * barrier.
 */
final class ReadingRun {
    static final int CAPACITY = 256;

    final long[] positions = new long[CAPACITY];
    final int[] sensorIds = new int[CAPACITY];
    final long[] eventTimesNs = new long[CAPACITY];
    final long[] receiveTimesNs = new long[CAPACITY];
    final double[] values = new double[CAPACITY];
    final int[] qualities = new int[CAPACITY];
    final int[] flags = new int[CAPACITY];
    int count;

    boolean isFull() {
        return count == CAPACITY;
    }

    void add(
            long position,
            int sensorId,
            long eventTimeNs,
            long receiveTimeNs,
            double value,
            int quality,
            int readingFlags) {
        positions[count] = position;
        sensorIds[count] = sensorId;
        eventTimesNs[count] = eventTimeNs;
        receiveTimesNs[count] = receiveTimeNs;
        values[count] = value;
        qualities[count] = quality;
        flags[count] = readingFlags;
        count++;
    }
}
