package io.tocsin.gateway.fault;

import java.util.Locale;

/**
 * Size and seed of a fault test: printed, so that a failed run can be repeated.
 *
 * @param cycles how often
 * @param seed of everything random
 */
record Dose(int cycles, long seed) {
    private static final long SMALL_DOSE_SEED = 1;

    /**
     * Values of {@code -Dtocsin.cycles} and {@code -Dtocsin.seed}, or the given number and a new seed; with small doses
     * always the same seed, so that a change is not refused for what it did not do.
     */
    static Dose of(String what, int cycles) {
        long seed = Boolean.getBoolean("tocsin.heavy") ? System.nanoTime() : SMALL_DOSE_SEED;
        Dose dose = new Dose(Integer.getInteger("tocsin.cycles", cycles), Long.getLong("tocsin.seed", seed));
        System.out.printf(Locale.ROOT, "%s: cycles=%d, seed=%d%n", what, dose.cycles, dose.seed);
        return dose;
    }
}
