package io.tocsin.engine.pipeline;

import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.reading.ReadingFlags;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A preallocated slot of the input ring; every published slot becomes one journal record. Written by the thread that
 * claimed it, read by the engine thread.
 */
public final class InputSlot {
    private static final byte READING = 0;
    private static final byte TICK = 1;
    private static final byte CONTROL = 2;

    private long eventTimeNs;
    private long receiveTimeNs;
    private double value;
    private int sensorId;
    private byte shape;
    private byte quality;
    private byte flags;
    private int controlKind;
    private UnsafeBuffer body;

    /**
     * Makes the slot a reading. The parameters are those of {@link RecordHandler#onReading}, except that the receive
     * time is {@link Intake#clockNs}. With a flag of {@link ReadingFlags#GATEWAY_TIME} the event time is ignored.
     */
    public void setReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        this.shape = READING;
        this.sensorId = sensorId;
        this.eventTimeNs = eventTimeNs;
        this.receiveTimeNs = receiveTimeNs;
        this.value = value;
        this.quality = (byte) quality;
        this.flags = (byte) flags;
    }

    /** Makes the slot a tick of the clock, at an elapsed time. */
    void setTick(long elapsedNs) {
        this.shape = TICK;
        this.receiveTimeNs = elapsedNs;
    }

    /** Makes the slot a control record. The body belongs to the slot until it is journalled. */
    void setControl(ControlKind kind, byte[] controlBody, long receiveTimeNs) {
        this.shape = CONTROL;
        this.controlKind = kind.code();
        this.body = new UnsafeBuffer(controlBody);
        this.receiveTimeNs = receiveTimeNs;
    }

    /**
     * Converts the slot's elapsed time into the wall clock at the record's place in the journal. Once, before
     * {@link #forward}.
     */
    void stamp(long stepsNs) {
        receiveTimeNs += stepsNs;
        if (shape == READING && (flags & ReadingFlags.GATEWAY_TIME) != 0) {
            eventTimeNs = receiveTimeNs;
        } else if (shape == CONTROL && SourceState.isBodyOf(controlKind)) {
            SourceState.stamp(body, receiveTimeNs);
        } else if (shape == CONTROL && controlKind == ControlKind.ACTION.code()) {
            OperatorAction.stamp(body, receiveTimeNs);
        }
    }

    /** The clock step in this slot, or null. */
    ClockStep clockStep() {
        boolean isStep = shape == CONTROL && controlKind == ControlKind.CLOCK_STEP.code();
        return isStep ? ClockStep.decode(body, 0, body.capacity()) : null;
    }

    /** Passes the record to a handler. */
    void forward(long position, RecordHandler handler) {
        if (shape == READING) {
            handler.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
        } else if (shape == TICK) {
            handler.onTick(position, receiveTimeNs);
        } else {
            handler.onControl(position, controlKind, body, 0, body.capacity());
        }
    }

    /** Drops the reference to a control body, so that the ring keeps no garbage alive. */
    void release() {
        body = null;
    }

    /**
     * Time at which the record entered the gateway, epoch nanoseconds: elapsed time until {@link #stamp}, then wall
     * clock.
     */
    long receiveTimeNs() {
        return receiveTimeNs;
    }
}
