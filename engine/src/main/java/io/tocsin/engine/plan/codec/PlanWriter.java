package io.tocsin.engine.plan.codec;

import io.tocsin.engine.plan.alarm.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** Writes the bytes of a plan: little-endian numbers, strings as a length and UTF-8. */
final class PlanWriter implements FieldWriter {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private int length;

    @Override
    public void putByte(int value) {
        buffer.putByte(length, (byte) value);
        length += Byte.BYTES;
    }

    @Override
    public void putInt(int value) {
        buffer.putInt(length, value);
        length += Integer.BYTES;
    }

    @Override
    public void putLong(long value) {
        buffer.putLong(length, value);
        length += Long.BYTES;
    }

    @Override
    public void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    void putString(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length);
        buffer.putBytes(length, bytes);
        length += bytes.length;
    }

    @Override
    public void putStrings(List<String> values) {
        putInt(values.size());
        values.forEach(this::putString);
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer.byteArray(), length);
    }
}
