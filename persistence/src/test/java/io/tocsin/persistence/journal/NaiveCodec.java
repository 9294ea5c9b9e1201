package io.tocsin.persistence.journal;

import io.tocsin.persistence.journal.JournalRecord.Control;
import io.tocsin.persistence.journal.JournalRecord.Reading;
import io.tocsin.persistence.journal.JournalRecord.Tick;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slow, obvious codec, written from {@code RecordLayout}'s words: maps of objects, one byte at a time. Its encoder
 * makes choices of its own where the layout leaves them, so each side's decoder must understand the other's encoder.
 */
final class NaiveCodec {
    private static final long[] UNIT_NS = {1_000_000_000L, 1_000_000L, 1_000L, 1L};

    private static final class Sensor {
        long eventTimeNs;
        long step;
        long bits;
        int unit = 1;
        int scale = 0;
        int quality = 0;
        int flags = 0;
        boolean isNew = true;
    }

    private final Map<Integer, Sensor> sensors = new HashMap<>();
    private final Map<Integer, Integer> followers = new HashMap<>();
    private int lastId = -1;
    private long lastEventTimeNs = 0;
    private long lastTimeNs = 0;
    private int streamUnit = 1;

    byte[] encode(List<JournalRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JournalRecord record : records) {
            if (record instanceof Reading reading) {
                encodeReading(out, reading);
            } else if (record instanceof Tick tick) {
                encodeTick(out, tick);
            } else {
                encodeControl(out, (Control) record);
            }
        }
        return out.toByteArray();
    }

    List<JournalRecord> decode(byte[] bytes, int count) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<JournalRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int tag = in.get() & 0xFF;
            int event = (tag >> 1) & 3;
            int receive = (tag >> 3) & 3;
            int value = (tag >> 5) & 3;
            if (event != 2 || receive != 0) {
                records.add(decodeReading(in, tag, event, receive, value));
            } else if (value == 0) {
                int unit = (tag & 1) + 2 * (tag >> 7);
                lastTimeNs += signed(in) * UNIT_NS[unit];
                records.add(new Tick(lastTimeNs));
            } else {
                int kind = (int) unsigned(in);
                byte[] body = new byte[(int) unsigned(in)];
                in.get(body);
                records.add(JournalRecord.control(kind, body));
            }
        }
        if (in.hasRemaining()) {
            throw new AssertionError("bytes left: " + in.remaining());
        }
        return records;
    }

    private Reading decodeReading(ByteBuffer in, int tag, int event, int receive, int value) {
        int id = predictedId() + ((tag & 1) != 0 ? (int) signed(in) : 0);
        Sensor sensor = sensor(id);
        long eventTimeNs = sensor.eventTimeNs + sensor.step;
        if (event == 3) {
            sensor.unit = in.get();
        }
        if (event == 1 || event == 3) {
            eventTimeNs += signed(in) * UNIT_NS[sensor.unit];
        }
        long receiveTimeNs = receive == 0 ? eventTimeNs : lastTimeNs;
        if (receive == 3) {
            streamUnit = in.get();
        }
        if (receive == 1 || receive == 3) {
            receiveTimeNs += signed(in) * UNIT_NS[streamUnit];
        }
        if (event == 2) {
            eventTimeNs = receiveTimeNs;
        }
        long bits = sensor.bits;
        if (value == 2) {
            int shape = in.get();
            long xor = 0;
            for (int i = 0; i <= shape >> 4; i++) {
                xor |= (in.get() & 0xFFL) << (8 * (i + (shape & 7)));
            }
            bits ^= xor;
        } else if (value != 0) {
            if (value == 3) {
                sensor.scale = in.get();
            }
            long mantissa = mantissa(sensor.bits, sensor.scale) + signed(in);
            bits = Double.doubleToRawLongBits(mantissa / Math.pow(10, sensor.scale));
        }
        if ((tag & 0x80) != 0) {
            sensor.quality = in.get();
            sensor.flags = in.get() & 0xFF;
        }
        remember(id, sensor, eventTimeNs, receiveTimeNs, bits);
        return new Reading(id, eventTimeNs, receiveTimeNs, bits, sensor.quality, sensor.flags);
    }

    private void encodeReading(ByteArrayOutputStream out, Reading r) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        int tag = 0;
        if (r.sensorId() != predictedId()) {
            tag |= 1;
            putSigned(fields, r.sensorId() - predictedId());
        }
        Sensor sensor = sensor(r.sensorId());
        long step = r.eventTimeNs() - sensor.eventTimeNs;
        boolean isPlain = r.eventTimeNs() == r.receiveTimeNs() && step == sensor.step;
        if (step != sensor.step && r.eventTimeNs() == r.receiveTimeNs()) {
            tag |= 2 << 1;
        } else if (step != sensor.step) {
            int unit = coarsest(step - sensor.step);
            tag |= (unit == sensor.unit ? 1 : 3) << 1;
            if (unit != sensor.unit) {
                fields.write(unit);
            }
            sensor.unit = unit;
            putSigned(fields, (step - sensor.step) / UNIT_NS[unit]);
        }
        if (!isPlain && r.receiveTimeNs() == lastTimeNs) {
            tag |= 2 << 3;
        } else if (!isPlain) {
            int unit = coarsest(r.receiveTimeNs() - lastTimeNs);
            tag |= (unit == streamUnit ? 1 : 3) << 3;
            if (unit != streamUnit) {
                fields.write(unit);
            }
            streamUnit = unit;
            putSigned(fields, (r.receiveTimeNs() - lastTimeNs) / UNIT_NS[unit]);
        }
        tag |= encodeValue(fields, sensor, r.valueBits()) << 5;
        if (r.quality() != sensor.quality || r.flags() != sensor.flags) {
            tag |= 0x80;
            fields.write(r.quality());
            fields.write(r.flags());
            sensor.quality = r.quality();
            sensor.flags = r.flags();
        }
        out.write(tag);
        out.writeBytes(fields.toByteArray());
        remember(r.sensorId(), sensor, r.eventTimeNs(), r.receiveTimeNs(), r.valueBits());
    }

    private static int encodeValue(ByteArrayOutputStream fields, Sensor sensor, long bits) {
        if (bits == sensor.bits) {
            return 0;
        }
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value) && Math.abs(value) < 1e6 && bits != Double.doubleToRawLongBits(-0.0)) {
            int scale = Math.max(
                    0,
                    new BigDecimal(Double.toString(value)).stripTrailingZeros().scale());
            long mantissa = scale > 9 ? 0 : mantissa(bits, scale);
            if (scale <= 9 && mantissa / Math.pow(10, scale) == value) {
                boolean isNewScale = scale != sensor.scale;
                if (isNewScale) {
                    fields.write(scale);
                }
                sensor.scale = scale;
                putSigned(fields, mantissa - mantissa(sensor.bits, scale));
                return isNewScale ? 3 : 1;
            }
        }
        fields.write(7 << 4);
        for (int i = 0; i < 8; i++) {
            fields.write((int) ((bits ^ sensor.bits) >>> (8 * i)));
        }
        return 2;
    }

    private void encodeTick(ByteArrayOutputStream out, Tick tick) {
        long delta = tick.clockNs() - lastTimeNs;
        int unit = coarsest(delta);
        out.write(4 | (unit & 1) | ((unit >> 1) << 7));
        putSigned(out, delta / UNIT_NS[unit]);
        lastTimeNs = tick.clockNs();
    }

    private static void encodeControl(ByteArrayOutputStream out, Control control) {
        out.write(4 | (1 << 5));
        putUnsigned(out, control.kind());
        putUnsigned(out, control.body().size());
        for (byte b : control.body()) {
            out.write(b);
        }
    }

    private int predictedId() {
        return lastId < 0 ? 0 : followers.getOrDefault(lastId, lastId + 1);
    }

    private Sensor sensor(int id) {
        return sensors.computeIfAbsent(id, key -> {
            Sensor sensor = new Sensor();
            sensor.eventTimeNs = lastEventTimeNs;
            return sensor;
        });
    }

    private void remember(int id, Sensor sensor, long eventTimeNs, long receiveTimeNs, long bits) {
        sensor.step = sensor.isNew ? 0 : eventTimeNs - sensor.eventTimeNs;
        sensor.isNew = false;
        sensor.eventTimeNs = eventTimeNs;
        sensor.bits = bits;
        if (lastId >= 0) {
            followers.put(lastId, id);
        }
        lastId = id;
        lastEventTimeNs = eventTimeNs;
        lastTimeNs = receiveTimeNs;
    }

    private static long mantissa(long bits, int scale) {
        return (long) Math.rint(Double.longBitsToDouble(bits) * Math.pow(10, scale));
    }

    private static int coarsest(long ns) {
        int unit = 0;
        while (ns % UNIT_NS[unit] != 0) {
            unit++;
        }
        return unit;
    }

    private static void putSigned(ByteArrayOutputStream out, long value) {
        putUnsigned(out, value >= 0 ? 2 * value : -2 * value - 1);
    }

    private static void putUnsigned(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 127) | 128);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long signed(ByteBuffer in) {
        long zigzag = unsigned(in);
        return (zigzag & 1) == 0 ? zigzag >>> 1 : -(zigzag >>> 1) - 1;
    }

    private static long unsigned(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        long b;
        do {
            b = in.get() & 0xFFL;
            value |= (b & 127) << shift;
            shift += 7;
        } while (b > 127);
        return value;
    }
}
