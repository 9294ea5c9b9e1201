package io.tocsin.ingest.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Encoding of a text file. A byte order mark at the beginning of the file decides instead of the configured one. */
public enum TextEncoding {
    UTF_8,
    /** UTF-16 in the byte order of its mark, or else in the order that makes the first character a Latin one. */
    UTF_16,
    UTF_16LE,
    UTF_16BE,
    LATIN_1,
    WINDOWS_1252;

    private static final int BYTE_MASK = 0xFF;

    /** Whether the bytes can be used as UTF-8 without a conversion. */
    boolean isUtf8() {
        return this == UTF_8;
    }

    /** Characters by byte of an encoding with one byte a character, otherwise null. */
    char[] table() {
        Charset charset = this == LATIN_1
                ? StandardCharsets.ISO_8859_1
                : this == WINDOWS_1252 ? Charset.forName("windows-1252") : null;
        if (charset == null) {
            return null;
        }
        byte[] all = new byte[BYTE_MASK + 1];
        for (int i = 0; i <= BYTE_MASK; i++) {
            all[i] = (byte) i;
        }
        return new String(all, charset).toCharArray();
    }

    /**
     * The encoding of a file that begins with these bytes.
     *
     * @param head holds the first bytes of the file
     * @param length how many of them there are, at most 3 are needed
     * @param isComplete whether the file has no more bytes, ever
     * @return never {@link #UTF_16}; null while more bytes are needed
     */
    TextEncoding resolve(byte[] head, int length, boolean isComplete) {
        int first = length > 0 ? head[0] & BYTE_MASK : -1;
        int second = length > 1 ? head[1] & BYTE_MASK : -1;
        if (first == 0xFF && second == 0xFE) {
            return UTF_16LE;
        }
        if (first == 0xFE && second == 0xFF) {
            return UTF_16BE;
        }
        if (first == 0xEF && second == 0xBB && length > 2 && (head[2] & BYTE_MASK) == 0xBF) {
            return UTF_8;
        }
        boolean mayBecomeMark = length == 0
                || (length == 1 && (first == 0xFF || first == 0xFE || first == 0xEF))
                || (length == 2 && first == 0xEF && second == 0xBB);
        if (!isComplete && (mayBecomeMark || (this == UTF_16 && length < 2))) {
            return null;
        }
        if (this != UTF_16) {
            return this;
        }
        return first == 0 && second > 0 ? UTF_16BE : UTF_16LE;
    }
}
