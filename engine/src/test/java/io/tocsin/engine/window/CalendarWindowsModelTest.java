package io.tocsin.engine.window;

import static java.time.LocalTime.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calendar windows against an oracle over random streams around changes of the clocks, and the case S23. */
class CalendarWindowsModelTest {
    private static final int RUNS = 30;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** A change of an hour, of half an hour, at midnight, of a whole day, of 45 minutes, and none. */
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia", "Asia/Kathmandu", "UTC");

    @Test
    void shouldGiveTheRowsOfTheOracle() {
        Seeds.forEach(RUNS, CalendarWindowsModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        TreeSet<LocalTime> starts = new TreeSet<>();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            // Often within the hours that a change skips or repeats.
            starts.add(LocalTime.ofSecondOfDay(random.nextInt(random.nextBoolean() ? 4 * 6 : 24 * 6) * 600L));
        }
        CalendarWindow window = new CalendarWindow(zone, List.copyOf(starts));
        Instant at = LocalDate.of(2011, 12, 29).atStartOfDay(zone).toInstant();
        var change = zone.getRules().nextTransition(at);
        if (change != null && random.nextInt(4) > 0) {
            at = change.getInstant().minus(Duration.ofHours(random.nextInt(48)));
        }
        long latenessNs = random.nextInt(3) == 0 ? 0 : random.nextInt(4_000) * MINUTE_NS;
        WindowModel.Kind kind = new WindowModel.Kind() {
            @Override
            public KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler) {
                return new CalendarWindows(window, aggregates, timeIn, latenessNs, handler);
            }

            @Override
            public NaiveKind naive() {
                return new NaiveCalendar(window, latenessNs);
            }

            @Override
            public double value(Random random) {
                return random.nextInt(1_000) / 64.0;
            }
        };
        long stepNs = (1 + random.nextInt(40)) * MINUTE_NS;
        WindowModel.run(random, kind, nanos(at), stepNs, random.nextInt(60) * stepNs);
    }

    @Test
    void shouldEndWithTheLocalDayAndItsParts() {
        assertEndOf(days(1), "1658246400000");
        assertEndOf(parts(Duration.ofHours(5)), "1658232000000");
        assertEndOf(parts(Duration.ofHours(2)), "1658224800000");
        assertEndOf(parts(Duration.ofHours(1)), "1658221200000");
        assertEndOf(parts(Duration.ofMinutes(3)), "1658218500000");
        assertEndOf(parts(Duration.ofMinutes(1)), "1658218380000");
        assertEndOf(parts(Duration.ofSeconds(40)), "1658218400000");
    }

    private static void assertEndOf(List<LocalTime> starts, String endMs) {
        CalendarBoundaries boundaries = new CalendarBoundaries(new CalendarWindow(ZoneId.of("Asia/Shanghai"), starts));
        long nowNs = TimeUnit.MILLISECONDS.toNanos(1_658_218_371_337L);
        assertThat(boundaries.endNs(nowNs)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(endMs)));
        assertThat(boundaries.startNs(nowNs)).isLessThanOrEqualTo(nowNs);
    }

    private static List<LocalTime> days(int count) {
        return List.of(MIDNIGHT).subList(0, count);
    }

    private static List<LocalTime> parts(Duration size) {
        return Stream.iterate(0L, second -> second < 86_400, second -> second + size.toSeconds())
                .map(LocalTime::ofSecondOfDay)
                .toList();
    }

    @Test
    void shouldMakeTheDayOfTheChangeAnHourShorterOrLonger() {
        CalendarBoundaries days = new CalendarBoundaries(new CalendarWindow(BERLIN, List.of(MIDNIGHT)));
        assertThat(lengthOf(days, "2026-03-29T12:00+02:00")).isEqualTo(Duration.ofHours(23));
        assertThat(lengthOf(days, "2026-03-30T12:00+02:00")).isEqualTo(Duration.ofHours(24));
        assertThat(lengthOf(days, "2026-10-25T12:00+01:00")).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void shouldMoveAStartThatTheClocksSkipAndTakeTheFirstOfTwo() {
        CalendarBoundaries shifts =
                new CalendarBoundaries(new CalendarWindow(BERLIN, List.of(LocalTime.of(2, 30), LocalTime.of(14, 30))));
        assertThat(shifts.endNs(nanos("2026-03-29T01:00+01:00"))).isEqualTo(nanos("2026-03-29T03:30+02:00"));
        assertThat(shifts.endNs(nanos("2026-10-25T01:00+02:00"))).isEqualTo(nanos("2026-10-25T02:30+02:00"));
        assertThat(shifts.endNs(nanos("2026-10-25T02:30+01:00"))).isEqualTo(nanos("2026-10-25T14:30+01:00"));
    }

    @Test
    void shouldLeaveOutAShiftWhoseStartFallsTogetherWithTheNext() {
        CalendarBoundaries shifts = new CalendarBoundaries(
                new CalendarWindow(BERLIN, List.of(LocalTime.of(2, 0), LocalTime.of(3, 0), LocalTime.of(4, 0))));
        assertThat(shifts.endNs(nanos("2026-03-29T01:59+01:00"))).isEqualTo(nanos("2026-03-29T03:00+02:00"));
        assertThat(shifts.endNs(nanos("2026-03-29T03:00+02:00"))).isEqualTo(nanos("2026-03-29T04:00+02:00"));
    }

    @Test
    void shouldRefuseAndCountTimesThatNoCalendarKnows() {
        SeenWindows seen = new SeenWindows();
        CalendarWindows windows = new CalendarWindows(
                new CalendarWindow(BERLIN, List.of(MIDNIGHT)),
                List.of(Aggregate.COUNT),
                List.of(),
                Long.MAX_VALUE,
                seen.handler());
        int slot = windows.openSlot();
        windows.onSample(slot, Long.MIN_VALUE, 1, Long.MIN_VALUE);
        windows.onSample(slot, nanos("1969-12-31T23:59:59Z"), 1, Long.MIN_VALUE);
        windows.onSample(slot, nanos("1970-01-01T00:00:00Z"), 1, Long.MIN_VALUE);
        windows.onSample(slot, nanos("2200-12-31T23:59:59Z"), 1, Long.MIN_VALUE);
        windows.onSample(slot, nanos("2201-01-01T00:00:00Z"), 1, Long.MIN_VALUE);
        windows.onSample(slot, Long.MAX_VALUE, 1, Long.MIN_VALUE);
        windows.finish(slot);
        assertThat(windows.droppedCount()).isEqualTo(4);
        assertThat(seen.rows())
                .containsExactly(
                        nanos("1969-12-31T23:00Z") + "-" + nanos("1970-01-01T23:00Z") + " n=1",
                        nanos("2200-12-31T23:00Z") + "-" + nanos("2201-01-01T23:00Z") + " n=1");
    }

    private static Duration lengthOf(CalendarBoundaries boundaries, String time) {
        return Duration.ofNanos(boundaries.endNs(nanos(time)) - boundaries.startNs(nanos(time)));
    }

    private static long nanos(String time) {
        return nanos(OffsetDateTime.parse(time).toInstant());
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** Looks at every start of the days around. */
    private static final class NaiveCalendar extends NaiveByEnd {
        private final CalendarWindow window;

        NaiveCalendar(CalendarWindow window, long latenessNs) {
            super(latenessNs);
            this.window = window;
        }

        @Override
        List<Naive> windowsOf(long timeNs) {
            LocalDate day =
                    Instant.EPOCH.plusNanos(timeNs).atZone(window.zone()).toLocalDate();
            List<Long> starts = new ArrayList<>();
            for (LocalDate each = day.minusDays(3); each.isBefore(day.plusDays(4)); each = each.plusDays(1)) {
                for (LocalTime start : window.starts()) {
                    starts.add(nanos(each.atTime(start).atZone(window.zone()).toInstant()));
                }
            }
            long startNs = starts.stream()
                    .filter(start -> start <= timeNs)
                    .max(Long::compare)
                    .orElseThrow();
            long endNs = starts.stream()
                    .filter(start -> start > timeNs)
                    .min(Long::compare)
                    .orElseThrow();
            return List.of(new Naive(startNs, endNs));
        }
    }
}
