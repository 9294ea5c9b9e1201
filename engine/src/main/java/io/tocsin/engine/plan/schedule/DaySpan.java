package io.tocsin.engine.plan.schedule;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import java.util.concurrent.TimeUnit;

/**
 * Span of a day: from a time of day to another one, or for a length. A span belongs to the day on which it begins.
 *
 * @param fromMinute of the day, 0 to 1439
 * @param toMinute end, exclusive: after {@code fromMinute}, at most a day later, so above 1440 on the next day; 0 for
 *     a span with a length
 * @param lengthNs elapsed time, ns, whatever the clocks do meanwhile; 0 for a span with an end
 */
public record DaySpan(int fromMinute, int toMinute, long lengthNs) {
    public static final int DAY_MINUTES = 24 * 60;
    /** Longest elapsed time of a span. */
    public static final long MAX_LENGTH_NS = TimeUnit.DAYS.toNanos(7);

    static final DaySpan WHOLE_DAY = DaySpan.between(0, DAY_MINUTES);

    public DaySpan {
        if (fromMinute < 0 || fromMinute >= DAY_MINUTES) {
            throw new IllegalArgumentException("a span must begin within the day, fromMinute=" + fromMinute);
        }
        if (lengthNs == 0 ? toMinute <= fromMinute || toMinute > fromMinute + DAY_MINUTES : toMinute != 0) {
            throw new IllegalArgumentException("a span must end within a day of its begin, fromMinute=" + fromMinute
                    + ", toMinute=" + toMinute + ", lengthNs=" + lengthNs);
        }
        if (lengthNs < 0 || lengthNs > MAX_LENGTH_NS) {
            throw new IllegalArgumentException("a span must last at most 7d, lengthNs=" + lengthNs);
        }
    }

    /** A span between two times of day. */
    static DaySpan between(int fromMinute, int toMinute) {
        return new DaySpan(fromMinute, toMinute, 0);
    }

    /** A span of a length. */
    static DaySpan lasting(int fromMinute, long lengthNs) {
        return new DaySpan(fromMinute, 0, lengthNs);
    }

    boolean hasLength() {
        return lengthNs > 0;
    }

    void writeTo(FieldWriter writer) {
        writer.putInt(fromMinute);
        writer.putInt(toMinute);
        writer.putLong(lengthNs);
    }

    static DaySpan readFrom(FieldReader reader) {
        return new DaySpan(reader.getInt(), reader.getInt(), reader.getLong());
    }
}
