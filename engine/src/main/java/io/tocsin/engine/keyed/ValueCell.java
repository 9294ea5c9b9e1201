package io.tocsin.engine.keyed;

import io.tocsin.engine.function.DoubleState;
import io.tocsin.engine.function.LongState;
import io.tocsin.engine.function.StateTtl;
import org.agrona.UnsafeApi;

/**
 * One number per key.
 *
 * <pre>
 *   deadline 8, least: there is none | bits of the number 8 |
 * </pre>
 */
final class ValueCell extends StateCell implements LongState {
    private static final int VALUE_OFFSET = 8;
    private static final int LENGTH = 16;
    private static final long NONE = Long.MIN_VALUE;

    private final StateTtl ttl;

    ValueCell(CurrentKey key, String declaration, StateTtl ttl) {
        super(key, declaration, LENGTH);
        this.ttl = ttl;
    }

    @Override
    void init(long cellAddress) {
        UnsafeApi.putLong(cellAddress, NONE);
    }

    @Override
    public boolean isPresent() {
        long at = address();
        long deadlineNs = UnsafeApi.getLong(at);
        if (deadlineNs == NONE) {
            return false;
        }
        if (key.isExpired(ttl, deadlineNs)) {
            clear();
            return false;
        }
        return true;
    }

    @Override
    public long orElse(long other) {
        return isPresent() ? UnsafeApi.getLong(address() + VALUE_OFFSET) : other;
    }

    @Override
    public void update(long value) {
        long at = address();
        UnsafeApi.putLong(at, key.deadlineNs(ttl));
        UnsafeApi.putLong(at + VALUE_OFFSET, value);
    }

    @Override
    public void clear() {
        long at = address();
        UnsafeApi.putLong(at, NONE);
        UnsafeApi.putLong(at + VALUE_OFFSET, 0);
    }

    /** The cell as a number with a fraction. */
    DoubleState asDouble() {
        return new AsDouble();
    }

    private final class AsDouble implements DoubleState {
        @Override
        public boolean isPresent() {
            return ValueCell.this.isPresent();
        }

        @Override
        public double orElse(double other) {
            return isPresent() ? UnsafeApi.getDouble(address() + VALUE_OFFSET) : other;
        }

        @Override
        public void update(double value) {
            // Every NaN is stored with the same bits, because processors produce different ones.
            ValueCell.this.update(Double.doubleToLongBits(value));
        }

        @Override
        public void clear() {
            ValueCell.this.clear();
        }
    }
}
