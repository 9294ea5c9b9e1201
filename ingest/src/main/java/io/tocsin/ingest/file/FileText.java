package io.tocsin.ingest.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A window of a file's text as UTF-8, with the offsets of its characters in the file. Files in UTF-8 are read straight
 * into the window; others are converted, and malformed characters of theirs become U+FFFD.
 *
 * <p>One thread. Memory is the window, and for other encodings a second buffer; nothing else is allocated but at a
 * {@link #seek}.
 */
final class FileText implements Closeable {
    /** Bytes of the window. */
    static final int LENGTH = 256 * 1024;

    private static final int RAW_LENGTH = 64 * 1024;
    private static final int MAX_CHARACTER_LENGTH = 4;
    private static final int FOUR_BYTES = 0xF0;
    private static final char REPLACEMENT = '\uFFFD';

    private final FileChannel channel;
    private final TextEncoding configured;
    private final byte[] window = new byte[LENGTH];
    private final ByteBuffer view = ByteBuffer.wrap(window);
    private boolean isGrowing;
    /** Null until the first bytes of the file are known. */
    private TextEncoding encoding;

    private char[] table;
    private ByteBuffer raw;
    private int limit;
    /** File offset of the window's first byte. */
    private long windowOffset;
    /** A character's index in the window, and its offset in the file. */
    private int markIndex;

    private long markOffset;

    FileText(FileChannel channel, TextEncoding configured, boolean isGrowing) {
        this.channel = channel;
        this.configured = configured;
        this.isGrowing = isGrowing;
    }

    FileChannel channel() {
        return channel;
    }

    /** The UTF-8 bytes, up to {@link #limit}. */
    byte[] window() {
        return window;
    }

    int limit() {
        return limit;
    }

    void stopsGrowing() {
        isGrowing = false;
    }

    /** Empties the window; the next {@link #fill} reads from this offset of the file. */
    void seek(long offset) throws IOException {
        channel.position(offset);
        encoding = null;
        limit = 0;
        windowOffset = offset;
        markIndex = 0;
        markOffset = offset;
    }

    /** Offset in the file of the character that begins at an index of the window. */
    long offsetOf(int index) {
        if (encoding == null || encoding.isUtf8()) {
            return windowOffset + index;
        }
        if (index < markIndex) {
            markIndex = 0;
            markOffset = windowOffset;
        }
        int unit = table == null ? 2 : 1;
        for (int i = markIndex; i < index; i++) {
            int b = window[i] & 0xFF;
            boolean beginsCharacter = (b & 0xC0) != 0x80;
            if (beginsCharacter) {
                markOffset += b >= FOUR_BYTES ? unit * 2 : unit;
            }
        }
        markIndex = index;
        return markOffset;
    }

    /**
     * Moves the bytes from an index on to the front of the window and reads more behind them.
     *
     * @return how many bytes came, 0 when the window is full, or -1 at the end of the file
     */
    int fill(int keptFrom) throws IOException {
        long keptOffset = offsetOf(keptFrom);
        int kept = limit - keptFrom;
        System.arraycopy(window, keptFrom, window, 0, kept);
        windowOffset = keptOffset;
        markIndex = 0;
        markOffset = keptOffset;
        limit = kept;
        if (encoding == null && !detect()) {
            return -1;
        }
        int count = encoding.isUtf8() ? read() : convert();
        limit += Math.max(0, count);
        return count;
    }

    private int read() throws IOException {
        view.clear().position(limit);
        return view.hasRemaining() ? channel.read(view) : 0;
    }

    /** Finds out the encoding; false while the file has too few bytes. */
    private boolean detect() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(3);
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            // a read may give fewer bytes than asked for
        }
        encoding = configured.resolve(head.array(), head.position(), !isGrowing);
        if (encoding != null && !encoding.isUtf8()) {
            table = encoding.table();
            raw = ByteBuffer.allocate(RAW_LENGTH).limit(0);
        }
        return encoding != null;
    }

    private int convert() throws IOException {
        int from = limit;
        int to = limit;
        while (window.length - to >= MAX_CHARACTER_LENGTH) {
            to = table == null ? convertUnits(to) : convertBytes(to);
            if (to > from) {
                return to - from;
            }
            raw.compact();
            int count = channel.read(raw);
            raw.flip();
            if (count < 0) {
                return -1;
            }
        }
        return 0;
    }

    private int convertBytes(int from) {
        int to = from;
        while (raw.hasRemaining() && window.length - to >= MAX_CHARACTER_LENGTH) {
            to = put(table[raw.get() & 0xFF], to);
        }
        return to;
    }

    private int convertUnits(int from) {
        int to = from;
        while (raw.remaining() > 1 && window.length - to >= MAX_CHARACTER_LENGTH) {
            char unit = unit(raw.position());
            if (!Character.isHighSurrogate(unit)) {
                raw.position(raw.position() + 2);
                to = put(Character.isLowSurrogate(unit) ? REPLACEMENT : unit, to);
                continue;
            }
            if (raw.remaining() < MAX_CHARACTER_LENGTH) {
                break; // its other half has not been read
            }
            char low = unit(raw.position() + 2);
            boolean isPair = Character.isLowSurrogate(low);
            raw.position(raw.position() + (isPair ? 2 * 2 : 2));
            to = isPair ? putPair(Character.toCodePoint(unit, low), to) : put(REPLACEMENT, to);
        }
        return to;
    }

    private char unit(int index) {
        int first = raw.get(index) & 0xFF;
        int second = raw.get(index + 1) & 0xFF;
        return (char) (encoding == TextEncoding.UTF_16LE ? (second << 8) | first : (first << 8) | second);
    }

    /** Writes a character as UTF-8; returns the index behind it. */
    private int put(char c, int at) {
        int i = at;
        if (c < 0x80) {
            window[i++] = (byte) c;
        } else if (c < 0x800) {
            window[i++] = (byte) (0xC0 | (c >> 6));
            window[i++] = (byte) (0x80 | (c & 0x3F));
        } else {
            window[i++] = (byte) (0xE0 | (c >> 12));
            window[i++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            window[i++] = (byte) (0x80 | (c & 0x3F));
        }
        return i;
    }

    private int putPair(int codePoint, int at) {
        window[at] = (byte) (FOUR_BYTES | (codePoint >> 18));
        window[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        window[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        window[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
        return at + MAX_CHARACTER_LENGTH;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
