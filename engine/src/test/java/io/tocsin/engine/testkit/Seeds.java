package io.tocsin.engine.testkit;

import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Runs a seeded test many times, in the heavy profile {@value #HEAVY} times. {@code -Dtocsin.seed=N} runs it once with
 * that seed, to see a failure again, and with {@code -Dtocsin.cycles=C} that often, with that seed and the following
 * ones.
 */
public final class Seeds {
    /** Random streams a kind in the heavy profile. */
    private static final int HEAVY = 10_000;

    private static final boolean IS_HEAVY = Boolean.getBoolean("tocsin.heavy");
    private static final long FIRST = 1;

    private Seeds() {}

    /**
     * Chance from a seed. Not {@code new Random(seed)}: neighbouring seeds of that one begin alike, so its first
     * {@code nextBoolean()} says true for every small seed.
     */
    public static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    /** The seed of a test that runs once: {@code -Dtocsin.seed}, or the given one. The test names it when it fails. */
    public static long of(long usual) {
        return Long.getLong("tocsin.seed", usual);
    }

    /** Runs with as many seeds, with {@value #HEAVY} in the heavy profile; a failure names the seed. */
    public static void forEach(int count, LongConsumer run) {
        forEach(count, HEAVY, run);
    }

    /**
     * Runs with as many seeds, or with the other number of them in the heavy profile, which says so; a failure names
     * the seed.
     */
    public static void forEach(int count, int heavyCount, LongConsumer run) {
        Long given = Long.getLong("tocsin.seed");
        long first = given == null ? FIRST : given;
        int usual = IS_HEAVY ? heavyCount : count;
        long end = first + Integer.getInteger("tocsin.cycles", given == null ? usual : 1);
        long beganNs = System.nanoTime();
        for (long seed = first; seed < end; seed++) {
            try {
                run.accept(seed);
            } catch (Throwable e) {
                throw new AssertionError("failed with -Dtocsin.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        if (IS_HEAVY) {
            double seconds = (System.nanoTime() - beganNs) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s: streams=%d, seeds=%d..%d, %.1f s%n",
                    caller(),
                    end - first,
                    first,
                    end - 1,
                    seconds);
        }
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().equals(Seeds.class.getName()))
                        .map(frame -> frame.getClassName()
                                        .substring(frame.getClassName().lastIndexOf('.') + 1)
                                + '#'
                                + frame.getMethodName())
                        .findFirst()
                        .orElseThrow());
    }
}
