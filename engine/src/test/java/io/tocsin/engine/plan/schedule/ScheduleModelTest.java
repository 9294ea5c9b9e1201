package io.tocsin.engine.plan.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Random schedules in zones with every kind of clock change, minute by minute against {@code java.time}. */
class ScheduleModelTest {
    private static final int RUNS = 60;
    private static final int MINUTES = 12 * 24 * 60;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    /** A change of an hour, of half an hour, at midnight, of a whole day forward and back, of 45 minutes, and none. */
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/Chicago",
            "Australia/Lord_Howe",
            "America/Havana",
            "Pacific/Apia",
            "Pacific/Kwajalein",
            "Africa/Casablanca",
            "Asia/Pyongyang",
            "Asia/Kathmandu",
            "UTC");

    /** Spans of a date, as a person would note them. */
    private record Dated(LocalDate first, LocalDate last, List<DaySpan> spans) {}

    @Test
    void shouldAgreeWithJavaTimeMinuteByMinute() {
        Seeds.forEach(RUNS, ScheduleModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        Instant from = beginning(random, zone);
        LocalDate date = from.atZone(zone).toLocalDate();
        List<WeeklySpans> weekly = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            weekly.add(new WeeklySpans(1 + random.nextInt(127), spans(random, 1)));
        }
        TreeMap<LocalDate, Dated> exceptions = new TreeMap<>();
        for (int count = weekly.isEmpty() ? 1 : random.nextInt(4); count > 0; count--) {
            LocalDate first = date.plusDays(4L * count - random.nextInt(4));
            exceptions.put(first, new Dated(first, first.plusDays(random.nextInt(3)), spans(random, 0)));
        }
        List<DatedSpans> dated = new ArrayList<>();
        LocalDate taken = LocalDate.MIN;
        for (Dated each : List.copyOf(exceptions.values())) {
            if (each.first.isAfter(taken)) {
                dated.add(new DatedSpans(each.first.toEpochDay(), each.last.toEpochDay(), each.spans));
                taken = each.last;
            } else {
                exceptions.remove(each.first);
            }
        }
        Schedule schedule = new Schedule("s", ZoneTransitions.of(zone), weekly, dated);
        boolean[] isOpen = new boolean[MINUTES + 1];
        List<long[]> intervals =
                intervals(zone, weekly, exceptions, date.minusDays(12), date.plusDays(MINUTES / 1440 + 3));
        for (int minute = 0; minute <= MINUTES; minute++) {
            long timeNs = TimeUnit.SECONDS.toNanos(from.getEpochSecond()) + minute * MINUTE_NS;
            isOpen[minute] = intervals.stream().anyMatch(each -> each[0] <= timeNs && timeNs < each[1]);
            assertThat(schedule.isOpen(timeNs))
                    .as("open at %s in %s, %s, %s", at(timeNs), zone, weekly, dated)
                    .isEqualTo(isOpen[minute]);
            assertThat(schedule.isOpen(timeNs + MINUTE_NS - 1)).isEqualTo(isOpen[minute]);
        }
        for (int look = 0; look < 200; look++) {
            int minute = random.nextInt(MINUTES);
            int change = minute + 1;
            while (change <= MINUTES && isOpen[change] == isOpen[minute]) {
                change++;
            }
            long timeNs = TimeUnit.SECONDS.toNanos(from.getEpochSecond()) + minute * MINUTE_NS;
            long nextNs = schedule.nextChangeNs(timeNs + random.nextInt((int) TimeUnit.SECONDS.toNanos(1)));
            if (change <= MINUTES) {
                assertThat(nextNs)
                        .as("change after %s: %s in %s, %s, %s", at(timeNs), at(nextNs), zone, weekly, dated)
                        .isEqualTo(timeNs + (change - minute) * MINUTE_NS);
            } else {
                assertThat(nextNs).isGreaterThan(timeNs + (MINUTES - minute) * MINUTE_NS);
            }
        }
    }

    private static String at(long timeNs) {
        return timeNs == Schedule.NEVER
                ? "never"
                : Instant.ofEpochSecond(0, timeNs).toString();
    }

    /** A few days before a clock change, mostly. */
    private static Instant beginning(Random random, ZoneId zone) {
        LocalDate date = LocalDate.of(1985 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28));
        if (random.nextInt(4) == 0 && !zone.getRules().isFixedOffset()) {
            date = LocalDate.of(2011, 12, 28); // of a date line that a zone crossed
        }
        if (zone.getId().equals("Pacific/Kwajalein")) {
            date = LocalDate.of(1993, 8, 15);
        }
        Instant at = date.atStartOfDay(zone).toInstant();
        ZoneOffsetTransition change = zone.getRules().nextTransition(at);
        if (change != null && random.nextInt(5) > 0) {
            at = change.getInstant().minus(Duration.ofHours(24 + random.nextInt(8 * 24)));
        }
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), 60) * 60);
    }

    private static List<DaySpan> spans(Random random, int least) {
        List<DaySpan> spans = new ArrayList<>();
        for (int count = least + random.nextInt(3); count > 0; count--) {
            // Often within the hours that a change skips or repeats.
            int from = random.nextInt(random.nextBoolean() ? 4 * 60 : 24 * 60) / 5 * 5;
            spans.add(
                    random.nextInt(4) == 0
                            ? DaySpan.lasting(from, (1 + random.nextInt(7 * 24 * 60)) * MINUTE_NS)
                            : DaySpan.between(from, from + 1 + random.nextInt(random.nextBoolean() ? 120 : 1440)));
        }
        return spans;
    }

    private static List<long[]> intervals(
            ZoneId zone, List<WeeklySpans> weekly, Map<LocalDate, Dated> exceptions, LocalDate first, LocalDate last) {
        List<long[]> intervals = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            LocalDate date = day;
            List<DaySpan> spans = exceptions.values().stream()
                    .filter(each -> !date.isBefore(each.first) && !date.isAfter(each.last))
                    .findFirst()
                    .map(Dated::spans)
                    .orElseGet(() -> weekly.stream()
                            .filter(each -> each.isOn(date.getDayOfWeek().ordinal()))
                            .flatMap(each -> each.spans().stream())
                            .toList());
            for (DaySpan span : spans) {
                LocalDateTime begin = day.atStartOfDay().plusMinutes(span.fromMinute());
                long beginNs = instantNs(zone, begin);
                intervals.add(new long[] {
                    beginNs,
                    span.lengthNs() > 0
                            ? beginNs + span.lengthNs()
                            : instantNs(zone, day.atStartOfDay().plusMinutes(span.toMinute()))
                });
            }
        }
        return intervals;
    }

    private static long instantNs(ZoneId zone, LocalDateTime local) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return TimeUnit.SECONDS.toNanos(
                offsets.isEmpty()
                        ? zone.getRules().getTransition(local).toEpochSecond()
                        : local.toEpochSecond(offsets.get(0)));
    }
}
