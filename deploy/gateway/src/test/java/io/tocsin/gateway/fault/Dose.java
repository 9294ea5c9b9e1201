package io.tocsin.gateway.fault;

import java.util.Locale;

/**
 * How much of a fault, and which: printed, so that a run that failed can be run again.
 *
 * @param cycles how often
 * @param seed of everything random
 */
record Dose(int cycles, long seed) {
    /** What {@code -Dtocsin.cycles} and {@code -Dtocsin.seed} say, or the given number and a new seed. */
    static Dose of(String what, int cycles) {
        Dose dose =
                new Dose(Integer.getInteger("tocsin.cycles", cycles), Long.getLong("tocsin.seed", System.nanoTime()));
        System.out.printf(Locale.ROOT, "%s: cycles=%d, seed=%d%n", what, dose.cycles, dose.seed);
        return dose;
    }
}
