package io.tocsin.persistence.journal.format;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Reads records as {@link RecordLayout} has them and hands them to a {@link RecordHandler}.
 *
 * <p>A batch with a right checksum decodes. Any other bytes are refused without reading outside the buffer, provided
 * {@link RecordLayout#READ_SLACK} bytes follow the batch.
 *
 * <p>One thread. Allocates nothing, except when a sensor's id is the first beyond a power of two.
 */
public final class RecordDecoder {
    private final SensorContexts contexts = new SensorContexts();
    private final int maxSensors;

    /** Offset after the last record read. */
    private int cursor;

    /** The fault of the bytes at {@link #cursor}, or null. */
    private String fault;

    /** @param maxSensors ids at or above this are refused */
    public RecordDecoder(int maxSensors) {
        this.maxSensors = maxSensors;
    }

    /** Begins a segment: later records refer to no earlier ones. */
    public void reset() {
        contexts.reset();
    }

    /**
     * Reads the records of one batch; hands on those from {@code fromPosition} to before {@code toPosition}.
     *
     * @param buffer holds the records and {@link RecordLayout#READ_SLACK} bytes more
     * @param offset of the first record
     * @param end offset after the last record
     * @param recordCount number of records
     * @param firstPosition position of the first
     * @return null, or the fault of the batch
     */
    public String decode(
            DirectBuffer buffer,
            int offset,
            int end,
            int recordCount,
            long firstPosition,
            long fromPosition,
            long toPosition,
            RecordHandler handler) {
        cursor = offset;
        fault = null;
        for (int i = 0; i < recordCount; i++) {
            long position = firstPosition + i;
            RecordHandler to = position >= fromPosition && position < toPosition ? handler : null;
            int tag = buffer.getByte(cursor) & 0xFF;
            if ((tag & RecordLayout.OTHER_MASK) != RecordLayout.OTHER) {
                readReading(buffer, tag, position, end, to);
            } else if ((tag & RecordLayout.OTHER_KIND_MASK) == RecordLayout.TICK) {
                readTick(buffer, tag, position, end, to);
            } else if (tag == (RecordLayout.OTHER | RecordLayout.CONTROL)) {
                readControl(buffer, position, end, to);
            } else {
                fault = "unknown record tag=" + tag;
            }
            if (fault != null) {
                return fault + ", position=" + position;
            }
        }
        return cursor == end ? null : "records end at byte " + cursor + " instead of the batch's end " + end;
    }

    private void readReading(DirectBuffer buffer, int tag, long position, int end, RecordHandler handler) {
        SensorContexts c = contexts;
        int at = cursor + 1;

        int sensorId = c.predictedId();
        if ((tag & RecordLayout.ID_EXPLICIT) != 0) {
            sensorId += (int) Varint.unzigzag(Varint.get(buffer, at));
            at += Varint.lengthAt(buffer, at);
        }
        if (sensorId < 0 || sensorId >= maxSensors) {
            fault = "sensor id out of range, sensorId=" + sensorId + ", maxSensors=" + maxSensors;
            return;
        }
        long context = c.at(sensorId);
        boolean isNew = c.isNew(UnsafeApi.getLong(context + SensorContexts.WORD));
        if (isNew) {
            c.begin(sensorId, context);
        }
        long word = UnsafeApi.getLong(context + SensorContexts.WORD);

        int event = tag & RecordLayout.EVENT_MASK;
        long lastEventTimeNs = UnsafeApi.getLong(context + SensorContexts.EVENT_TIME);
        long eventTimeNs = lastEventTimeNs + UnsafeApi.getLong(context + SensorContexts.STEP);
        if (event == RecordLayout.EVENT_NEW_UNIT) {
            long unit = buffer.getByte(at++) & 3;
            word = (word & ~(3L << SensorContexts.UNIT_SHIFT)) | (unit << SensorContexts.UNIT_SHIFT);
        }
        if ((event & RecordLayout.EVENT_STEP_CHANGE) != 0) {
            int unit = (int) (word >>> SensorContexts.UNIT_SHIFT) & 3;
            eventTimeNs += TimeUnitCode.toNs(Varint.unzigzag(Varint.get(buffer, at)), unit);
            at += Varint.lengthAt(buffer, at);
        }

        int receive = tag & RecordLayout.RECEIVE_MASK;
        long receiveTimeNs = receive == RecordLayout.RECEIVE_EQUALS_EVENT ? eventTimeNs : c.timeNs;
        if (receive == RecordLayout.RECEIVE_NEW_UNIT) {
            c.timeUnit = buffer.getByte(at++) & 3;
        }
        if ((receive & RecordLayout.RECEIVE_DELTA) != 0) {
            receiveTimeNs += TimeUnitCode.toNs(Varint.unzigzag(Varint.get(buffer, at)), c.timeUnit);
            at += Varint.lengthAt(buffer, at);
        }
        if (event == RecordLayout.EVENT_EQUALS_RECEIVE) {
            eventTimeNs = receiveTimeNs;
        }

        int valueKind = tag & RecordLayout.VALUE_MASK;
        long bits = UnsafeApi.getLong(context + SensorContexts.VALUE);
        if (valueKind == RecordLayout.VALUE_XOR) {
            int shape = buffer.getByte(at++);
            int length = ((shape >>> 4) & 7) + 1;
            long xor = buffer.getLong(at, ByteOrder.LITTLE_ENDIAN) & (-1L >>> (Long.SIZE - (length << 3)));
            bits ^= xor << ((shape & 7) << 3);
            at += length;
        } else if (valueKind != RecordLayout.VALUE_SAME) {
            if (valueKind == RecordLayout.VALUE_NEW_SCALE) {
                long scale = Math.min(buffer.getByte(at++) & 0xF, DecimalScale.MAX);
                word = (word & ~(0xFL << SensorContexts.SCALE_SHIFT)) | (scale << SensorContexts.SCALE_SHIFT);
            }
            int scale = (int) (word >>> SensorContexts.SCALE_SHIFT) & 0xF;
            long mantissa = DecimalScale.mantissa(Double.longBitsToDouble(bits), scale)
                    + Varint.unzigzag(Varint.get(buffer, at));
            at += Varint.lengthAt(buffer, at);
            bits = Double.doubleToRawLongBits(DecimalScale.value(mantissa, scale));
        }

        if ((tag & RecordLayout.STATUS_EXPLICIT) != 0) {
            long quality = buffer.getByte(at) & 3;
            long flags = buffer.getByte(at + 1) & 0xFF;
            at += 2;
            word = (word & ~SensorContexts.STATUS_MASK)
                    | (quality << SensorContexts.QUALITY_SHIFT)
                    | (flags << SensorContexts.FLAGS_SHIFT);
        }

        UnsafeApi.putLong(context + SensorContexts.EVENT_TIME, eventTimeNs);
        UnsafeApi.putLong(context + SensorContexts.STEP, isNew ? 0 : eventTimeNs - lastEventTimeNs);
        UnsafeApi.putLong(context + SensorContexts.VALUE, bits);
        UnsafeApi.putLong(context + SensorContexts.WORD, word);
        c.eventTimeNs = eventTimeNs;
        c.timeNs = receiveTimeNs;
        c.follow(sensorId);
        if (!advance(at, end) || handler == null) {
            return;
        }
        handler.onReading(
                position,
                sensorId,
                eventTimeNs,
                receiveTimeNs,
                Double.longBitsToDouble(bits),
                (int) (word >>> SensorContexts.QUALITY_SHIFT) & 3,
                (int) (word >>> SensorContexts.FLAGS_SHIFT) & 0xFF);
    }

    private void readTick(DirectBuffer buffer, int tag, long position, int end, RecordHandler handler) {
        int at = cursor + 1;
        int unit = (tag & 1) | ((tag >>> RecordLayout.TICK_UNIT_HIGH_SHIFT) << 1);
        contexts.timeNs += TimeUnitCode.toNs(Varint.unzigzag(Varint.get(buffer, at)), unit);
        if (advance(at + Varint.lengthAt(buffer, at), end) && handler != null) {
            handler.onTick(position, contexts.timeNs);
        }
    }

    private void readControl(DirectBuffer buffer, long position, int end, RecordHandler handler) {
        int at = cursor + 1;
        int kind = (int) Varint.get(buffer, at);
        at += Varint.lengthAt(buffer, at);
        long length = Varint.get(buffer, at);
        at += Varint.lengthAt(buffer, at);
        if (length < 0 || length > ControlKind.MAX_BODY_LENGTH) {
            fault = "control record too long, length=" + length;
            return;
        }
        if (advance(at + (int) length, end) && handler != null) {
            handler.onControl(position, kind, buffer, at, (int) length);
        }
    }

    private boolean advance(int at, int end) {
        cursor = at;
        if (at > end) {
            fault = "record exceeds its batch";
            return false;
        }
        return true;
    }
}
