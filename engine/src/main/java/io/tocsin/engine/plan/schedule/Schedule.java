package io.tocsin.engine.plan.schedule;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Named schedule: open during weekly spans of local time, with exceptions by date. A span belongs to the day on which
 * it begins: {@code fri 22:00-06:00} ends on Saturday morning, also when that Saturday is an exception. Local times
 * are those of the zone's schedule clock, see {@link ZoneTransitions}; a span that lies within a skipped hour does not
 * occur.
 *
 * <p>Immutable. {@link #isOpen} and {@link #nextChangeNs} allocate nothing; both take any time.
 *
 * @param weekly may be empty: open only on dates of the exceptions
 * @param exceptions by date, ascending, without overlap
 */
public record Schedule(String name, ZoneTransitions zone, List<WeeklySpans> weekly, List<DatedSpans> exceptions) {
    /** Time of a change that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    /** Times outside are treated as these: no schedule changes there, and sums cannot overflow. */
    private static final long FIRST_NS = LocalDate.of(1700, 1, 1).toEpochDay() * DAY_NS;

    private static final long LAST_NS = LocalDate.of(2250, 1, 1).toEpochDay() * DAY_NS;
    /** Monday of the days since 1970-01-01, a Thursday. */
    private static final int THURSDAY = 3;

    private static final int WEEK_DAYS = 7;
    /** Days before the current one whose spans may still be open: the longest span, and a day for the zone's offset. */
    private static final int DAYS_BACK = (int) (DaySpan.MAX_LENGTH_NS / DAY_NS) + 1;

    public Schedule {
        weekly = List.copyOf(weekly);
        exceptions = exceptions.stream()
                .sorted(Comparator.comparingLong(DatedSpans::firstDay))
                .toList();
        for (int i = 1; i < exceptions.size(); i++) {
            if (exceptions.get(i).firstDay() <= exceptions.get(i - 1).lastDay()) {
                throw new IllegalArgumentException("a date must be in one exception only, schedule=" + name + ", date="
                        + LocalDate.ofEpochDay(exceptions.get(i).firstDay()));
            }
        }
        if (weekly.isEmpty() && exceptions.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs spans, schedule=" + name);
        }
    }

    /**
     * Whether the schedule is open.
     *
     * @param timeNs epoch ns
     */
    public boolean isOpen(long timeNs) {
        long time = Math.max(FIRST_NS, Math.min(LAST_NS, timeNs));
        long localNs = zone.localNs(time);
        long today = Math.floorDiv(localNs, DAY_NS);
        for (long day = today - DAYS_BACK; day <= today; day++) {
            DatedSpans exception = exceptionOn(day);
            if (exception != null) {
                if (isIn(exception.spans(), day, localNs, time)) {
                    return true;
                }
                continue;
            }
            int dayOfWeek = dayOfWeek(day);
            for (int i = 0; i < weekly.size(); i++) {
                WeeklySpans spans = weekly.get(i);
                if (spans.isOn(dayOfWeek) && isIn(spans.spans(), day, localNs, time)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isIn(List<DaySpan> spans, long day, long localNs, long timeNs) {
        for (int i = 0; i < spans.size(); i++) {
            DaySpan span = spans.get(i);
            long fromNs = localNs(day, span.fromMinute());
            if (localNs >= fromNs
                    && (span.hasLength()
                            ? timeNs < zone.instantNs(fromNs) + span.lengthNs()
                            : localNs < localNs(day, span.toMinute()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Time at which the schedule opens or closes next.
     *
     * @param timeNs epoch ns
     * @return the first time after {@code timeNs} at which {@link #isOpen} differs from its answer there, or
     *     {@link #NEVER}
     */
    public long nextChangeNs(long timeNs) {
        boolean isOpen = isOpen(timeNs);
        long time = Math.max(FIRST_NS, Math.min(LAST_NS, timeNs));
        long lastDay = Math.floorDiv(time, DAY_NS);
        if (!exceptions.isEmpty()) {
            lastDay = Math.max(lastDay, exceptions.get(exceptions.size() - 1).lastDay());
        }
        // Behind the last exception the spans repeat weekly. The clocks of a zone may skip spans of one week.
        lastDay += 4L * WEEK_DAYS;
        long next = time;
        do {
            next = nextEdgeNs(next, lastDay);
        } while (next != NEVER && isOpen(next) == isOpen);
        return next < LAST_NS ? next : NEVER;
    }

    /** The first begin or end of a span after a time; spans of later days than the last one are ignored. */
    private long nextEdgeNs(long timeNs, long lastDay) {
        long edgeNs = NEVER;
        for (long day = Math.floorDiv(zone.localNs(timeNs), DAY_NS) - DAYS_BACK; day <= lastDay; day++) {
            if (edgeNs != NEVER && zone.instantNs(day * DAY_NS) >= edgeNs) {
                break;
            }
            DatedSpans exception = exceptionOn(day);
            if (exception != null) {
                edgeNs = earliest(exception.spans(), day, timeNs, edgeNs);
                continue;
            }
            int dayOfWeek = dayOfWeek(day);
            for (int i = 0; i < weekly.size(); i++) {
                if (weekly.get(i).isOn(dayOfWeek)) {
                    edgeNs = earliest(weekly.get(i).spans(), day, timeNs, edgeNs);
                }
            }
        }
        return edgeNs;
    }

    private long earliest(List<DaySpan> spans, long day, long timeNs, long sooner) {
        long edgeNs = sooner;
        for (int i = 0; i < spans.size(); i++) {
            DaySpan span = spans.get(i);
            long fromNs = zone.instantNs(localNs(day, span.fromMinute()));
            long toNs = span.hasLength() ? fromNs + span.lengthNs() : zone.instantNs(localNs(day, span.toMinute()));
            if (fromNs > timeNs) {
                edgeNs = Math.min(edgeNs, fromNs);
            }
            if (toNs > timeNs) {
                edgeNs = Math.min(edgeNs, toNs);
            }
        }
        return edgeNs;
    }

    private static long localNs(long day, int minute) {
        return day * DAY_NS + minute * MINUTE_NS;
    }

    private static int dayOfWeek(long day) {
        return (int) Math.floorMod(day + THURSDAY, (long) WEEK_DAYS);
    }

    /** The exception of a date, or null. */
    private DatedSpans exceptionOn(long day) {
        int low = 0;
        int high = exceptions.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            DatedSpans exception = exceptions.get(middle);
            if (day < exception.firstDay()) {
                high = middle - 1;
            } else if (day > exception.lastDay()) {
                low = middle + 1;
            } else {
                return exception;
            }
        }
        return null;
    }

    /** Stores the value in a plan. */
    public void writeTo(FieldWriter writer) {
        writer.putStrings(List.of(name));
        zone.writeTo(writer);
        writer.putInt(weekly.size());
        weekly.forEach(spans -> spans.writeTo(writer));
        writer.putInt(exceptions.size());
        exceptions.forEach(spans -> spans.writeTo(writer));
    }

    /**
     * Reads a value that {@link #writeTo} stored.
     *
     * @throws IllegalArgumentException when the bytes are no schedule
     */
    public static Schedule readFrom(FieldReader reader) {
        List<String> name = reader.getStrings();
        if (name.size() != 1) {
            throw new IllegalArgumentException("not a schedule in a plan, names=" + name.size());
        }
        ZoneTransitions zone = ZoneTransitions.readFrom(reader);
        List<WeeklySpans> weekly = new ArrayList<>();
        for (int left = reader.getCount(); left > 0; left--) {
            weekly.add(WeeklySpans.readFrom(reader));
        }
        List<DatedSpans> exceptions = new ArrayList<>();
        for (int left = reader.getCount(); left > 0; left--) {
            exceptions.add(DatedSpans.readFrom(reader));
        }
        return new Schedule(name.get(0), zone, weekly, exceptions);
    }

    static void writeSpans(FieldWriter writer, List<DaySpan> spans) {
        writer.putInt(spans.size());
        spans.forEach(span -> span.writeTo(writer));
    }

    static List<DaySpan> readSpans(FieldReader reader) {
        List<DaySpan> spans = new ArrayList<>();
        for (int left = reader.getCount(); left > 0; left--) {
            spans.add(DaySpan.readFrom(reader));
        }
        return spans;
    }
}
