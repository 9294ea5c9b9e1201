package io.tocsin.persistence.journal.format;

/**
 * The units in which times are written: 0 s, 1 ms, 2 µs, 3 ns. The divisors are constants, so the compiler replaces the
 * divisions.
 */
final class TimeUnitCode {
    static final int SECONDS = 0;
    static final int MILLIS = 1;
    static final int MICROS = 2;
    static final int NANOS = 3;

    private static final long SECOND_NS = 1_000_000_000;
    private static final long MILLI_NS = 1_000_000;
    private static final long MICRO_NS = 1_000;

    private TimeUnitCode() {}

    /** A length in a unit as nanoseconds; overflows silently, as {@link #fromNs} does on the way back. */
    static long toNs(long amount, int unit) {
        return switch (unit) {
            case SECONDS -> amount * SECOND_NS;
            case MILLIS -> amount * MILLI_NS;
            case MICROS -> amount * MICRO_NS;
            default -> amount;
        };
    }

    /** Nanoseconds as whole units, rounded to zero. */
    static long fromNs(long ns, int unit) {
        return switch (unit) {
            case SECONDS -> ns / SECOND_NS;
            case MILLIS -> ns / MILLI_NS;
            case MICROS -> ns / MICRO_NS;
            default -> ns;
        };
    }

    /** The coarsest unit in which a number of nanoseconds is whole. */
    static int coarsest(long ns) {
        if (ns % MICRO_NS != 0) {
            return NANOS;
        }
        if (ns % MILLI_NS != 0) {
            return MICROS;
        }
        return ns % SECOND_NS != 0 ? MILLIS : SECONDS;
    }
}
