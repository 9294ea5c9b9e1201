package io.tocsin.alerts.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Epoch nanoseconds as ISO-8601 in UTC. */
public final class EventTimes {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter NINE_DIGITS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private EventTimes() {}

    /** Formats a time as ISO 8601 with nine digits of fraction and {@code Z}. */
    public static String iso(long epochNs) {
        return NINE_DIGITS.format(
                Instant.ofEpochSecond(Math.floorDiv(epochNs, NS_PER_SECOND), Math.floorMod(epochNs, NS_PER_SECOND)));
    }
}
