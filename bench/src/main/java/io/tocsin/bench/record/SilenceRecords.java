package io.tocsin.bench.record;

import org.agrona.UnsafeApi;

/**
 * An alarm for each silence, with a time of its own for each sensor, evaluated in the order of arrival: the next
 * reading notices the silence, raises the alarm at the timeout and clears it. An overtaken reading changes the value
 * only.
 *
 * <pre>
 *   24       32                               64
 *  +--------+--------------------------------+
 *  | value  |                                |
 *  +--------+--------------------------------+
 * </pre>
 *
 * <p>Every reading is a sign of life, so the newest event time is that of the last sign.
 */
public final class SilenceRecords extends Records {
    private static final int VALUE_OFFSET = OWN_OFFSET;

    private final long timeoutNs;

    /**
     * @param timeoutNs a longer silence raises an alarm
     */
    public SilenceRecords(int sensorCount, long timeoutNs, RecordSink sink) {
        super(sensorCount, -1, Double.NaN, sink);
        this.timeoutNs = timeoutNs;
    }

    @Override
    public void onReading(long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        long at = at(sensorId);
        // The difference wraps below zero before the first reading.
        if (eventTimeNs - newestNs(at) > timeoutNs) {
            onSilence(position, at, sensorId, eventTimeNs, receiveTimeNs, value);
        }
        moveTime(at, eventTimeNs, receiveTimeNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
    }

    private void onSilence(long position, long at, int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        long raisedNs = newestNs(at) + timeoutNs;
        double before = UnsafeApi.getDouble(at + VALUE_OFFSET);
        lanes.event(position, receiveTimeNs, OutputLanes.RAISED, sensorId, raisedNs, raisedNs, 1, before);
        sink.onChange(sensorId, raisedNs, true, before);
        lanes.event(position, receiveTimeNs, OutputLanes.CLEARED, sensorId, eventTimeNs, raisedNs, 1, value);
        sink.onChange(sensorId, eventTimeNs, false, value);
    }
}
