package io.tocsin.engine.window;

/** Arithmetic of event times that saturates at the end of time instead of overflowing. */
final class WindowTimes {
    /** A watermark that has passed every window. */
    static final long END_OF_TIME = Long.MAX_VALUE;

    private WindowTimes() {}

    /** The sum of a time and a duration of at least 0, at most {@link #END_OF_TIME}. */
    static long plus(long timeNs, long durationNs) {
        long sum = timeNs + durationNs;
        return sum < timeNs ? END_OF_TIME : sum;
    }

    /** Whether a window has expired: nothing can change it any more. */
    static boolean isExpired(long endNs, long latenessNs, long watermarkNs) {
        return plus(endNs, latenessNs) <= watermarkNs;
    }
}
