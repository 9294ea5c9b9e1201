package io.tocsin.bench.record;

import org.agrona.UnsafeApi;

/**
 * An alarm for each silence, with one time for all sensors, evaluated in the order of arrival: a silence is noticed
 * when any sensor's reading moves the time past the timeout.
 *
 * <pre>
 *   24       32       40       48       56   60   64
 *  +--------+--------+--------+--------+----+----+
 *  | value  | last   | last   | queued |occ |flag|
 *  |        | sign   | event  | for    |    |s   |
 *  +--------+--------+--------+--------+----+----+
 * </pre>
 *
 * <p>A sensor is queued once; its entry is put right when its turn comes, so most readings touch neither the heap nor
 * more than the record. One reading looks at {@value #LOOKS_MAX} entries at most; the next reading continues.
 */
public final class SourceSilenceRecords extends Records {
    private static final int LOOKS_MAX = 1_024;

    private static final int VALUE_OFFSET = OWN_OFFSET;
    private static final int LAST_SIGN_OFFSET = 32;
    private static final int LAST_EVENT_OFFSET = 40;
    private static final int QUEUED_OFFSET = 48;
    private static final int OCCURRENCE_OFFSET = 56;
    private static final int FLAGS_OFFSET = 60;

    /** Flag: the alarm is active. */
    private static final int ACTIVE = 1;
    /** Flag: the last event has the time of the last raise. */
    private static final int AT_RAISE = 2;

    /** Last sign of a sensor that has not sent since the last raise. */
    private static final long NO_SIGN = Long.MAX_VALUE;

    private final long timeoutNs;
    private final DueHeap queue;
    /** Copy of the heap's. */
    private long nextDueNs;

    private long sourceNs;

    /**
     * @param timeoutNs a longer silence raises an alarm
     */
    public SourceSilenceRecords(int sensorCount, long timeoutNs, RecordSink sink) {
        super(sensorCount, -1, Double.NaN, sink);
        this.timeoutNs = timeoutNs;
        this.queue = new DueHeap(sensorCount);
    }

    @Override
    public void reset() {
        super.reset();
        queue.clear();
        nextDueNs = DueHeap.NEVER;
        sourceNs = Long.MIN_VALUE;
    }

    @Override
    void begin(long at) {
        UnsafeApi.putLong(at + LAST_SIGN_OFFSET, NO_SIGN);
        UnsafeApi.putLong(at + LAST_EVENT_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + QUEUED_OFFSET, DueHeap.NEVER);
    }

    @Override
    public void onReading(long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        long at = at(sensorId);
        long untilNs = Math.max(sourceNs, eventTimeNs);
        int looksLeft = LOOKS_MAX;
        if (nextDueNs < untilNs) {
            looksLeft = fire(position, Math.max(sourceNs, eventTimeNs - 1), receiveTimeNs, looksLeft);
        }
        long lastSignNs = UnsafeApi.getLong(at + LAST_SIGN_OFFSET);
        if (eventTimeNs >= lastSignNs && eventTimeNs <= lastSignNs + timeoutNs) {
            UnsafeApi.putLong(at + LAST_SIGN_OFFSET, eventTimeNs);
            UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        } else {
            onOther(position, at, sensorId, eventTimeNs, receiveTimeNs, value);
        }
        moveTime(at, eventTimeNs, receiveTimeNs);
        sourceNs = untilNs;
        if (nextDueNs < untilNs) {
            fire(position, untilNs, receiveTimeNs, looksLeft);
        }
    }

    /** Folds a reading that was overtaken or comes after a silence. */
    private void onOther(long position, long at, int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        if (dueNs(at) < eventTimeNs) {
            raise(position, at, sensorId, receiveTimeNs);
        }
        long lastEventNs = UnsafeApi.getLong(at + LAST_EVENT_OFFSET);
        long signNs = eventTimeNs;
        if (eventTimeNs < newestNs(at)) {
            long lastSignNs = UnsafeApi.getLong(at + LAST_SIGN_OFFSET);
            signNs = Math.max(eventTimeNs, lastSignNs == NO_SIGN ? lastEventNs : Math.max(lastSignNs, lastEventNs));
        }
        UnsafeApi.putLong(at + LAST_SIGN_OFFSET, signNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        int flags = flags(at);
        if ((flags & ACTIVE) != 0) {
            clear(position, at, sensorId, Math.max(eventTimeNs, lastEventNs), receiveTimeNs, value);
        }
        if (dueNs(at) < UnsafeApi.getLong(at + QUEUED_OFFSET)) {
            UnsafeApi.putLong(at + QUEUED_OFFSET, dueNs(at));
            queue.add(dueNs(at), sensorId);
            nextDueNs = queue.nextDueNs();
        }
    }

    /**
     * Raises the alarms that are due before a time, in the order of their times.
     *
     * @param looksMax entries to look at
     * @return entries left to look at for this reading
     */
    private int fire(long position, long untilNs, long receivedNs, int looksMax) {
        int looksLeft = looksMax;
        while (nextDueNs < untilNs) {
            int sensorId = queue.nextSensorId();
            long at = at(sensorId);
            long dueNs = dueNs(at);
            if (UnsafeApi.getLong(at + QUEUED_OFFSET) != nextDueNs) {
                queue.removeNext();
            } else {
                if (looksLeft == 0) {
                    return 0;
                }
                looksLeft--;
                if (dueNs == nextDueNs) {
                    raise(position, at, sensorId, receivedNs);
                    dueNs = DueHeap.NEVER;
                }
                UnsafeApi.putLong(at + QUEUED_OFFSET, dueNs);
                if (dueNs == DueHeap.NEVER) {
                    queue.removeNext();
                } else {
                    queue.postponeNext(dueNs);
                }
            }
            nextDueNs = queue.nextDueNs();
        }
        return looksLeft;
    }

    private void raise(long position, long at, int sensorId, long receivedNs) {
        long lastEventNs = UnsafeApi.getLong(at + LAST_EVENT_OFFSET);
        long timeNs = Math.max(dueNs(at), lastEventNs);
        boolean isAgain = timeNs == lastEventNs && (flags(at) & AT_RAISE) != 0;
        int occurrence = isAgain ? UnsafeApi.getInt(at + OCCURRENCE_OFFSET) + 1 : 1;
        UnsafeApi.putInt(at + OCCURRENCE_OFFSET, occurrence);
        UnsafeApi.putLong(at + LAST_EVENT_OFFSET, timeNs);
        UnsafeApi.putInt(at + FLAGS_OFFSET, ACTIVE | AT_RAISE);
        UnsafeApi.putLong(at + LAST_SIGN_OFFSET, NO_SIGN);
        double value = UnsafeApi.getDouble(at + VALUE_OFFSET);
        lanes.event(position, receivedNs, OutputLanes.RAISED, sensorId, timeNs, timeNs, occurrence, value);
        sink.onChange(sensorId, timeNs, true, value);
    }

    private void clear(long position, long at, int sensorId, long timeNs, long receivedNs, double value) {
        long raisedNs = UnsafeApi.getLong(at + LAST_EVENT_OFFSET);
        UnsafeApi.putLong(at + LAST_EVENT_OFFSET, timeNs);
        UnsafeApi.putInt(at + FLAGS_OFFSET, timeNs == raisedNs ? AT_RAISE : 0);
        int occurrence = UnsafeApi.getInt(at + OCCURRENCE_OFFSET);
        lanes.event(position, receivedNs, OutputLanes.CLEARED, sensorId, timeNs, raisedNs, occurrence, value);
        sink.onChange(sensorId, timeNs, false, value);
    }

    /** When the sensor's silence becomes an alarm; {@link DueHeap#NEVER} when it cannot. */
    private long dueNs(long at) {
        long lastSignNs = UnsafeApi.getLong(at + LAST_SIGN_OFFSET);
        return lastSignNs == NO_SIGN ? DueHeap.NEVER : lastSignNs + timeoutNs;
    }

    private static int flags(long at) {
        return UnsafeApi.getInt(at + FLAGS_OFFSET);
    }
}
