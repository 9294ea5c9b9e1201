package io.tocsin.ingest.decode;

/** How an event time is written. */
public enum TimeUnits {
    S(1_000_000_000L),
    MS(1_000_000L),
    US(1_000L),
    NS(1L),
    /** ISO-8601 text; without an offset or Z it needs a zone. */
    ISO(0),
    /** Text of a pattern, such as {@code dd.MM.yyyy HH:mm:ss}. */
    PATTERN(0);

    private final long nanos;

    TimeUnits(long nanos) {
        this.nanos = nanos;
    }

    /** Nanoseconds of one unit; 0 for {@link #ISO} and {@link #PATTERN}. */
    public long nanos() {
        return nanos;
    }
}
