package io.tocsin.bench.record;

import io.tocsin.engine.plan.alarm.Level;
import org.agrona.UnsafeApi;

/**
 * A high alarm with a deadband, evaluated in the order of arrival: an overtaken reading counts at its own time, but not
 * before the last event.
 *
 * <pre>
 *   24       32       40       48       56   60   64
 *  +--------+--------+--------+--------+----+----+
 *  | lowest | highest| last   | raised |occ |    |
 *  | still  | still  | event  | time   |    |    |
 *  +--------+--------+--------+--------+----+----+
 * </pre>
 *
 * <p>Values from the lowest to the highest still value change nothing. Both are in the record, so a reading takes the
 * same branch whether its sensor is in alarm or not.
 */
public final class HighAlarmRecords extends Records {
    private static final int LOWEST_OFFSET = OWN_OFFSET;
    private static final int HIGHEST_OFFSET = 32;
    private static final int LAST_EVENT_OFFSET = 40;
    private static final int RAISED_OFFSET = 48;
    private static final int OCCURRENCE_OFFSET = 56;

    private final double limit;
    private final double lowestActive;

    /**
     * @param limit an alarm is raised above it
     * @param clearAt an alarm is cleared at or below it
     */
    public HighAlarmRecords(int sensorCount, double limit, double clearAt, RecordSink sink) {
        super(sensorCount, Level.HI.ordinal(), limit, sink);
        this.limit = limit;
        this.lowestActive = Math.nextUp(clearAt);
    }

    @Override
    void begin(long at) {
        UnsafeApi.putDouble(at + LOWEST_OFFSET, Double.NEGATIVE_INFINITY);
        UnsafeApi.putDouble(at + HIGHEST_OFFSET, limit);
        UnsafeApi.putLong(at + LAST_EVENT_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + RAISED_OFFSET, Long.MIN_VALUE);
    }

    @Override
    public void onReading(long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        long at = at(sensorId);
        moveTime(at, eventTimeNs, receiveTimeNs);
        if (value < UnsafeApi.getDouble(at + LOWEST_OFFSET) || value > UnsafeApi.getDouble(at + HIGHEST_OFFSET)) {
            change(position, at, sensorId, eventTimeNs, receiveTimeNs, value);
        }
    }

    private void change(long position, long at, int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        long timeNs = Math.max(eventTimeNs, UnsafeApi.getLong(at + LAST_EVENT_OFFSET));
        UnsafeApi.putLong(at + LAST_EVENT_OFFSET, timeNs);
        boolean isRaised = UnsafeApi.getDouble(at + HIGHEST_OFFSET) == limit;
        if (isRaised) {
            boolean isSameInstant = UnsafeApi.getLong(at + RAISED_OFFSET) == timeNs;
            int occurrence = isSameInstant ? UnsafeApi.getInt(at + OCCURRENCE_OFFSET) + 1 : 1;
            UnsafeApi.putInt(at + OCCURRENCE_OFFSET, occurrence);
            UnsafeApi.putLong(at + RAISED_OFFSET, timeNs);
        }
        UnsafeApi.putDouble(at + LOWEST_OFFSET, isRaised ? lowestActive : Double.NEGATIVE_INFINITY);
        UnsafeApi.putDouble(at + HIGHEST_OFFSET, isRaised ? Double.POSITIVE_INFINITY : limit);
        lanes.event(
                position,
                receiveTimeNs,
                isRaised ? OutputLanes.RAISED : OutputLanes.CLEARED,
                sensorId,
                timeNs,
                UnsafeApi.getLong(at + RAISED_OFFSET),
                UnsafeApi.getInt(at + OCCURRENCE_OFFSET),
                value);
        sink.onChange(sensorId, timeNs, isRaised, value);
    }
}
