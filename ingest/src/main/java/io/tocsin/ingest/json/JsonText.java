package io.tocsin.ingest.json;

import io.tocsin.ingest.mapping.Findings;

/** Takes the escapes out of a JSON text, into the scratch of the findings. A surrogate without its other half is ?. */
final class JsonText {
    private int from;
    private int length;
    private int faultAt;
    private String fault;

    /**
     * Reads a text behind its opening quote.
     *
     * @return the index behind its closing quote; -1 when it is faulty
     */
    int read(byte[] bytes, int textFrom, int end, Findings findings) {
        from = findings.reserve(closing(bytes, textFrom, end) - textFrom);
        byte[] out = findings.scratch();
        int to = from;
        int i = textFrom;
        while (i < end && bytes[i] != '"') {
            byte b = bytes[i];
            if (b >= 0 && b < ' ') {
                return fault(i, "a text has a control character, which must be escaped");
            }
            if (b != '\\') {
                out[to++] = b;
                i++;
                continue;
            }
            byte escape = i + 1 < end ? bytes[i + 1] : 0;
            if (escape != 'u') {
                int plain = "\"\\/bfnrt".indexOf(escape);
                if (plain < 0) {
                    return fault(i, "an escape that JSON does not have");
                }
                out[to++] = (byte) "\"\\/\b\f\n\r\t".charAt(plain);
                i += 2;
                continue;
            }
            int unit = hex(bytes, i + 2, end);
            if (unit < 0) {
                return fault(i, "an escape that JSON does not have");
            }
            i += 6;
            int codePoint = unit;
            if (Character.isSurrogate((char) unit)) {
                int low =
                        Character.isHighSurrogate((char) unit) && i + 1 < end && bytes[i] == '\\' && bytes[i + 1] == 'u'
                                ? hex(bytes, i + 2, end)
                                : -1;
                boolean isPair = low >= 0 && Character.isLowSurrogate((char) low);
                codePoint = isPair ? Character.toCodePoint((char) unit, (char) low) : '?';
                i += isPair ? 6 : 0;
            }
            to = append(out, to, codePoint);
        }
        if (i >= end) {
            return fault(textFrom - 1, "a text has no closing quote");
        }
        length = to - from;
        findings.used(to);
        return i + 1;
    }

    /** Where the text's bytes begin in the scratch. */
    int from() {
        return from;
    }

    int length() {
        return length;
    }

    int faultAt() {
        return faultAt;
    }

    String fault() {
        return fault;
    }

    private int fault(int where, String what) {
        faultAt = where;
        fault = what;
        return -1;
    }

    private static int closing(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, end);
    }

    /** The code unit of four hexadecimal digits, or -1. */
    private static int hex(byte[] bytes, int from, int end) {
        if (end - from < 4) {
            return -1;
        }
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit((char) bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static int append(byte[] out, int at, int codePoint) {
        int to = at;
        if (codePoint < 0x80) {
            out[to++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[to++] = (byte) (0xC0 | codePoint >> 6);
            out[to++] = (byte) (0x80 | (codePoint & 0x3F));
        } else if (codePoint < 0x10000) {
            out[to++] = (byte) (0xE0 | codePoint >> 12);
            out[to++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            out[to++] = (byte) (0x80 | (codePoint & 0x3F));
        } else {
            out[to++] = (byte) (0xF0 | codePoint >> 18);
            out[to++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            out[to++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            out[to++] = (byte) (0x80 | (codePoint & 0x3F));
        }
        return to;
    }
}
