package io.tocsin.ingest.mqtt.wire;

import java.nio.charset.StandardCharsets;

/**
 * Which topics a message may have: not empty, well-formed UTF-8, without wildcards, control characters and the code
 * points that are no characters (MQTT 5, sections 1.5.4 and 4.7.1; MQTT 3.1.1, 1.5.3). Clients in the field, Paho among
 * them, end their connection on any other.
 */
public final class TopicName {
    private static final int FIRST_C1_CONTROL = 0x7F;
    private static final int LAST_C1_CONTROL = 0x9F;

    private TopicName() {}

    /** Whether a message may have this topic. */
    public static boolean isValid(String topic) {
        byte[] bytes = topic.getBytes(StandardCharsets.UTF_8);
        return isValid(bytes, 0, bytes.length);
    }

    /** Whether a message may have the topic of these bytes. */
    static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int b = bytes[i];
            if (b >= 0) {
                if (b < ' ' || b == FIRST_C1_CONTROL || b == '+' || b == '#') {
                    return false;
                }
                i++;
            } else {
                int sequenceLength = sequenceLength(b & 0xFF);
                if (sequenceLength == 0 || end - i < sequenceLength || !isCharacter(bytes, i, sequenceLength)) {
                    return false;
                }
                i += sequenceLength;
            }
        }
        return length > 0;
    }

    private static int sequenceLength(int lead) {
        if (lead < 0xC2) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    }

    private static boolean isCharacter(byte[] bytes, int from, int length) {
        int codePoint = bytes[from] & (0xFF >> (length + 1));
        for (int i = from + 1; i < from + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return false;
            }
            codePoint = (codePoint << 6) | (bytes[i] & 0x3F);
        }
        boolean isOverlong = codePoint < (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000);
        boolean isSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        boolean isNoCharacter = (codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE;
        return !isOverlong
                && !isSurrogate
                && !isNoCharacter
                && codePoint > LAST_C1_CONTROL
                && codePoint <= Character.MAX_CODE_POINT;
    }
}
