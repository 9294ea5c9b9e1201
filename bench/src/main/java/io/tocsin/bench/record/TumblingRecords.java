package io.tocsin.bench.record;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tumbling windows: a window is a pane. As the out-of-orderness is at most the size, at most two windows of a sensor
 * are open: that of the newest sample, in the record, and the one before it, in a {@link Pane} elsewhere, which only
 * samples around the end of a window touch.
 */
public final class TumblingRecords extends WindowRecords {
    private static final int VALUE_COUNT = 4;

    private final UnsafeBuffer earlier;

    /**
     * @param outOfOrdernessNs at most the size
     */
    public TumblingRecords(int sensorCount, long sizeNs, long outOfOrdernessNs, RecordSink sink) {
        super(sensorCount, sizeNs, outOfOrdernessNs, sink);
        if (outOfOrdernessNs > sizeNs) {
            throw new IllegalArgumentException("the out-of-orderness must not exceed the size, sizeNs=" + sizeNs
                    + ", outOfOrdernessNs=" + outOfOrdernessNs);
        }
        this.earlier = lines(sensorCount, Pane.LENGTH);
    }

    @Override
    long closesFromNs(long startNs) {
        return startNs;
    }

    @Override
    void onSampleElsewhere(
            long position,
            long at,
            int sensorId,
            long eventTimeNs,
            long receiveTimeNs,
            double value,
            long watermarkNs) {
        long earlierAt = earlier.addressOffset() + (long) sensorId * Pane.LENGTH;
        long before = pane(at);
        long newest = number(before);
        boolean isOpen = count(before) > 0;
        boolean isEarlierOpen = (before & EARLIER) != 0;
        if (isEarlierOpen && watermarkNs >= newest * paneNs) {
            close(position, receiveTimeNs, sensorId, newest - 1, Pane.count(earlierAt), earlierAt + Pane.SUMS_OFFSET);
            isEarlierOpen = false;
        }
        if (isOpen && watermarkNs >= (newest + 1) * paneNs) {
            close(position, receiveTimeNs, sensorId, newest, count(before), at + NEWEST_SUMS_OFFSET);
            isOpen = false;
        }
        long number = eventTimeNs / paneNs;
        if (!isOpen) {
            beginPane(at, number, false, value);
        } else if (number > newest) {
            copyNewest(at, earlierAt);
            beginPane(at, number, true, value);
        } else if (number == newest) {
            putPane(at, (before & ~EARLIER) + 1);
            Pane.add(at + NEWEST_SUMS_OFFSET, value);
        } else if (number == newest - 1 && watermarkNs < newest * paneNs) {
            if (!isEarlierOpen) {
                Pane.count(earlierAt, 0);
            }
            Pane.addTo(earlierAt, value);
            putPane(at, before | EARLIER);
        } else {
            countLate();
            putPane(at, isEarlierOpen ? before | EARLIER : before & ~EARLIER);
        }
    }

    private void close(long position, long receivedNs, int sensorId, long number, long count, long sums) {
        long startNs = number * paneNs;
        long endNs = startNs + paneNs;
        double average = Pane.averageOf(sums, count);
        double min = Pane.min(sums);
        double max = Pane.max(sums);
        lanes.row(position, receivedNs, sensorId, startNs, endNs, count, VALUE_COUNT);
        lanes.value((double) count);
        lanes.value(average);
        lanes.value(min);
        lanes.value(max);
        sink.onWindow(sensorId, endNs, count, average, min, max);
    }
}
