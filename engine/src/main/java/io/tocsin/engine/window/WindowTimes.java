package io.tocsin.engine.window;

/** Arithmetic of event times that stops at the end of time instead of running over it. */
final class WindowTimes {
    /** A watermark that has passed every window. */
    static final long END_OF_TIME = Long.MAX_VALUE;

    private WindowTimes() {}

    /** A time and a duration that is not negative, {@link #END_OF_TIME} when that is beyond it. */
    static long plus(long timeNs, long durationNs) {
        long sum = timeNs + durationNs;
        return sum < timeNs ? END_OF_TIME : sum;
    }

    /** Whether nothing can change a window any more. */
    static boolean isExpired(long endNs, long latenessNs, long watermarkNs) {
        return plus(endNs, latenessNs) <= watermarkNs;
    }
}
