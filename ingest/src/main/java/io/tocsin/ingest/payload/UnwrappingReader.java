package io.tocsin.ingest.payload;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Takes off what transports and clients put around a payload: gzip (RFC 1952), the byte order mark of UTF-8 before a
 * text, NUL bytes behind one. One thread; allocates nothing but for gzip.
 */
final class UnwrappingReader implements PayloadReader {
    /** The most bytes that a gzip payload may have inside. */
    static final int MAX_INFLATED = 16 << 20;

    private static final int GZIP_HEADER = 10;
    private static final int GZIP_TRAILER = 8;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int DAMAGED = -1;
    private static final int TOO_LARGE = -2;

    private final PayloadReader reader;
    private final boolean isText;
    private byte[] inflated = new byte[0];

    UnwrappingReader(PayloadReader reader, boolean isText) {
        this.reader = reader;
        this.isText = isText;
    }

    @Override
    public int fixedNameCount() {
        return reader.fixedNameCount();
    }

    @Override
    public byte[] fixedName(TopicLevels topic, int index) {
        return reader.fixedName(topic, index);
    }

    @Override
    public int maxReadings() {
        return reader.maxReadings();
    }

    @Override
    public void read(byte[] payload, int offset, int length, TopicLevels topic, Readings readings) {
        boolean isGzip = length > 2 && payload[offset] == 0x1F && payload[offset + 1] == (byte) 0x8B;
        if (!isGzip) {
            readPlain(payload, offset, length, topic, readings);
            return;
        }
        int inflatedLength = inflate(payload, offset, length);
        if (inflatedLength < 0) {
            readings.clear();
            if (inflatedLength == TOO_LARGE) {
                readings.refuse(
                        Counter.DROPPED_TOO_LARGE, "payload of gzip with more than " + MAX_INFLATED + " bytes inside");
            } else {
                readings.refuse(Counter.DROPPED_BAD_PAYLOAD, "payload begins like gzip and is damaged");
            }
            return;
        }
        readPlain(inflated, 0, inflatedLength, topic, readings);
    }

    private void readPlain(byte[] bytes, int offset, int length, TopicLevels topic, Readings readings) {
        int from = offset;
        int to = offset + length;
        if (isText) {
            if (length >= 3
                    && bytes[from] == (byte) 0xEF
                    && bytes[from + 1] == (byte) 0xBB
                    && bytes[from + 2] == (byte) 0xBF) {
                from += 3;
            }
            while (to > from && bytes[to - 1] == 0) {
                to--;
            }
        }
        reader.read(bytes, from, to - from, topic, readings);
    }

    /** Length of the content in {@link #inflated}; {@link #DAMAGED} or {@link #TOO_LARGE}. */
    private int inflate(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int from = behindHeader(bytes, offset, end);
        if (from < 0 || end - from < GZIP_TRAILER) {
            return DAMAGED;
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, from, end - from - GZIP_TRAILER);
            int count = 0;
            while (!inflater.finished()) {
                if (count == inflated.length) {
                    if (count == MAX_INFLATED) {
                        return TOO_LARGE;
                    }
                    inflated = Arrays.copyOf(inflated, Math.min(MAX_INFLATED, Math.max(4 * length, 2 * count)));
                }
                int more = inflater.inflate(inflated, count, inflated.length - count);
                if (more == 0 && !inflater.finished()) {
                    return DAMAGED;
                }
                count += more;
            }
            return count;
        } catch (DataFormatException e) {
            return DAMAGED;
        } finally {
            inflater.end();
        }
    }

    private static int behindHeader(byte[] bytes, int offset, int end) {
        if (end - offset < GZIP_HEADER || bytes[offset + 2] != DEFLATE) {
            return DAMAGED;
        }
        int flags = bytes[offset + 3];
        int i = offset + GZIP_HEADER;
        if ((flags & HAS_EXTRA) != 0) {
            i += i + 2 <= end ? 2 + ((bytes[i] & 0xFF) | ((bytes[i + 1] & 0xFF) << 8)) : end;
        }
        if ((flags & HAS_NAME) != 0) {
            i = behindZero(bytes, i, end);
        }
        if ((flags & HAS_COMMENT) != 0) {
            i = behindZero(bytes, i, end);
        }
        i += (flags & HAS_HEADER_CHECKSUM) != 0 ? 2 : 0;
        return i <= end ? i : DAMAGED;
    }

    private static int behindZero(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != 0) {
            i++;
        }
        return i + 1;
    }
}
