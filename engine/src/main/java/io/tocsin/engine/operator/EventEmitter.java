package io.tocsin.engine.operator;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Receives the events and rows of operators, numbers them, stamps them with the record that caused them, and hands them
 * on. Engine thread only; allocates nothing.
 */
public final class EventEmitter {
    private final AlarmEventFlyweight event =
            new AlarmEventFlyweight().wrap(new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]), 0);
    private final UnsafeBuffer rowMemory =
            new UnsafeBuffer(new byte[StreamRowFlyweight.lengthOf(StreamNode.MAX_AGGREGATES)]);
    private final StreamRowFlyweight row = new StreamRowFlyweight();
    private final ResultHandler results;
    private final JournalClock clock;
    private long position;
    private long receivedNs;
    private long eventCount;
    private AlarmEventReason reason = AlarmEventReason.RULE;

    /**
     * @param clock converts the times of records into elapsed time
     */
    public EventEmitter(ResultHandler results, JournalClock clock) {
        this.results = results;
        this.clock = clock;
    }

    /**
     * Sets the current record and its receive time by the wall clock; it causes all emissions until the next call.
     */
    public void begin(long recordPosition, long recordReceivedNs) {
        position = recordPosition;
        receivedNs = recordReceivedNs;
    }

    /** As {@link #begin}, for a record without a receive time: it keeps the receive time of the previous record. */
    public void beginControl(long recordPosition) {
        position = recordPosition;
    }

    /** Sets the reason of the events emitted until the next call. */
    public void because(AlarmEventReason eventReason) {
        reason = eventReason;
    }

    /** Emits one event; the parameters are those of {@link AlarmEventFlyweight}. */
    public void emit(
            AlarmEventKind kind,
            int ruleId,
            int sensorId,
            int levelCode,
            long timeNs,
            long raisedNs,
            int occurrence,
            int earlierAtInstant,
            double value,
            double limit,
            boolean isHeld) {
        event.ordinal(eventCount++)
                .position(position)
                .timeNs(timeNs)
                .raisedNs(raisedNs)
                .receivedNs(receivedNs)
                .decidedNs(0)
                .value(value)
                .limit(limit)
                .ruleId(ruleId)
                .sensorId(sensorId)
                .occurrence(occurrence)
                .kind(kind)
                .levelCode(levelCode)
                .reason(reason)
                .earlierAtInstant(earlierAtInstant)
                .held(isHeld);
        results.onAlarm(event);
    }

    /** Emits one event of an alarm that has neither levels nor limits. */
    public void emit(
            AlarmEventKind kind,
            int ruleId,
            int sensorId,
            long timeNs,
            long raisedNs,
            int occurrence,
            double value,
            boolean isHeld) {
        int level = AlarmEventFlyweight.NO_LEVEL;
        emit(kind, ruleId, sensorId, level, timeNs, raisedNs, occurrence, 0, value, Double.NaN, isHeld);
    }

    /** Emits an event of the gateway itself, which happened at a time of the wall clock and not at a reading. */
    public void emitOwn(AlarmEventKind kind, int ruleId, int sensorId, long atNs, int occurrence) {
        long before = receivedNs;
        receivedNs = atNs;
        emit(kind, ruleId, sensorId, atNs, atNs, occurrence, Double.NaN, false);
        receivedNs = before;
    }

    /**
     * Begins a row. The caller fills in the rest and passes the row to {@link #emit(StreamRowFlyweight)} before
     * emitting anything else.
     */
    public StreamRowFlyweight row(int streamId, int sensorId, int valueCount) {
        // The view is wrapped again only when the row's length changes, which is rare within a stream.
        if (row.length() != StreamRowFlyweight.lengthOf(valueCount)) {
            row.wrap(rowMemory, 0, valueCount);
        }
        return row.ordinal(eventCount++)
                .position(position)
                .receivedNs(receivedNs)
                .decidedNs(0)
                .streamId(streamId)
                .sensorId(sensorId)
                .valueCount(valueCount);
    }

    /** Emits a row. */
    public void emit(StreamRowFlyweight filled) {
        results.onRow(filled);
    }

    /** Passes on an event of another shard, with the next number. */
    public void relay(AlarmEventFlyweight emitted) {
        results.onAlarm(emitted.ordinal(eventCount++));
    }

    /** As {@link #relay(AlarmEventFlyweight)}, for a row. */
    public void relay(StreamRowFlyweight emitted) {
        results.onRow(emitted.ordinal(eventCount++));
    }

    /** Stamps an event of the alarm board, which causes no record of its own, with the next number. */
    public AlarmEventFlyweight number(AlarmEventFlyweight event) {
        return event.ordinal(eventCount++).decidedNs(0);
    }

    /** The reason of the events emitted now. */
    public AlarmEventReason reason() {
        return reason;
    }

    /** The position of the current record. */
    public long position() {
        return position;
    }

    /** Receive time of the current record by the wall clock, epoch ns. */
    public long receivedNs() {
        return receivedNs;
    }

    /** Receive time of the current record in elapsed time, epoch ns. */
    public long elapsedNs() {
        return clock.elapsedNs(receivedNs);
    }

    /** Number of events and rows emitted since the beginning of the journal, which is the ordinal of the next one. */
    public long eventCount() {
        return eventCount;
    }

    public void writeTo(StateOutput out) {
        out.putLong(eventCount);
        out.putLong(receivedNs);
    }

    public void readFrom(StateInput in) {
        eventCount = in.getLong();
        receivedNs = in.getLong();
    }
}
