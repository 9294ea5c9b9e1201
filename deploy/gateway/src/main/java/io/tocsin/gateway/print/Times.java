package io.tocsin.gateway.print;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Formats points in time for people and programs, UTC. */
public final class Times {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NANO_DIGITS = 9;
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter NANOS =
            new DateTimeFormatterBuilder().appendInstant(NANO_DIGITS).toFormatter();
    private static final DateTimeFormatter SECONDS =
            new DateTimeFormatterBuilder().appendInstant(0).toFormatter();

    private Times() {}

    /** {@code 2026-11-20T17:31:00.000000000Z}: exact. */
    public static String exact(long epochNs) {
        return NANOS.format(instant(epochNs));
    }

    /** {@code 2026-11-20T17:31:00Z}: to the second. */
    public static String seconds(long epochNs) {
        return SECONDS.format(instant(epochNs));
    }

    /** {@code 2026-11-20 17:31:00.123Z}: to the millisecond, like the console sink. */
    public static String millis(long epochNs) {
        return MILLIS.format(instant(epochNs));
    }

    private static Instant instant(long epochNs) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNs, NANOS_PER_SECOND), Math.floorMod(epochNs, NANOS_PER_SECOND));
    }
}
