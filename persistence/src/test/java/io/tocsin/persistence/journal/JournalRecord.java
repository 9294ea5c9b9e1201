package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.RecordHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A record as a value, so that tests can compare what went in with what came out. */
sealed interface JournalRecord {
    void writeTo(RecordHandler handler, long position);

    record Reading(int sensorId, long eventTimeNs, long receiveTimeNs, long valueBits, int quality, int flags)
            implements JournalRecord {
        @Override
        public void writeTo(RecordHandler handler, long position) {
            double value = Double.longBitsToDouble(valueBits);
            handler.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
        }
    }

    record Tick(long clockNs) implements JournalRecord {
        @Override
        public void writeTo(RecordHandler handler, long position) {
            handler.onTick(position, clockNs);
        }
    }

    record Control(int kind, List<Byte> body) implements JournalRecord {
        @Override
        public void writeTo(RecordHandler handler, long position) {
            byte[] bytes = new byte[body.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = body.get(i);
            }
            handler.onControl(position, kind, new UnsafeBuffer(bytes), 0, bytes.length);
        }
    }

    static Control control(int kind, byte[] body) {
        List<Byte> bytes = new ArrayList<>(body.length);
        for (byte b : body) {
            bytes.add(b);
        }
        return new Control(kind, bytes);
    }

    /** Collects records and requires dense positions. */
    final class Collector implements RecordHandler {
        final List<JournalRecord> records = new ArrayList<>();
        private long nextPosition;

        Collector(long firstPosition) {
            this.nextPosition = firstPosition;
        }

        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            long bits = Double.doubleToRawLongBits(value);
            add(position, new Reading(sensorId, eventTimeNs, receiveTimeNs, bits, quality, flags));
        }

        @Override
        public void onTick(long position, long clockNs) {
            add(position, new Tick(clockNs));
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            byte[] body = new byte[length];
            buffer.getBytes(offset, body);
            add(position, control(kind, Arrays.copyOf(body, length)));
        }

        private void add(long position, JournalRecord record) {
            if (position != nextPosition) {
                throw new AssertionError("position " + nextPosition + " expected, got " + position);
            }
            nextPosition++;
            records.add(record);
        }
    }
}
