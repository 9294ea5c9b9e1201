package io.tocsin.bench.throughput;

import io.tocsin.bench.record.RecordSink;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;

/**
 * The sink of all rows: counts the results and sums a hash of each, so that rows with the same results in another order
 * agree. One thread adds; others may read the count.
 */
public final class ResultSum implements ResultHandler, RecordSink {
    /** Values of a window's row with the number of samples, which is then the first. */
    private static final int COUNTED_VALUES = 4;

    private volatile long count;
    private long sum;
    private boolean isSilence;

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        onChange(event.sensorId(), event.timeNs(), event.kind() == AlarmEventKind.RAISED, event.value());
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        int first = row.valueCount() == COUNTED_VALUES ? 1 : 0;
        addWindow(
                row.sensorId(),
                row.endNs(),
                first * row.count(),
                row.value(first),
                row.value(first + 1),
                row.value(first + 2));
    }

    @Override
    public void onChange(int sensorId, long timeNs, boolean isRaised, double value) {
        if (!isSilence) {
            add(sensorId, timeNs, isRaised, value);
        } else if (isRaised) {
            addSilence(sensorId, timeNs);
        }
    }

    @Override
    public void onWindow(int sensorId, long endNs, long sampleCount, double average, double min, double max) {
        addWindow(sensorId, endNs, sampleCount, average, min, max);
    }

    /** Counts alarms as in W4 from now on: one result for each raise. */
    void countSilences() {
        isSilence = true;
    }

    /** Forgets all results. */
    public void reset() {
        count = 0;
        sum = 0;
    }

    /** Adds one change of a sensor's alarm. */
    public void add(int sensorId, long timeNs, boolean raised, double value) {
        add(mix(mix(begin(sensorId, timeNs), value), raised ? 1 : 2));
    }

    /** One silence, noticed. */
    public void addSilence(int sensorId, long timeNs) {
        add(begin(sensorId, timeNs));
    }

    /** Adds one window; its count is 0 if the workload does not need it. */
    public void addWindow(int sensorId, long endNs, long sampleCount, double average, double min, double max) {
        // independent multiplications overlap in the processor; a chain of them would cost more than the windows
        long hash = begin(sensorId, endNs) + sampleCount * 0xC2B2AE3D27D4EB4FL;
        hash ^= Double.doubleToRawLongBits(average) * 0x9E3779B97F4A7C15L;
        hash += Double.doubleToRawLongBits(min) * 0x165667B19E3779F9L;
        hash ^= Double.doubleToRawLongBits(max) * 0xD6E8FEB86659FD93L;
        add(mix(hash, 3));
    }

    private static long begin(int sensorId, long timeNs) {
        return timeNs * 0x9E3779B97F4A7C15L + sensorId;
    }

    private static long mix(long hash, double value) {
        return mix(hash, Double.doubleToRawLongBits(value));
    }

    private static long mix(long hash, long bits) {
        return (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L + bits;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread adds
    private void add(long hash) {
        sum += hash ^ hash >>> 32;
        count++;
    }

    /** Results so far. */
    public long count() {
        return count;
    }

    /** Valid when all results have been added and {@link #count()} was read after that. */
    public long sum() {
        return sum;
    }
}
