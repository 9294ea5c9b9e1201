package io.tocsin.ingest.mapping;

import java.nio.charset.StandardCharsets;

/** A scalar as text, for a part of a name or a time. One thread; allocates for binary numbers only. */
final class ScalarText {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private byte[] bytes;
    private int from;
    private int to;

    /** Reads a token; false when it is null or no scalar. */
    boolean read(Findings findings, int token) {
        switch (findings.kind(token)) {
            case TEXT, NUMBER -> {
                int first = findings.from(token);
                bytes = findings.bytes(first);
                from = first < 0 ? ~first : first;
                to = from + findings.to(token) - first;
            }
            case TRUE -> set(TRUE);
            case FALSE -> set(FALSE);
            case INTEGER -> set(ascii(Long.toString(findings.bits(token))));
            case UNSIGNED -> set(ascii(Long.toUnsignedString(findings.bits(token))));
            case DOUBLE, FLOAT -> set(ascii(Double.toString(Double.longBitsToDouble(findings.bits(token)))));
            case TIME, NULL, STRUCTURE -> {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    private void set(byte[] text) {
        bytes = text;
        from = 0;
        to = text.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
