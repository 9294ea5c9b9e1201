package io.tocsin.persistence.journal.format;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Writes records as {@link RecordLayout} has them, each as a difference to its sensor's last reading in this segment.
 *
 * <p>One thread. Allocates nothing, except when a sensor's id is the first beyond a power of two.
 */
public final class RecordEncoder {
    /** Number of a sensor's values without a search for a scale, after a value that had none. */
    private static final byte SEARCH_PAUSE = 15;

    private final SensorContexts contexts = new SensorContexts();

    private byte[] searchPauses = new byte[0];

    /** Begins a segment: later records refer to no earlier ones. */
    public void reset() {
        contexts.reset();
    }

    /**
     * Writes a reading.
     *
     * @param buffer has room for {@link RecordLayout#MAX_READING_LENGTH} bytes
     * @param offset where
     * @return the offset after it
     */
    public int putReading(
            MutableDirectBuffer buffer,
            int offset,
            int sensorId,
            long eventTimeNs,
            long receiveTimeNs,
            double value,
            int quality,
            int flags) {
        SensorContexts c = contexts;
        int tag = 0;
        int end = offset + 1;

        int predictedId = c.predictedId();
        if (sensorId != predictedId) {
            tag = RecordLayout.ID_EXPLICIT;
            end = Varint.put(buffer, end, Varint.zigzag(sensorId - predictedId));
        }
        long context = c.at(sensorId);
        boolean isNew = c.isNew(UnsafeApi.getLong(context + SensorContexts.WORD));
        if (isNew) {
            c.begin(sensorId, context);
            endPause(sensorId);
        }
        long word = UnsafeApi.getLong(context + SensorContexts.WORD);

        long step = eventTimeNs - UnsafeApi.getLong(context + SensorContexts.EVENT_TIME);
        long stepChange = step - UnsafeApi.getLong(context + SensorContexts.STEP);
        if (stepChange != 0) {
            if (eventTimeNs == receiveTimeNs) {
                tag |= RecordLayout.EVENT_EQUALS_RECEIVE;
            } else {
                int unit = (int) (word >>> SensorContexts.UNIT_SHIFT) & 3;
                long amount = TimeUnitCode.fromNs(stepChange, unit);
                if (TimeUnitCode.toNs(amount, unit) == stepChange) {
                    tag |= RecordLayout.EVENT_STEP_CHANGE;
                } else {
                    unit = TimeUnitCode.coarsest(stepChange);
                    amount = TimeUnitCode.fromNs(stepChange, unit);
                    tag |= RecordLayout.EVENT_NEW_UNIT;
                    buffer.putByte(end++, (byte) unit);
                    word = (word & ~(3L << SensorContexts.UNIT_SHIFT)) | ((long) unit << SensorContexts.UNIT_SHIFT);
                }
                end = Varint.put(buffer, end, Varint.zigzag(amount));
            }
        }
        if (eventTimeNs != receiveTimeNs || stepChange != 0) {
            long delta = receiveTimeNs - c.timeNs;
            if (delta == 0) {
                tag |= RecordLayout.RECEIVE_SAME;
            } else {
                int unit = c.timeUnit;
                long amount = TimeUnitCode.fromNs(delta, unit);
                if (TimeUnitCode.toNs(amount, unit) == delta) {
                    tag |= RecordLayout.RECEIVE_DELTA;
                } else {
                    unit = TimeUnitCode.coarsest(delta);
                    amount = TimeUnitCode.fromNs(delta, unit);
                    tag |= RecordLayout.RECEIVE_NEW_UNIT;
                    buffer.putByte(end++, (byte) unit);
                    c.timeUnit = unit;
                }
                end = Varint.put(buffer, end, Varint.zigzag(amount));
            }
        }

        long bits = Double.doubleToRawLongBits(value);
        long lastBits = UnsafeApi.getLong(context + SensorContexts.VALUE);
        if (bits != lastBits) {
            long xor = bits ^ lastBits;
            int trailing = Long.numberOfTrailingZeros(xor) >>> 3;
            int xorLength = Long.BYTES - (Long.numberOfLeadingZeros(xor) >>> 3) - trailing;
            double lastValue = Double.longBitsToDouble(lastBits);
            int scale = (int) (word >>> SensorContexts.SCALE_SHIFT) & 0xF;
            int newScale = DecimalScale.isExact(value, scale) ? scale : searchScale(sensorId, value);
            long zigzag = newScale < 0 ? -1 : decimalDelta(value, lastValue, newScale);
            int decimalLength = Varint.length(zigzag);
            if (newScale == scale && decimalLength <= xorLength + 1) {
                tag |= RecordLayout.VALUE_DECIMAL;
                end = Varint.put(buffer, end, zigzag);
            } else if (newScale >= 0 && newScale != scale && decimalLength < xorLength) {
                tag |= RecordLayout.VALUE_NEW_SCALE;
                buffer.putByte(end++, (byte) newScale);
                word = (word & ~(0xFL << SensorContexts.SCALE_SHIFT)) | ((long) newScale << SensorContexts.SCALE_SHIFT);
                end = Varint.put(buffer, end, zigzag);
            } else {
                tag |= RecordLayout.VALUE_XOR;
                buffer.putByte(end++, (byte) (trailing | ((xorLength - 1) << 4)));
                buffer.putLong(end, xor >>> (trailing << 3), ByteOrder.LITTLE_ENDIAN);
                end += xorLength;
            }
        }

        long status =
                ((long) quality << SensorContexts.QUALITY_SHIFT) | ((flags & 0xFFL) << SensorContexts.FLAGS_SHIFT);
        if (((word ^ status) & SensorContexts.STATUS_MASK) != 0) {
            tag |= RecordLayout.STATUS_EXPLICIT;
            buffer.putByte(end, (byte) quality);
            buffer.putByte(end + 1, (byte) flags);
            end += 2;
            word = (word & ~SensorContexts.STATUS_MASK) | status;
        }

        buffer.putByte(offset, (byte) tag);
        UnsafeApi.putLong(context + SensorContexts.EVENT_TIME, eventTimeNs);
        UnsafeApi.putLong(context + SensorContexts.STEP, isNew ? 0 : step);
        UnsafeApi.putLong(context + SensorContexts.VALUE, bits);
        UnsafeApi.putLong(context + SensorContexts.WORD, word);
        c.eventTimeNs = eventTimeNs;
        c.timeNs = receiveTimeNs;
        c.follow(sensorId);
        return end;
    }

    /**
     * Writes a tick.
     *
     * @return the offset after it
     */
    public int putTick(MutableDirectBuffer buffer, int offset, long clockNs) {
        long delta = clockNs - contexts.timeNs;
        int unit = TimeUnitCode.coarsest(delta);
        int tag = RecordLayout.OTHER
                | RecordLayout.TICK
                | (unit & 1)
                | ((unit >>> 1) << RecordLayout.TICK_UNIT_HIGH_SHIFT);
        buffer.putByte(offset, (byte) tag);
        contexts.timeNs = clockNs;
        return Varint.put(buffer, offset + 1, Varint.zigzag(TimeUnitCode.fromNs(delta, unit)));
    }

    /**
     * Writes a control record.
     *
     * @return the offset after it
     */
    public int putControl(
            MutableDirectBuffer buffer, int offset, int kind, DirectBuffer body, int bodyOffset, int bodyLength) {
        buffer.putByte(offset, (byte) (RecordLayout.OTHER | RecordLayout.CONTROL));
        int end = Varint.put(buffer, offset + 1, Integer.toUnsignedLong(kind));
        end = Varint.put(buffer, end, bodyLength);
        buffer.putBytes(end, body, bodyOffset, bodyLength);
        return end + bodyLength;
    }

    private static long decimalDelta(double value, double lastValue, int scale) {
        return Varint.zigzag(DecimalScale.mantissa(value, scale) - DecimalScale.mantissa(lastValue, scale));
    }

    /** Cleared sensor by sensor, because clearing a million at once would be a pause */
    private void endPause(int sensorId) {
        if (sensorId < searchPauses.length) {
            searchPauses[sensorId] = 0;
        }
    }

    /** A search takes as long as ten records, so values of a sensor without a scale are searched seldom */
    private int searchScale(int sensorId, double value) {
        if (sensorId >= searchPauses.length) {
            searchPauses = Arrays.copyOf(searchPauses, contexts.capacity());
        }
        if (searchPauses[sensorId] > 0) {
            searchPauses[sensorId]--;
            return -1;
        }
        int scale = DecimalScale.smallest(value);
        if (scale < 0) {
            searchPauses[sensorId] = SEARCH_PAUSE;
        }
        return scale;
    }
}
