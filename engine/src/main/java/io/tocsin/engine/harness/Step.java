package io.tocsin.engine.harness;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** One record of a journal. */
sealed interface Step {
    void forward(long position, RecordHandler handler);

    /** A reading. */
    record Reading(int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags)
            implements Step {
        @Override
        public void forward(long position, RecordHandler handler) {
            handler.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
        }
    }

    /** A tick. */
    record Tick(long clockNs) implements Step {
        @Override
        public void forward(long position, RecordHandler handler) {
            handler.onTick(position, clockNs);
        }
    }

    /** A control record. */
    record Control(ControlKind kind, UnsafeBuffer body) implements Step {
        @Override
        public void forward(long position, RecordHandler handler) {
            handler.onControl(position, kind.code(), body, 0, body.capacity());
        }
    }
}
