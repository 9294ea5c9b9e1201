package io.tocsin.bench.w1;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.ResultHandler;

/**
 * The sink of all rows: counts the results and sums a hash of each, so that rows which give the same results in another
 * order agree. One thread adds; others may watch the count.
 */
final class ResultSum implements ResultHandler {
    private volatile long count;
    private long sum;

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        add(event.sensorId(), event.timeNs(), event.kind() == AlarmEventKind.RAISED, event.value());
    }

    /** One change of one sensor's alarm. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread adds
    void add(int sensorId, long timeNs, boolean raised, double value) {
        long hash = timeNs * 0x9E3779B97F4A7C15L + sensorId;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L + Double.doubleToRawLongBits(value);
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L + (raised ? 1 : 2);
        sum += hash ^ hash >>> 32;
        count++;
    }

    long count() {
        return count;
    }

    /** Valid when all results have been added and {@link #count()} was read after that. */
    long sum() {
        return sum;
    }
}
