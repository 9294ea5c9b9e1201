package io.tocsin.engine.reading;

/**
 * Decides which names a sensor may have. Names appear in MQTT topics, file lines and pages, so the edge refuses
 * anything that could change their meaning: control characters, the wildcards {@code +} and {@code #}, a leading
 * {@code $}, and bytes that are not UTF-8.
 */
public final class SensorNames {
    /** The longest name, bytes of UTF-8. */
    public static final int MAX_LENGTH = 1024;

    private SensorNames() {}

    /**
     * @param bytes holds the name
     * @param offset of the name, bytes
     * @param length of the name, bytes
     * @return whether a sensor may have the name
     */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        if (length < 1 || length > MAX_LENGTH || bytes[offset] == '$') {
            return false;
        }
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '+' || bytes[i] == '#') {
                return false;
            }
        }
        return PrintableText.isPrintable(bytes, offset, length);
    }
}
