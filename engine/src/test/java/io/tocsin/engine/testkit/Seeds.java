package io.tocsin.engine.testkit;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Runs a seeded test many times. {@code -Dtocsin.seed=N} runs it once with that seed, to see a failure again;
 * {@code -Dtocsin.heavy=true} is 100 times as many runs.
 */
public final class Seeds {
    private static final long FIRST = 1;

    private Seeds() {}

    /**
     * Chance from a seed. Not {@code new Random(seed)}: neighbouring seeds of that one begin alike, so its first
     * {@code nextBoolean()} says true for every small seed.
     */
    public static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    /** Runs with as many seeds; a failure names the seed. */
    public static void forEach(int count, LongConsumer run) {
        Long only = Long.getLong("tocsin.seed");
        long first = only == null ? FIRST : only;
        long end = only == null ? FIRST + count : only + 1;
        for (long seed = first; seed < end; seed++) {
            try {
                run.accept(seed);
            } catch (Throwable e) {
                throw new AssertionError("failed with -Dtocsin.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
