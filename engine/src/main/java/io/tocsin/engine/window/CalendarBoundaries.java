package io.tocsin.engine.window;

import io.tocsin.engine.plan.window.CalendarWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The instants at which the windows of a calendar begin. Each configured time of day produces one boundary a day. A
 * local time that the clocks skip moves forward by the length of the skip; a local time that occurs twice counts the
 * first time. Two equal instants are one boundary, without a window between them. Time zones come from the JDK's data
 * base.
 *
 * <p>Boundaries are computed on demand, {@value #STRETCH_DAYS} days at a time, and kept sorted, together with the last
 * boundary before the stretch and the first one after it. Only the years {@value #FIRST_YEAR} to {@value #LAST_YEAR}
 * are kept: less than 1 MB for each time of day, if samples come from every month of these years.
 *
 * <p>One thread. Allocates only for a new stretch.
 */
final class CalendarBoundaries {
    static final int FIRST_YEAR = 1970;
    static final int LAST_YEAR = 2200;

    private static final int STRETCH_DAYS = 32;
    /** No boundary is further from its day than this, whatever the offset from UTC and the length of a skip. */
    private static final int MARGIN_DAYS = 4;

    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);
    private static final long STRETCH_NS = STRETCH_DAYS * DAY_NS;
    private static final long FIRST_NS = LocalDate.of(FIRST_YEAR, 1, 1).toEpochDay() * DAY_NS;
    private static final long BEHIND_LAST_NS = LocalDate.of(LAST_YEAR + 1, 1, 1).toEpochDay() * DAY_NS;

    private final CalendarWindow window;
    private final long[][] stretches = new long[(int) ((BEHIND_LAST_NS - FIRST_NS) / STRETCH_NS) + 1][];

    CalendarBoundaries(CalendarWindow window) {
        this.window = window;
    }

    /** Whether a time lies in the supported years. */
    static boolean isKnown(long timeNs) {
        return timeNs >= FIRST_NS && timeNs < BEHIND_LAST_NS;
    }

    /** The last boundary at or before a time, epoch ns. The time must be known. */
    long startNs(long timeNs) {
        long[] stretch = stretch(timeNs);
        return stretch[lastIndexBy(stretch, timeNs)];
    }

    /** The first boundary after a time, epoch ns. The time must be known. */
    long endNs(long timeNs) {
        long[] stretch = stretch(timeNs);
        return stretch[lastIndexBy(stretch, timeNs) + 1];
    }

    private long[] stretch(long timeNs) {
        int index = (int) ((timeNs - FIRST_NS) / STRETCH_NS);
        if (stretches[index] == null) {
            stretches[index] = boundaries(FIRST_NS + index * STRETCH_NS);
        }
        return stretches[index];
    }

    private long[] boundaries(long firstNs) {
        List<LocalTime> starts = window.starts();
        long firstDay = firstNs / DAY_NS - MARGIN_DAYS;
        int dayCount = STRETCH_DAYS + 2 * MARGIN_DAYS;
        long[] all = new long[dayCount * starts.size()];
        int count = 0;
        for (long day = firstDay; day < firstDay + dayCount; day++) {
            for (LocalTime start : starts) {
                Instant instant = ZonedDateTime.of(LocalDate.ofEpochDay(day), start, window.zone())
                        .toInstant();
                all[count++] = TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
            }
        }
        // A skip may move a start past the next one, even past one of the next day.
        Arrays.sort(all);
        long[] distinct = Arrays.copyOf(all, removeEqual(all));
        int from = lastIndexBy(distinct, firstNs);
        int to = lastIndexBy(distinct, firstNs + STRETCH_NS - 1) + 1;
        return Arrays.copyOfRange(distinct, from, to + 1);
    }

    /** Moves the distinct values to the front and returns their number. */
    private static int removeEqual(long[] sorted) {
        int count = 1;
        for (long each : sorted) {
            if (each != sorted[count - 1]) {
                sorted[count++] = each;
            }
        }
        return count;
    }

    private static int lastIndexBy(long[] sorted, long timeNs) {
        int index = Arrays.binarySearch(sorted, timeNs);
        return index >= 0 ? index : -index - 2;
    }
}
