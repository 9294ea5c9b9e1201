package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.reading.ReadingFlags;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One preallocated place in the input ring; every slot that is published becomes one journal record. Written by the
 * thread that claimed it, read by the engine thread.
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
    private DirectBuffer body;

    /**
     * Makes it a reading; the parameters are those of {@link RecordHandler#onReading}, but for the receive time, which
     * is {@link Intake#clockNs}. Of a reading with a flag of {@link ReadingFlags#GATEWAY_TIME} the event time says
     * nothing.
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

    /** Makes it a tick of the clock, at an elapsed time. */
    void setTick(long elapsedNs) {
        this.shape = TICK;
        this.receiveTimeNs = elapsedNs;
    }

    /** Makes it a control record; the body is kept until it is journalled and must not change. */
    void setControl(ControlKind kind, byte[] controlBody, long receiveTimeNs) {
        this.shape = CONTROL;
        this.controlKind = kind.code();
        this.body = new UnsafeBuffer(controlBody);
        this.receiveTimeNs = receiveTimeNs;
    }

    /** Turns elapsed time into what the wall clock says at the record's place; once, before it is handed on. */
    void stamp(long stepsNs) {
        receiveTimeNs += stepsNs;
        if (shape == READING && (flags & ReadingFlags.GATEWAY_TIME) != 0) {
            eventTimeNs = receiveTimeNs;
        }
    }

    /** The step that it is, or null. */
    ClockStep clockStep() {
        boolean isStep = shape == CONTROL && controlKind == ControlKind.CLOCK_STEP.code();
        return isStep ? ClockStep.decode(body, 0, body.capacity()) : null;
    }

    /** Hands the record on. */
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

    /** When the record entered the gateway, epoch nanoseconds: elapsed time until it is stamped. */
    long receiveTimeNs() {
        return receiveTimeNs;
    }
}
