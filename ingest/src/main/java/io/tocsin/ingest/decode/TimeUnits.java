package io.tocsin.ingest.decode;

/** How an event time is written. */
public enum TimeUnits {
    S(1_000_000_000L),
    MS(1_000_000L),
    US(1_000L),
    NS(1L),
    /** ISO-8601 text with an offset or Z. */
    ISO(0);

    private final long nanos;

    TimeUnits(long nanos) {
        this.nanos = nanos;
    }

    /** Nanoseconds of one unit; 0 for {@link #ISO}. */
    public long nanos() {
        return nanos;
    }
}
