package io.tocsin.engine.plan.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Reads what {@link PlanWriter} wrote. */
final class PlanReader {
    private final DirectBuffer buffer;
    private int offset;

    PlanReader(DirectBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
    }

    byte getByte() {
        return buffer.getByte(offset++);
    }

    int getInt() {
        int value = buffer.getInt(offset);
        offset += Integer.BYTES;
        return value;
    }

    long getLong() {
        long value = buffer.getLong(offset);
        offset += Long.BYTES;
        return value;
    }

    double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    String getString() {
        byte[] bytes = new byte[getInt()];
        buffer.getBytes(offset, bytes);
        offset += bytes.length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> getStrings() {
        int count = getInt();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(getString());
        }
        return values;
    }
}
