package io.tocsin.ingest.decode;

import java.time.ZoneId;

/**
 * How event times are written.
 *
 * @param unit what a number counts, or that the time is ISO-8601 text or of a pattern
 * @param pattern of {@link TimeUnits#PATTERN}, otherwise null; see {@link TimePattern}
 * @param zone of texts without an offset; null: such texts are faulty
 */
public record TimeFormat(TimeUnits unit, String pattern, ZoneId zone) {
    /** Milliseconds since 1970. */
    public static final TimeFormat MS = of(TimeUnits.MS);

    public TimeFormat {
        if ((unit == TimeUnits.PATTERN) != (pattern != null)) {
            throw new IllegalArgumentException("a time has a pattern or a unit, unit=" + unit + ", pattern=" + pattern);
        }
        if (pattern != null) {
            TimePattern.compile(pattern);
        }
        if (zone != null && unit.nanos() != 0) {
            throw new IllegalArgumentException(
                    "a zone is for times in text; a number counts from 1970 in UTC, unit=" + unit + ", zone=" + zone);
        }
    }

    /** A unit, or ISO-8601 with an offset. */
    public static TimeFormat of(TimeUnits unit) {
        return new TimeFormat(unit, null, null);
    }

    /** Reader for a hot path. */
    public TimeReader reader() {
        return new TimeReader(this);
    }

    /** For messages: {@code no time in MS}. */
    public String label() {
        String how = pattern == null ? unit.toString() : "the pattern " + pattern;
        return how + (zone == null ? "" : " of " + zone);
    }
}
