package io.tocsin.engine.reading;

/** Decides which bytes are text that people can read: UTF-8 without control characters and line separators. */
final class PrintableText {
    private PrintableText() {}

    /** Whether all bytes are printable text. */
    static boolean isPrintable(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; ) {
            int b = bytes[i];
            if (b >= 0) {
                if (b < ' ' || b == 0x7F) {
                    return false;
                }
                i++;
            } else {
                int sequenceLength = multiByteLength(bytes, i, end);
                if (sequenceLength == 0) {
                    return false;
                }
                i += sequenceLength;
            }
        }
        return true;
    }

    /**
     * Bytes of the well-formed sequence at i (Unicode 15, table 3-7, without C1 controls and line separators), or 0.
     */
    private static int multiByteLength(byte[] bytes, int i, int end) {
        int lead = bytes[i] & 0xFF;
        int second = i + 1 < end ? bytes[i + 1] & 0xFF : 0;
        if (lead >= 0xC2 && lead <= 0xDF) {
            boolean c1Control = lead == 0xC2 && second < 0xA0;
            return isContinuation(second) && !c1Control ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int third = i + 2 < end ? bytes[i + 2] & 0xFF : 0;
            boolean overlong = lead == 0xE0 && second < 0xA0;
            boolean surrogate = lead == 0xED && second > 0x9F;
            boolean lineSeparator = lead == 0xE2 && second == 0x80 && (third == 0xA8 || third == 0xA9);
            boolean wellFormed = isContinuation(second) && isContinuation(third);
            return wellFormed && !overlong && !surrogate && !lineSeparator ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int third = i + 2 < end ? bytes[i + 2] & 0xFF : 0;
            int fourth = i + 3 < end ? bytes[i + 3] & 0xFF : 0;
            boolean overlong = lead == 0xF0 && second < 0x90;
            boolean beyondUnicode = lead == 0xF4 && second > 0x8F;
            boolean wellFormed = isContinuation(second) && isContinuation(third) && isContinuation(fourth);
            return wellFormed && !overlong && !beyondUnicode ? 4 : 0;
        }
        return 0;
    }

    private static boolean isContinuation(int b) {
        return (b & 0xC0) == 0x80;
    }
}
