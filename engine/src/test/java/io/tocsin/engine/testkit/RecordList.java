package io.tocsin.engine.testkit;

import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Eviction;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A journal as a list: what it is handed it keeps, and hands on again. */
public final class RecordList implements RecordHandler {
    /** One journal record. */
    public sealed interface Entry permits Reading, Tick, Control {
        void forward(long position, RecordHandler handler);
    }

    /** A reading. */
    public record Reading(int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags)
            implements Entry {
        @Override
        public void forward(long position, RecordHandler handler) {
            handler.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
        }
    }

    /** A tick. */
    public record Tick(long clockNs) implements Entry {
        @Override
        public void forward(long position, RecordHandler handler) {
            handler.onTick(position, clockNs);
        }
    }

    /** A control record. */
    public record Control(ControlKind kind, List<Byte> body) implements Entry {
        static Control of(ControlKind kind, byte[] bytes, int length) {
            List<Byte> body = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                body.add(bytes[i]);
            }
            return new Control(kind, body);
        }

        public UnsafeBuffer buffer() {
            byte[] bytes = new byte[body.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = body.get(i);
            }
            return new UnsafeBuffer(bytes);
        }

        @Override
        public void forward(long position, RecordHandler handler) {
            // Not at offset 0: nobody may take the buffer's beginning for the body's.
            UnsafeBuffer buffer = new UnsafeBuffer(new byte[body.size() + 8]);
            buffer.putBytes(4, buffer(), 0, body.size());
            handler.onControl(position, kind.code(), buffer, 4, body.size());
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    public List<Entry> entries() {
        return entries;
    }

    public int size() {
        return entries.size();
    }

    /** The plan of a record, or null when it is another one. */
    public static Plan planOf(Entry entry) {
        return entry instanceof Control control && control.kind == ControlKind.PLAN
                ? PlanCodec.decode(control.buffer(), 0)
                : null;
    }

    /** The action of a record, or null when it is another one. */
    public static OperatorAction actionOf(Entry entry) {
        return entry instanceof Control control && control.kind == ControlKind.ACTION
                ? OperatorAction.decode(control.buffer(), 0, control.body.size())
                : null;
    }

    /** Hands all records on. */
    public void replay(RecordHandler handler) {
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).forward(i, handler);
        }
    }

    public void plan(Plan plan) {
        byte[] bytes = PlanCodec.encode(plan);
        entries.add(Control.of(ControlKind.PLAN, bytes, bytes.length));
    }

    public void sensor(SensorDefinition definition) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        int length = definition.encode(buffer, 0);
        entries.add(Control.of(ControlKind.SENSOR, buffer.byteArray(), length));
    }

    public void evict(Integer... sensorIds) {
        Eviction eviction = new Eviction(List.of(sensorIds));
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[eviction.encodedLength()]);
        entries.add(Control.of(ControlKind.EVICT, buffer.byteArray(), eviction.encode(buffer, 0)));
    }

    public void text(TextDefinition definition) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        int length = definition.encode(buffer, 0);
        entries.add(Control.of(ControlKind.TEXT, buffer.byteArray(), length));
    }

    public void clockStep(ClockStep step) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ClockStep.LENGTH]);
        step.encode(buffer, 0);
        entries.add(Control.of(ControlKind.CLOCK_STEP, buffer.byteArray(), ClockStep.LENGTH));
    }

    public void state(boolean isUp, SourceState state) {
        byte[] body = state.encode();
        entries.add(Control.of(isUp ? ControlKind.SOURCE_UP : ControlKind.SOURCE_DOWN, body, body.length));
    }

    public void action(OperatorAction action) {
        byte[] body = action.encode();
        entries.add(Control.of(ControlKind.ACTION, body, body.length));
    }

    public void progress(SourceProgress progress, boolean end) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[SourceProgress.LENGTH]);
        progress.encode(buffer, 0);
        ControlKind kind = end ? ControlKind.SOURCE_END : ControlKind.SOURCE_PROGRESS;
        entries.add(Control.of(kind, buffer.byteArray(), SourceProgress.LENGTH));
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        entries.add(new Reading(sensorId, eventTimeNs, receiveTimeNs, value, quality, flags));
    }

    @Override
    public void onTick(long position, long clockNs) {
        entries.add(new Tick(clockNs));
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        entries.add(Control.of(ControlKind.ofCode(kind), bytes, length));
    }
}
