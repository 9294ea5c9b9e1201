package io.tocsin.ingest.mapping;

import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.DecimalText;
import java.util.List;

/** A number whose bytes are the elements of an array: the first is a value, the others are captured. One thread. */
final class ByteNumber {
    private static final int MAX_BYTE = 255;

    private final BytesType type;
    private final int[] slots;
    private final ScalarText scalars = new ScalarText();
    private double number;

    private ByteNumber(BytesType type, int[] slots) {
        this.type = type;
        this.slots = slots;
    }

    /**
     * @param slots get the bytes behind the first
     * @return null when the value is no such number
     */
    static ByteNumber of(ValueConfig value, List<MemberPath> slots) {
        if (value.bytes() == null) {
            return null;
        }
        int[] further = new int[value.bytes().length() - 1];
        for (int i = 0; i < further.length; i++) {
            further[i] = DocumentMapper.slot(slots, value.paths().get(0).later(i + 1));
        }
        return new ByteNumber(value.bytes(), further);
    }

    /**
     * Reads the number of an element.
     *
     * @param first token of the first byte
     * @return false when a byte is missing, or is none
     */
    boolean read(Findings findings, int element, int first) {
        long bits = 0;
        for (int i = 0; i < type.length(); i++) {
            int token = i == 0 ? first : findings.own(element, slots[i - 1]);
            int value = token == Findings.ABSENT ? -1 : value(findings, token);
            if (value < 0) {
                return false;
            }
            bits = type.with(bits, i, value);
        }
        number = type.number(bits);
        return true;
    }

    /** The number that was read last. */
    double number() {
        return number;
    }

    /** Whether the number is a float of 32 bits. */
    boolean isFloat() {
        return type.isFloat32();
    }

    /** Fault of bytes that cannot be read, as the end of a sentence about them. */
    String fault() {
        return "is no " + type.label() + ": it needs " + type.length() + " numbers from 0 to 255";
    }

    /** The byte, or -1. */
    private int value(Findings findings, int token) {
        double written = switch (findings.kind(token)) {
            case NUMBER -> {
                scalars.read(findings, token);
                yield DecimalText.parse(scalars.bytes(), scalars.from(), scalars.to());
            }
            case INTEGER, UNSIGNED -> findings.bits(token);
            case DOUBLE, FLOAT -> Double.longBitsToDouble(findings.bits(token));
            case TEXT, TRUE, FALSE, NULL, TIME, STRUCTURE -> -1;
        };
        return written >= 0 && written <= MAX_BYTE && written == Math.rint(written) ? (int) written : -1;
    }
}
