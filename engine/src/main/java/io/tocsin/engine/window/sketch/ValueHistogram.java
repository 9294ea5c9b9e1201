package io.tocsin.engine.window.sketch;

import org.agrona.UnsafeApi;

/**
 * A histogram of values at an address, in at most {@value #MAX_BUCKETS} buckets whose widths are proportional to their
 * values. Percentiles are read from it.
 *
 * <p>A value's bucket is its sign, its exponent and the first six bits of its fraction: 64 buckets for each doubling.
 * The middle of a bucket is at most 1/128 off any value in it. When more buckets are needed than there are, neighbours
 * of the same sign are joined two by two, which doubles that error. The error stays at 1/128 while the values fall into
 * at most 512 buckets: always up to 512 samples, and for any number of samples within 8 doublings. (Masson, Rim, Lee:
 * DDSketch, 2019; joining all buckets alike: Epicoco, Melle, Cafaro, Pulimeno: UDDSketch, 2020. Exponent and fraction
 * in place of a logarithm are the same on every machine.)
 *
 * <p>The state depends only on the values, not on their order or on the order of merges. Zero and the values nearer to
 * zero than the least normal number share a bucket of their own.
 *
 * <pre>
 *   level 4 | buckets 4 | bucket 18 bits, samples 45 bits | … {@link SortedLongs}
 * </pre>
 *
 * <p>The level is the number of times buckets were joined. Bytes behind the last bucket are zero. Allocates nothing.
 * Any thread that owns the memory.
 */
public final class ValueHistogram {
    /** The most buckets. */
    static final int MAX_BUCKETS = 512;

    private static final int LEVEL_OFFSET = 0;
    private static final int SIZE_OFFSET = 4;
    private static final int BUCKETS_OFFSET = 8;

    /** Bytes of one histogram. */
    public static final int LENGTH = BUCKETS_OFFSET + MAX_BUCKETS * Long.BYTES;

    private static final int FRACTION_BITS = 52;
    private static final int KEPT_FRACTION_BITS = 6;
    private static final int DROPPED_BITS = FRACTION_BITS - KEPT_FRACTION_BITS;
    private static final int LEAST_NORMAL = 1 << KEPT_FRACTION_BITS;
    /** The bucket of zero. Buckets of positive values are above it, those of negative values below. */
    private static final int ZERO = 1 << 17;

    private static final int SAMPLES_BITS = 45;
    private static final long SAMPLES_MASK = (1L << SAMPLES_BITS) - 1;

    private ValueHistogram() {}

    /** Initialises the memory of an empty histogram. */
    public static void clear(long at) {
        UnsafeApi.setMemory(at, LENGTH, (byte) 0);
    }

    /** Adds a finite value. */
    public static void add(long at, double value) {
        add(at, bucket(value), 0, 1);
    }

    /** Adds all values of another histogram. */
    public static void merge(long into, long from) {
        while (level(into) < level(from)) {
            coarsen(into);
        }
        int size = size(from);
        if (level(into) == level(from)) {
            long buckets = into + BUCKETS_OFFSET;
            long others = from + BUCKETS_OFFSET;
            int together = SortedLongs.keyCount(buckets, size(into), others, size, SAMPLES_BITS);
            if (together <= MAX_BUCKETS) {
                SortedLongs.merge(buckets, size(into), others, size, together, SAMPLES_BITS);
                UnsafeApi.putInt(into + SIZE_OFFSET, together);
                return;
            }
        }
        for (int i = 0; i < size; i++) {
            long entry = SortedLongs.get(from + BUCKETS_OFFSET, i);
            add(into, (int) (entry >>> SAMPLES_BITS), level(from), entry & SAMPLES_MASK);
        }
    }

    /**
     * Approximately the value with this rank.
     *
     * @param rank from 1 for the least value to the number of values
     */
    public static double valueAt(long at, long rank) {
        long buckets = at + BUCKETS_OFFSET;
        int i = 0;
        long upTo = SortedLongs.get(buckets, 0) & SAMPLES_MASK;
        while (upTo < rank) {
            i++;
            upTo += SortedLongs.get(buckets, i) & SAMPLES_MASK;
        }
        return middle((int) (SortedLongs.get(buckets, i) >>> SAMPLES_BITS), level(at));
    }

    /** Number of times buckets were joined: the error is 1/128, doubled as often. */
    static int level(long at) {
        return UnsafeApi.getInt(at + LEVEL_OFFSET);
    }

    private static int size(long at) {
        return UnsafeApi.getInt(at + SIZE_OFFSET);
    }

    /** Adds samples to a bucket given at a level not above this histogram's. */
    private static void add(long at, int bucket, int bucketLevel, long samples) {
        long buckets = at + BUCKETS_OFFSET;
        while (true) {
            int size = size(at);
            long entry = (long) joined(bucket, level(at) - bucketLevel) << SAMPLES_BITS;
            int index = SortedLongs.indexOf(buckets, size, entry);
            long found = index < size ? SortedLongs.get(buckets, index) : 0;
            if ((found & ~SAMPLES_MASK) == entry) {
                SortedLongs.put(buckets, index, found + samples);
                return;
            }
            if (size < MAX_BUCKETS) {
                SortedLongs.insert(buckets, size, index, entry + samples);
                UnsafeApi.putInt(at + SIZE_OFFSET, size + 1);
                return;
            }
            coarsen(at);
        }
    }

    /** Joins neighbours two by two. */
    private static void coarsen(long at) {
        long buckets = at + BUCKETS_OFFSET;
        int size = size(at);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            long entry = SortedLongs.get(buckets, i);
            long bucket = (long) joined((int) (entry >>> SAMPLES_BITS), 1) << SAMPLES_BITS;
            long last = kept == 0 ? 0 : SortedLongs.get(buckets, kept - 1);
            if ((last & ~SAMPLES_MASK) == bucket) {
                SortedLongs.put(buckets, kept - 1, last + (entry & SAMPLES_MASK));
            } else {
                SortedLongs.put(buckets, kept, bucket + (entry & SAMPLES_MASK));
                kept++;
            }
        }
        UnsafeApi.setMemory(buckets + (long) kept * Long.BYTES, (long) (size - kept) * Long.BYTES, (byte) 0);
        UnsafeApi.putInt(at + SIZE_OFFSET, kept);
        UnsafeApi.putInt(at + LEVEL_OFFSET, level(at) + 1);
    }

    /** The bucket of a value at level 0. */
    private static int bucket(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int magnitude = (int) ((bits & Long.MAX_VALUE) >>> DROPPED_BITS);
        if (magnitude < LEAST_NORMAL) {
            return ZERO;
        }
        return bits < 0 ? ZERO - magnitude : ZERO + magnitude;
    }

    /** The bucket that contains a bucket some levels higher. */
    private static int joined(int bucket, int levels) {
        return bucket < ZERO ? ZERO - ((ZERO - bucket) >> levels) : ZERO + ((bucket - ZERO) >> levels);
    }

    private static double middle(int bucket, int level) {
        long magnitude = Math.abs(bucket - ZERO);
        if (magnitude == 0) {
            return 0;
        }
        int bits = DROPPED_BITS + level;
        double middle = Double.longBitsToDouble((magnitude << bits) | (1L << (bits - 1)));
        return bucket < ZERO ? -middle : middle;
    }
}
