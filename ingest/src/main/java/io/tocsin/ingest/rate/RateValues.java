package io.tocsin.ingest.rate;

/**
 * The value of reading {@code i}: a slow sine of amplitude 20 around 70, noise of up to 5 either way, and one in 4,096
 * is 30 higher. So a limit of 95 is crossed now and then. Depends on the seed and {@code i} alone.
 */
final class RateValues {
    private static final double BASE = 70;
    private static final double AMPLITUDE = 20;
    private static final double NOISE = 5;
    private static final double SPIKE = 30;
    private static final long SPIKE_MASK = 4095;
    /** A power of two, so that the wave costs a table look-up. */
    private static final int WAVE_LENGTH = 4096;

    private final long seed;
    private final double[] wave = new double[WAVE_LENGTH];

    RateValues(long seed) {
        this.seed = seed;
        for (int i = 0; i < WAVE_LENGTH; i++) {
            wave[i] = BASE + AMPLITUDE * StrictMath.sin(2 * Math.PI * i / WAVE_LENGTH);
        }
    }

    double value(long i) {
        long random = mix(seed + i * 0x9E3779B97F4A7C15L);
        double noise = ((random >>> 11) * 0x1.0p-53 * 2 - 1) * NOISE;
        double spike = (random & SPIKE_MASK) == 0 ? SPIKE : 0;
        return wave[(int) (i >>> 8) & (WAVE_LENGTH - 1)] + noise + spike;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long mix(long z) {
        long x = z;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
