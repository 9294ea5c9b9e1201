package io.tocsin.engine.plan.schedule;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import java.time.LocalDate;
import java.util.List;

/**
 * Exception of a schedule: the spans of some dates, which replace those of the week.
 *
 * @param firstDay days since 1970-01-01
 * @param lastDay inclusive
 * @param spans empty: closed
 */
public record DatedSpans(long firstDay, long lastDay, List<DaySpan> spans) {
    private static final long FIRST_DAY =
            LocalDate.of(ZoneTransitions.FIRST_YEAR, 1, 1).toEpochDay();
    private static final long LAST_DAY =
            LocalDate.of(ZoneTransitions.LAST_YEAR, 12, 31).toEpochDay();

    public DatedSpans {
        spans = List.copyOf(spans);
        if (firstDay < FIRST_DAY || lastDay > LAST_DAY) {
            throw new IllegalArgumentException("dates must be in the years " + ZoneTransitions.FIRST_YEAR + " to "
                    + ZoneTransitions.LAST_YEAR + ", first=" + firstDay + ", last=" + lastDay);
        }
        if (lastDay < firstDay) {
            throw new IllegalArgumentException("the last date must not be before the first, first="
                    + LocalDate.ofEpochDay(firstDay) + ", last=" + LocalDate.ofEpochDay(lastDay));
        }
    }

    void writeTo(FieldWriter writer) {
        writer.putLong(firstDay);
        writer.putLong(lastDay);
        Schedule.writeSpans(writer, spans);
    }

    static DatedSpans readFrom(FieldReader reader) {
        return new DatedSpans(reader.getLong(), reader.getLong(), Schedule.readSpans(reader));
    }
}
