package io.tocsin.bench.cost;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;

/** Counts results and sums their contents, independent of their order: equal for rows that do the same work. */
final class Results implements ResultHandler {
    private long count;
    private long sum;

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        addAlarm(event.timeNs());
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        if (row.isJoin()) {
            addPair(row.value(0));
        } else {
            addWindow(row.value(0), row.value(1), row.value(2), row.value(3));
        }
    }

    void addAlarm(long timeNs) {
        count++;
        sum += timeNs;
    }

    void addPair(double difference) {
        count++;
        sum += Double.doubleToRawLongBits(difference);
    }

    void addWindow(double sampleCount, double average, double min, double max) {
        count++;
        sum += Double.doubleToRawLongBits(sampleCount)
                + 3 * Double.doubleToRawLongBits(average)
                + 5 * Double.doubleToRawLongBits(min)
                + 7 * Double.doubleToRawLongBits(max);
    }

    long count() {
        return count;
    }

    long sum() {
        return sum;
    }
}
