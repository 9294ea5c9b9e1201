package io.tocsin.engine.plan.codec;

import io.tocsin.engine.plan.alarm.FieldReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Reads what {@link PlanWriter} wrote. */
final class PlanReader implements FieldReader {
    private final DirectBuffer buffer;
    private int offset;

    PlanReader(DirectBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
    }

    @Override
    public byte getByte() {
        return buffer.getByte(offset++);
    }

    @Override
    public int getInt() {
        int value = buffer.getInt(offset);
        offset += Integer.BYTES;
        return value;
    }

    @Override
    public long getLong() {
        long value = buffer.getLong(offset);
        offset += Long.BYTES;
        return value;
    }

    @Override
    public double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    String getString() {
        byte[] bytes = new byte[getInt()];
        buffer.getBytes(offset, bytes);
        offset += bytes.length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public List<String> getStrings() {
        int count = getInt();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(getString());
        }
        return values;
    }
}
