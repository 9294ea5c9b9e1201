package io.tocsin.ingest.decode;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * From the time on a wall to UTC. When the clocks go back an hour comes twice: the first is taken. When they go forward
 * an hour is left out: a time in it counts on from before, as a clock that was not put forward. So says
 * {@link java.time.ZonedDateTime#ofLocal} too.
 *
 * <p>One thread. Allocates when a time lies outside the span between two changes that the last one was in.
 */
final class LocalZone {
    private final ZoneRules rules;
    /** Span of local seconds with one offset. */
    private long spanFrom;

    private long spanTo;
    private int offsetSeconds;

    LocalZone(ZoneId zone) {
        rules = zone.getRules();
    }

    /** Seconds east of UTC at a local time, in seconds since 1970-01-01T00:00 on the same wall. */
    int offsetSeconds(long localSeconds) {
        if (localSeconds < spanFrom || localSeconds >= spanTo) {
            find(localSeconds);
        }
        return offsetSeconds;
    }

    private void find(long localSeconds) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC);
        // The first of two valid offsets, and before a gap the one that was: both are what held before the change.
        ZoneOffset offset = rules.getOffset(local);
        offsetSeconds = offset.getTotalSeconds();
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change != null) {
            // In the hour of a change: this second only, for its ends are those of the wall before it.
            spanFrom = localSeconds;
            spanTo = localSeconds + 1;
            return;
        }
        ZoneOffsetTransition before = rules.previousTransition(local.toInstant(offset));
        ZoneOffsetTransition after =
                rules.nextTransition(local.toInstant(offset).minusNanos(1));
        spanFrom = before == null ? Long.MIN_VALUE : latest(before);
        spanTo = after == null ? Long.MAX_VALUE : earliest(after);
        if (localSeconds < spanFrom || localSeconds >= spanTo) {
            spanFrom = localSeconds;
            spanTo = localSeconds + 1;
        }
    }

    private static long latest(ZoneOffsetTransition change) {
        return Math.max(
                change.getDateTimeBefore().toEpochSecond(ZoneOffset.UTC),
                change.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC));
    }

    private static long earliest(ZoneOffsetTransition change) {
        return Math.min(
                change.getDateTimeBefore().toEpochSecond(ZoneOffset.UTC),
                change.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC));
    }
}
