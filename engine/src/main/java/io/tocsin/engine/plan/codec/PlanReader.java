package io.tocsin.engine.plan.codec;

import io.tocsin.engine.plan.alarm.FieldReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Reads plans written by {@link PlanWriter}; refuses other bytes with an {@link IllegalArgumentException}. */
final class PlanReader implements FieldReader {
    private final DirectBuffer buffer;
    private int offset;

    PlanReader(DirectBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
    }

    @Override
    public byte getByte() {
        return buffer.getByte(take(Byte.BYTES));
    }

    @Override
    public int getInt() {
        return buffer.getInt(take(Integer.BYTES));
    }

    @Override
    public long getLong() {
        return buffer.getLong(take(Long.BYTES));
    }

    @Override
    public double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    @Override
    public int getCount() {
        int count = getInt();
        if (count < 0) {
            throw new IllegalArgumentException("a plan has a negative number of items, count=" + count);
        }
        return count;
    }

    @Override
    public <E extends Enum<E>> E getOneOf(E[] constants) {
        byte ordinal = getByte();
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new IllegalArgumentException(
                    "unknown " + constants[0].getDeclaringClass().getSimpleName() + " in a plan, ordinal=" + ordinal);
        }
        return constants[ordinal];
    }

    String getString() {
        int length = getInt();
        int at = take(length);
        byte[] bytes = new byte[length];
        buffer.getBytes(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public List<String> getStrings() {
        int count = getCount();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(getString());
        }
        return values;
    }

    /** Skips a number of bytes and returns their offset. */
    private int take(int length) {
        int at = offset;
        if (length < 0 || length > buffer.capacity() - at) {
            throw new IllegalArgumentException(
                    "a plan ends within a number or text, offset=" + at + ", length=" + length);
        }
        offset = at + length;
        return at;
    }
}
