package io.tocsin.engine.shard;

import org.agrona.MutableDirectBuffer;

/** A reading passed from one shard to a key in another, as a cursor over its record in an {@link OrderedLog}. */
final class ExchangedReading {
    /** Bytes of a record. */
    static final int LENGTH = 32;

    private static final int SCOPE_OFFSET = 0;
    private static final int ORIGIN_OFFSET = 4;
    private static final int TIME_OFFSET = 8;
    private static final int VALUE_OFFSET = 16;
    private static final int QUALITY_OFFSET = 24;
    private static final int FLAGS_OFFSET = 28;

    private MutableDirectBuffer buffer;
    private int at;

    /** Moves to another record. */
    ExchangedReading wrap(MutableDirectBuffer newBuffer, int newAt) {
        buffer = newBuffer;
        at = newAt;
        return this;
    }

    /** Writes the record of a reading for the operators of a scope. */
    void put(int scope, int originId, long timeNs, double value, int quality, int flags) {
        buffer.putInt(at + SCOPE_OFFSET, scope);
        buffer.putInt(at + ORIGIN_OFFSET, originId);
        buffer.putLong(at + TIME_OFFSET, timeNs);
        buffer.putDouble(at + VALUE_OFFSET, value);
        buffer.putInt(at + QUALITY_OFFSET, quality);
        buffer.putInt(at + FLAGS_OFFSET, flags);
    }

    /** The target: a derived sensor or group. */
    int scope() {
        return buffer.getInt(at + SCOPE_OFFSET);
    }

    /** The sensor whose reading has caused it. */
    int originId() {
        return buffer.getInt(at + ORIGIN_OFFSET);
    }

    long timeNs() {
        return buffer.getLong(at + TIME_OFFSET);
    }

    double value() {
        return buffer.getDouble(at + VALUE_OFFSET);
    }

    int quality() {
        return buffer.getInt(at + QUALITY_OFFSET);
    }

    int flags() {
        return buffer.getInt(at + FLAGS_OFFSET);
    }
}
