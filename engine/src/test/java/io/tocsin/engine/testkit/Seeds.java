package io.tocsin.engine.testkit;

import java.util.function.LongConsumer;

/**
 * Runs a seeded test many times. {@code -Dtocsin.seed=N} runs it once with that seed, to see a failure again;
 * {@code -Dtocsin.heavy=true} is 100 times as many runs.
 */
public final class Seeds {
    private static final long FIRST = 1;

    private Seeds() {}

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
