package io.tocsin.engine.plan.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final String BERLIN = "Europe/Berlin";

    @Test
    void shouldBeOpenAtMidnightExactlyDuringTheNight() {
        Schedule night = schedule(BERLIN, "daily 22:00-06:00");

        assertThat(night.isOpen(ns("2026-07-14T21:59:59.999999999+02:00"))).isFalse();
        assertThat(night.isOpen(ns("2026-07-14T22:00:00+02:00"))).isTrue();
        assertThat(night.isOpen(ns("2026-07-14T23:59:59.999999999+02:00"))).isTrue();
        assertThat(night.isOpen(ns("2026-07-15T00:00:00+02:00"))).isTrue();
        assertThat(night.isOpen(ns("2026-07-15T06:00:00+02:00"))).isFalse();
        assertThat(night.nextChangeNs(ns("2026-07-14T22:00:00+02:00"))).isEqualTo(ns("2026-07-15T06:00:00+02:00"));
    }

    @Test
    void shouldBeginWhenTheGapIsOver() {
        Schedule inGap = schedule(BERLIN, "sun 02:30-06:00");

        assertThat(inGap.isOpen(ns("2026-03-29T01:59:59+01:00"))).isFalse();
        assertThat(inGap.isOpen(ns("2026-03-29T03:00:00+02:00"))).isTrue();
        assertThat(inGap.nextChangeNs(ns("2026-03-28T12:00:00+01:00"))).isEqualTo(ns("2026-03-29T03:00:00+02:00"));
        assertThat(schedule(BERLIN, "sun 02:15-02:45").nextChangeNs(ns("2026-03-28T12:00:00+01:00")))
                .as("a span within the gap does not occur")
                .isEqualTo(ns("2026-04-05T02:15:00+02:00"));
    }

    @Test
    void shouldOpenOnceWhenAnHourIsRepeated() {
        Schedule toHalfPast = schedule(BERLIN, "sun 01:00-02:30");
        long opensNs = ns("2026-10-25T01:00:00+02:00");

        assertThat(toHalfPast.nextChangeNs(opensNs)).isEqualTo(ns("2026-10-25T02:30:00+02:00"));
        assertThat(toHalfPast.nextChangeNs(ns("2026-10-25T02:30:00+02:00")))
                .as("not again at the second 02:00")
                .isEqualTo(ns("2026-11-01T01:00:00+01:00"));
        assertThat(schedule(BERLIN, "sun 02:00-03:00").nextChangeNs(ns("2026-10-25T02:00:00+02:00")))
                .as("both hours, for 03:00 comes once")
                .isEqualTo(ns("2026-10-25T03:00:00+01:00"));
    }

    /** Cases AL82 and AL83. */
    @Test
    void shouldLastAnElapsedTimeWhateverTheClocksDo() {
        Schedule sundays = schedule("America/Chicago", "sun 01:00 for 2h");

        assertThat(sundays.nextChangeNs(ms(1583647200000L))).isEqualTo(ms(1583650800000L));
        assertThat(sundays.nextChangeNs(ms(1583650800000L))).isEqualTo(ms(1583658000000L));
        assertThat(sundays.nextChangeNs(ms(1604206800000L))).isEqualTo(ms(1604210400000L));
        assertThat(sundays.nextChangeNs(ms(1604210400000L))).isEqualTo(ms(1604217600000L));
    }

    @Test
    void shouldReplaceTheSpansOfADateByItsException() {
        Schedule shifts = new Schedule(
                "shifts",
                ZoneTransitions.of(ZoneId.of(BERLIN)),
                List.of(ScheduleText.weekly("mon-fri 06:00-22:00"), ScheduleText.weekly("thu 22:00-06:00")),
                List.of(
                        ScheduleText.dated("2026-12-25..2026-12-26 closed"),
                        ScheduleText.dated("2026-12-24 06:00-12:00")));

        assertThat(shifts.exceptions().get(0).firstDay())
                .isEqualTo(LocalDate.of(2026, 12, 24).toEpochDay());
        assertThat(shifts.nextChangeNs(ns("2026-12-24T06:00:00+01:00"))).isEqualTo(ns("2026-12-24T12:00:00+01:00"));
        assertThat(shifts.nextChangeNs(ns("2026-12-24T12:00:00+01:00"))).isEqualTo(ns("2026-12-28T06:00:00+01:00"));
        assertThat(shifts.isOpen(ns("2026-12-18T03:00:00+01:00")))
                .as("the night of Thursday ends on Friday")
                .isTrue();
    }

    @Test
    void shouldNotChangeBetweenSpansThatMeet() {
        assertThat(schedule(BERLIN, "daily 06:00-14:00, 14:00-22:00").nextChangeNs(ns("2026-07-14T06:00:00+02:00")))
                .isEqualTo(ns("2026-07-14T22:00:00+02:00"));
        assertThat(schedule(BERLIN, "daily 00:00-24:00").nextChangeNs(ns("2026-07-14T06:00:00+02:00")))
                .isEqualTo(Schedule.NEVER);
    }

    @Test
    void shouldAnswerForEveryTime() {
        Schedule shifts = schedule(BERLIN, "mon-fri 06:00-22:00");

        for (long timeNs : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            long nextNs = shifts.nextChangeNs(timeNs);
            assertThat(nextNs).isGreaterThanOrEqualTo(timeNs);
            assertThat(nextNs == Schedule.NEVER || shifts.isOpen(nextNs) != shifts.isOpen(timeNs))
                    .isTrue();
        }
    }

    @Test
    void shouldRefuseADateInTwoExceptions() {
        assertThatThrownBy(() -> new Schedule(
                        "shifts",
                        ZoneTransitions.of(ZoneId.of("UTC")),
                        List.of(),
                        List.of(
                                ScheduleText.dated("2026-12-26 open"),
                                ScheduleText.dated("2026-12-24..2026-12-27 closed"))))
                .hasMessage("a date must be in one exception only, schedule=shifts, date=2026-12-26");
    }

    @Test
    void shouldAllocateNothing() {
        Schedule shifts = new Schedule(
                "shifts",
                ZoneTransitions.of(ZoneId.of(BERLIN)),
                List.of(ScheduleText.weekly("mon-fri 06:00-22:00"), ScheduleText.weekly("sun 01:00 for 2h")),
                List.of(ScheduleText.dated("2026-12-25..2026-12-26 closed")));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long timeNs = ns("2026-07-14T06:00:00+02:00");
        timeNs = walk(shifts, timeNs, 2_000);
        long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        timeNs = walk(shifts, timeNs, 10_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - beforeBytes).isLessThan(4_096);
        assertThat(timeNs).isGreaterThan(ns("2040-01-01T00:00:00Z"));
    }

    private static long walk(Schedule schedule, long fromNs, int changes) {
        long timeNs = fromNs;
        for (int i = 0; i < changes; i++) {
            timeNs = schedule.nextChangeNs(timeNs);
        }
        return timeNs;
    }

    private static Schedule schedule(String zone, String... weekly) {
        return new Schedule(
                "s",
                ZoneTransitions.of(ZoneId.of(zone)),
                Stream.of(weekly).map(ScheduleText::weekly).toList(),
                List.of());
    }

    private static long ms(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private static long ns(String time) {
        Instant instant = java.time.OffsetDateTime.parse(time).toInstant();
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
