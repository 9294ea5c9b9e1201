package io.tocsin.engine.shard;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records that one shard writes in the order of their keys and another thread reads after a barrier. Allocates only
 * while it grows.
 *
 * <pre>
 *   record:  key 16 | kind 4 | length of the body 4 | body, padded to 8
 * </pre>
 */
final class OrderedLog {
    private static final int LOW_OFFSET = 8;
    private static final int KIND_OFFSET = 16;
    private static final int LENGTH_OFFSET = 20;
    private static final int BODY_OFFSET = 24;
    private static final int MAX_LENGTH = 1 << 30;

    private UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 12]);
    private int end;
    private int at;

    /** Appends a record and returns the offset in {@link #buffer()} at which the caller writes the body. */
    int claim(long high, long low, int kind, int length) {
        int next = end + BODY_OFFSET + BitUtil.align(length, Long.BYTES);
        if (next > buffer.capacity()) {
            grow(next);
        }
        buffer.putLong(end, high);
        buffer.putLong(end + LOW_OFFSET, low);
        buffer.putInt(end + KIND_OFFSET, kind);
        buffer.putInt(end + LENGTH_OFFSET, length);
        int body = end + BODY_OFFSET;
        end = next;
        return body;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Removes all records. */
    void clear() {
        end = 0;
        at = 0;
    }

    /** Whether there is an unread record. */
    boolean hasNext() {
        return at < end;
    }

    /** The high word of the next record's key. */
    long high() {
        return buffer.getLong(at);
    }

    long low() {
        return buffer.getLong(at + LOW_OFFSET);
    }

    int kind() {
        return buffer.getInt(at + KIND_OFFSET);
    }

    /** Offset of the next record's body. */
    int body() {
        return at + BODY_OFFSET;
    }

    /** Skips the next record. */
    void skip() {
        at += BODY_OFFSET + BitUtil.align(buffer.getInt(at + LENGTH_OFFSET), Long.BYTES);
    }

    private void grow(int needed) {
        if (needed > MAX_LENGTH || needed < 0) {
            throw new IllegalStateException("the results of one batch do not fit, bytes=" + end);
        }
        UnsafeBuffer larger = new UnsafeBuffer(new byte[Integer.highestOneBit(needed - 1) << 1]);
        larger.putBytes(0, buffer, 0, end);
        buffer = larger;
    }
}
