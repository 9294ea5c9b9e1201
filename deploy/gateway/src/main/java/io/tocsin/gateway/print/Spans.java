package io.tocsin.gateway.print;

/** Formats lengths of time for people, in the two largest units. */
public final class Spans {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long MILLIS_PER_SECOND = 1_000L;
    private static final long[] SECONDS = {365 * 86_400L, 86_400L, 3_600L, 60L, 1L};
    private static final String[] UNITS = {"y", "d", "h", "m", "s"};

    private Spans() {}

    /** {@code 56y 324d}, {@code 31m 6s}, {@code 2.5s}; without a sign. */
    public static String format(long nanos) {
        long millis = Math.abs(nanos / NANOS_PER_MILLI);
        long seconds = millis / MILLIS_PER_SECOND;
        if (seconds < SECONDS[SECONDS.length - 2]) {
            return millis % MILLIS_PER_SECOND == 0 ? seconds + "s" : millis / (double) MILLIS_PER_SECOND + "s";
        }
        int unit = 0;
        while (seconds < SECONDS[unit]) {
            unit++;
        }
        String first = seconds / SECONDS[unit] + UNITS[unit];
        long rest = seconds % SECONDS[unit] / SECONDS[unit + 1];
        return rest == 0 ? first : first + " " + rest + UNITS[unit + 1];
    }
}
