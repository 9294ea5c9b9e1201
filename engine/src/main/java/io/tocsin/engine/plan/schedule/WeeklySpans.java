package io.tocsin.engine.plan.schedule;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;

/**
 * Spans of some days of every week.
 *
 * @param days a bit for each day, Monday the lowest
 * @param spans at least one
 */
public record WeeklySpans(int days, List<DaySpan> spans) {
    private static final int ALL_DAYS = (1 << 7) - 1;

    public WeeklySpans {
        spans = List.copyOf(spans);
        if (days <= 0 || days > ALL_DAYS) {
            throw new IllegalArgumentException("weekly spans need days, days=" + days);
        }
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("weekly spans need at least one span, days=" + days);
        }
    }

    static WeeklySpans on(Set<DayOfWeek> days, List<DaySpan> spans) {
        int bits = 0;
        for (DayOfWeek day : days) {
            bits |= 1 << day.ordinal();
        }
        return new WeeklySpans(bits, spans);
    }

    /** Whether the spans are those of a day of the week, Monday = 0. */
    boolean isOn(int dayOfWeek) {
        return (days >> dayOfWeek & 1) == 1;
    }

    void writeTo(FieldWriter writer) {
        writer.putByte(days);
        Schedule.writeSpans(writer, spans);
    }

    static WeeklySpans readFrom(FieldReader reader) {
        return new WeeklySpans(reader.getByte(), Schedule.readSpans(reader));
    }
}
