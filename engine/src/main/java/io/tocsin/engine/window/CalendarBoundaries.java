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
 * The instants at which the windows of a calendar begin. Each time of day of each day gives one: a time that the clocks
 * skip moves forward by as much as they do; of a time that they show twice the first counts. Two equal instants are one
 * boundary, without a window between them. The JDK's data base of time zones decides.
 *
 * <p>They are worked out a stretch of {@value #STRETCH_DAYS} days at a time when one is first asked for, and kept
 * sorted, with the last one before and the first one behind the stretch. All that are ever kept are those of the years
 * {@value #FIRST_YEAR} to {@value #LAST_YEAR}: for each time of day less than 1 MB, and that only when samples come
 * from every month of them.
 *
 * <p>One thread. Allocates only for a stretch that is new.
 */
final class CalendarBoundaries {
    static final int FIRST_YEAR = 1970;
    static final int LAST_YEAR = 2200;

    private static final int STRETCH_DAYS = 32;
    /** No boundary is further from the day it belongs to, whatever the offset from UTC and the gap are. */
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

    /** Whether a time lies in the years that are known. */
    static boolean isKnown(long timeNs) {
        return timeNs >= FIRST_NS && timeNs < BEHIND_LAST_NS;
    }

    /** The last boundary at a known time or before it, epoch ns. */
    long startNs(long timeNs) {
        long[] stretch = stretch(timeNs);
        return stretch[lastIndexBy(stretch, timeNs)];
    }

    /** The first boundary behind a known time, epoch ns. */
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
        // A gap may move a start behind the next one, even that of the next day.
        Arrays.sort(all);
        long[] distinct = Arrays.copyOf(all, removeEqual(all));
        int from = lastIndexBy(distinct, firstNs);
        int to = lastIndexBy(distinct, firstNs + STRETCH_NS - 1) + 1;
        return Arrays.copyOfRange(distinct, from, to + 1);
    }

    /** Moves the distinct ones to the front and says how many they are. */
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
