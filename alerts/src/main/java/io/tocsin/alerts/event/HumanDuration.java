package io.tocsin.alerts.event;

/**
 * Durations for people, in the two largest units: {@code 250 ms}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h}.
 */
public final class HumanDuration {
    private static final long MS_NS = 1_000_000;
    private static final long SECOND_NS = 1_000 * MS_NS;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final long HOUR_NS = 60 * MINUTE_NS;
    private static final long DAY_NS = 24 * HOUR_NS;

    private HumanDuration() {}

    /**
     * @param ns not negative; the part below the second unit is cut off
     */
    public static String format(long ns) {
        if (ns < SECOND_NS) {
            return ns / MS_NS + " ms";
        }
        if (ns < MINUTE_NS) {
            return ns / SECOND_NS + " s";
        }
        if (ns < HOUR_NS) {
            return two(ns, MINUTE_NS, "min", SECOND_NS, "s");
        }
        return ns < DAY_NS ? two(ns, HOUR_NS, "h", MINUTE_NS, "min") : two(ns, DAY_NS, "d", HOUR_NS, "h");
    }

    private static String two(long ns, long largeNs, String large, long smallNs, String small) {
        long rest = ns % largeNs / smallNs;
        return ns / largeNs + " " + large + (rest == 0 ? "" : " " + rest + " " + small);
    }
}
