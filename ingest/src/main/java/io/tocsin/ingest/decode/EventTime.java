package io.tocsin.ingest.decode;

import io.tocsin.engine.reading.ReadingFlags;

/**
 * The rules for event times at the edge. A reading keeps its own time unless there is none or it lies further than the
 * future limit beyond the receive time; then the receive time stands in its place and a flag says so.
 *
 * <p>Times are whole years of the range of 64-bit nanoseconds, so that adding a delay or a window to one does not
 * overflow.
 */
public final class EventTime {
    /** No event time. */
    public static final long ABSENT = Long.MAX_VALUE;
    /** An event time that cannot be read, or lies outside the range. */
    public static final long INVALID = Long.MIN_VALUE;
    /** 1678-01-01T00:00:00Z. */
    public static final long MIN_NS = -9_214_560_000_000_000_000L;
    /** 2000-01-01T00:00:00Z. */
    private static final long YEAR_2000_NS = 946_684_800_000_000_000L;

    private static final long YEAR_NS = 365L * 86_400 * 1_000_000_000;
    /** 2262-01-01T00:00:00Z; the first time that is too late. */
    public static final long END_NS = 9_214_646_400_000_000_000L;

    private EventTime() {}

    /** Whether a time is one that a reading may have. */
    public static boolean isInRange(long timeNs) {
        return timeNs >= MIN_NS && timeNs < END_NS;
    }

    /**
     * Verdict on an event time.
     *
     * @param eventTimeNs epoch nanoseconds, or {@link #ABSENT}
     * @param latestNs what lies beyond it is in the future: {@link io.tocsin.engine.pipeline.Intake#latestEventNs}
     * @return {@link ReadingFlags#NO_EVENT_TIME}, {@link ReadingFlags#FUTURE} or {@link ReadingFlags#NONE}
     */
    public static int flags(long eventTimeNs, long latestNs) {
        if (eventTimeNs == ABSENT) {
            return ReadingFlags.NO_EVENT_TIME;
        }
        return eventTimeNs > latestNs ? ReadingFlags.FUTURE : ReadingFlags.NONE;
    }

    /**
     * Whether an event time is further in the past than a live reading's can be: before 2000, or more than a year
     * before the receive time. The reading keeps it: it is what the configuration says.
     *
     * @param eventTimeNs epoch nanoseconds, or {@link #ABSENT}
     * @param receiveTimeNs epoch nanoseconds
     * @param isRetained whether the broker may have kept the reading for longer than a year
     */
    public static boolean isPast(long eventTimeNs, long receiveTimeNs, boolean isRetained) {
        return eventTimeNs < YEAR_2000_NS || (!isRetained && eventTimeNs < receiveTimeNs - YEAR_NS);
    }

    /** The time that the reading gets, given its {@link #flags}. */
    public static long effective(long eventTimeNs, long receiveTimeNs, int flags) {
        return (flags & ReadingFlags.GATEWAY_TIME) != 0 ? receiveTimeNs : eventTimeNs;
    }
}
