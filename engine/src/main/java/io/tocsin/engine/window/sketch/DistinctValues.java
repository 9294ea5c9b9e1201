package io.tocsin.engine.window.sketch;

import org.agrona.UnsafeApi;

/**
 * The number of distinct values, at an address. Up to {@value #MAX_EXACT} values are stored exactly; beyond that, a
 * HyperLogLog of {@value #REGISTERS} registers estimates their number with a standard error of 2.3 %. Positive and
 * negative zero are one value.
 *
 * <p>The state depends only on the values, not on their order or on the order of merges. The hash has no seed.
 * (Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, 2007; estimated as in Ertl: New cardinality estimation algorithms
 * for HyperLogLog sketches, 2017, section 2.4, for registers that cannot overflow.)
 *
 * <pre>
 *   values 4, or -1 | pad 4 | value 8 … {@link SortedLongs}, or register 1 … |
 * </pre>
 *
 * <p>Bytes behind the last value are zero. One thread; allocates no memory for the sketch itself.
 */
public final class DistinctValues {
    /** Largest number of distinct values that is exact. */
    static final int MAX_EXACT = 256;

    private static final int SIZE_OFFSET = 0;
    private static final int CONTENT_OFFSET = 8;
    private static final int CONTENT_LENGTH = MAX_EXACT * Long.BYTES;

    /** Bytes of one sketch. */
    public static final int LENGTH = CONTENT_OFFSET + CONTENT_LENGTH;

    private static final int REGISTERS = CONTENT_LENGTH;
    private static final int INDEX_BITS = 11;
    private static final int ESTIMATED = -1;
    private static final int EXPONENT_BIAS = 1023;
    private static final int FRACTION_BITS = 52;
    private static final double ALPHA = 0.721_347_520_444_481_7;

    private final long[] spilled = new long[MAX_EXACT];

    /** Initialises the memory of an empty sketch. */
    public void clear(long at) {
        UnsafeApi.setMemory(at, LENGTH, (byte) 0);
    }

    /** Adds a value. */
    public void add(long at, double value) {
        // Adding +0.0 turns -0.0 into +0.0.
        addBits(at, Double.doubleToRawLongBits(value + 0.0));
    }

    /** Adds all values of another sketch. */
    public void merge(long into, long from) {
        int size = size(from);
        if (size == ESTIMATED) {
            if (size(into) != ESTIMATED) {
                spill(into);
            }
            for (int i = 0; i < REGISTERS; i++) {
                raise(into + CONTENT_OFFSET + i, UnsafeApi.getByte(from + CONTENT_OFFSET + i));
            }
            return;
        }
        if (size(into) != ESTIMATED) {
            int own = size(into);
            int together = SortedLongs.keyCount(into + CONTENT_OFFSET, own, from + CONTENT_OFFSET, size, 0);
            if (together <= MAX_EXACT) {
                SortedLongs.merge(into + CONTENT_OFFSET, own, from + CONTENT_OFFSET, size, together, 0);
                UnsafeApi.putInt(into + SIZE_OFFSET, together);
                return;
            }
            spill(into);
        }
        for (int i = 0; i < size; i++) {
            addHashed(into, SortedLongs.get(from + CONTENT_OFFSET, i));
        }
    }

    /** The number of distinct values, a whole number. */
    public double count(long at) {
        int size = size(at);
        return size == ESTIMATED ? Math.rint(estimate(at + CONTENT_OFFSET)) : size;
    }

    private static int size(long at) {
        return UnsafeApi.getInt(at + SIZE_OFFSET);
    }

    private void addBits(long at, long bits) {
        int size = size(at);
        if (size == ESTIMATED) {
            addHashed(at, bits);
            return;
        }
        int index = SortedLongs.indexOf(at + CONTENT_OFFSET, size, bits);
        if (index < size && SortedLongs.get(at + CONTENT_OFFSET, index) == bits) {
            return;
        }
        if (size == MAX_EXACT) {
            spill(at);
            addHashed(at, bits);
            return;
        }
        SortedLongs.insert(at + CONTENT_OFFSET, size, index, bits);
        UnsafeApi.putInt(at + SIZE_OFFSET, size + 1);
    }

    /** Replaces the stored values by registers in the same memory. */
    private void spill(long at) {
        int size = size(at);
        for (int i = 0; i < size; i++) {
            spilled[i] = SortedLongs.get(at + CONTENT_OFFSET, i);
        }
        UnsafeApi.setMemory(at + CONTENT_OFFSET, CONTENT_LENGTH, (byte) 0);
        UnsafeApi.putInt(at + SIZE_OFFSET, ESTIMATED);
        for (int i = 0; i < size; i++) {
            addHashed(at, spilled[i]);
        }
    }

    private static void addHashed(long at, long bits) {
        long hash = hash(bits);
        int register = (int) (hash >>> (Long.SIZE - INDEX_BITS));
        long rest = (hash << INDEX_BITS) | (1L << (INDEX_BITS - 1));
        raise(at + CONTENT_OFFSET + register, (byte) (Long.numberOfLeadingZeros(rest) + 1));
    }

    private static void raise(long register, byte to) {
        if (to > UnsafeApi.getByte(register)) {
            UnsafeApi.putByte(register, to);
        }
    }

    /** One step of SplitMix64 (Steele, Lea, Flood, 2014): every bit of a value affects every bit of its hash. */
    private static long hash(long bits) {
        long hash = bits + 0x9E37_79B9_7F4A_7C15L;
        hash = (hash ^ (hash >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return hash ^ (hash >>> 31);
    }

    private static double estimate(long registers) {
        double sum = 0;
        int emptyCount = 0;
        for (int i = 0; i < REGISTERS; i++) {
            int register = UnsafeApi.getByte(registers + i);
            emptyCount += register == 0 ? 1 : 0;
            sum += register == 0 ? 0 : Double.longBitsToDouble((long) (EXPONENT_BIAS - register) << FRACTION_BITS);
        }
        sum += REGISTERS * sigma((double) emptyCount / REGISTERS);
        return ALPHA * REGISTERS * REGISTERS / sum;
    }

    /** Contribution of the empty registers: x plus the sum of x^(2^k) 2^(k-1) over k from 1. The share x is below 1. */
    private static double sigma(double emptyShare) {
        double power = emptyShare;
        double weight = 1;
        double sum = emptyShare;
        double before;
        do {
            power *= power;
            before = sum;
            sum += power * weight;
            weight += weight;
        } while (sum != before);
        return sum;
    }
}
