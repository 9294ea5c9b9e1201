package io.tocsin.ingest.mapping;

import io.tocsin.ingest.decode.TimeFormat;

/**
 * Where the event time of a reading is written, and how.
 *
 * @param path in the element, or else around it
 * @param nanosPath where the nanoseconds of the second are; or null
 * @param format how it is written
 * @param elseReceived whether a time that cannot be read is replaced by the receive time, instead of losing the reading
 */
public record TimeConfig(MemberPath path, MemberPath nanosPath, TimeFormat format, boolean elseReceived) {
    public TimeConfig {
        if (nanosPath != null && (format.unit().nanos() != 1_000_000_000L)) {
            throw new IllegalArgumentException("nanoseconds of the second are for a time in s, unit=" + format.unit());
        }
    }

    /** A time at a path, without which a reading is lost when it cannot be read. */
    public static TimeConfig at(String path, TimeFormat format) {
        return new TimeConfig(MemberPath.parse(path), null, format, false);
    }
}
