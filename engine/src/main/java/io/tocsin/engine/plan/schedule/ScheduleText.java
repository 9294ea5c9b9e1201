package io.tocsin.engine.plan.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Written form of a schedule's spans.
 *
 * <pre>
 *    mon-fri 06:00-22:00            2026-12-24 06:00-12:00
 *    sat,sun 08:00-12:00, 13:00-17:00      2026-12-25..2026-12-26 closed
 *    daily 22:00-06:00              2027-05-01 open
 *    sun 01:00 for 2h
 * </pre>
 *
 * All methods throw an {@link IllegalArgumentException} whose message completes "the value …".
 */
public final class ScheduleText {
    private static final String WEEKLY_FORM = "must be days and spans such as mon-fri 06:00-22:00";
    private static final String DATED_FORM = "must be a date and spans such as 2026-12-24 06:00-12:00, or closed";
    private static final String SPAN_FORM = "must be a span such as 06:00-22:00 or 01:00 for 2h";
    private static final int LONGEST = 500;

    private static final Pattern WORDS = Pattern.compile("\\s*(\\S+)\\s+(\\S.*?)\\s*");
    private static final Pattern BETWEEN = Pattern.compile("(\\d{2}):(\\d{2})\\s*-\\s*(\\d{2}):(\\d{2})");
    private static final Pattern LASTING = Pattern.compile("(\\d{2}):(\\d{2}) +for +(\\d{1,5})(m|h|d)");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private ScheduleText() {}

    /** Parses spans of days of the week. */
    public static WeeklySpans weekly(String text) {
        Matcher words = words(text, WEEKLY_FORM);
        return WeeklySpans.on(days(words.group(1)), spans(words.group(2)));
    }

    /** Parses an exception. */
    public static DatedSpans dated(String text) {
        Matcher words = words(text, DATED_FORM);
        String[] dates = words.group(1).split("\\.\\.", -1);
        if (dates.length > 2) {
            throw new IllegalArgumentException(DATED_FORM + ", is " + quoted(text));
        }
        LocalDate first = date(dates[0]);
        LocalDate last = date(dates[dates.length - 1]);
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("must not end before it begins, is " + first + ".." + last);
        }
        List<DaySpan> spans = switch (words.group(2)) {
            case "closed" -> List.of();
            case "open" -> List.of(DaySpan.WHOLE_DAY);
            default -> spans(words.group(2));
        };
        return new DatedSpans(first.toEpochDay(), last.toEpochDay(), spans);
    }

    private static Matcher words(String text, String form) {
        Matcher words = WORDS.matcher(text.length() > LONGEST ? "" : text);
        if (!words.matches()) {
            throw new IllegalArgumentException(form + ", is " + quoted(text));
        }
        return words;
    }

    private static Set<DayOfWeek> days(String text) {
        if (text.equals("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String range : text.split(",", -1)) {
            String[] ends = range.split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException(WEEKLY_FORM + ", has the days " + quoted(text));
            }
            DayOfWeek day = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        int index = DAYS.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "must have days of mon, tue, wed, thu, fri, sat, sun or daily, has " + quoted(text));
        }
        return DayOfWeek.of(index + 1);
    }

    private static LocalDate date(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= ZoneTransitions.FIRST_YEAR && date.getYear() <= ZoneTransitions.LAST_YEAR) {
                return date;
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must have a date such as 2026-12-24, has " + quoted(text), e);
        }
        throw new IllegalArgumentException("must have a date of the years " + ZoneTransitions.FIRST_YEAR + " to "
                + ZoneTransitions.LAST_YEAR + ", has " + quoted(text));
    }

    private static List<DaySpan> spans(String text) {
        List<DaySpan> spans = new ArrayList<>();
        for (String span : text.split(",", -1)) {
            spans.add(span(span.strip()));
        }
        return spans;
    }

    private static DaySpan span(String text) {
        Matcher between = BETWEEN.matcher(text);
        if (between.matches()) {
            int from = minute(between.group(1), between.group(2), text);
            int to = minute(between.group(3), between.group(4), text);
            if (from == to || from == DaySpan.DAY_MINUTES) {
                throw new IllegalArgumentException(SPAN_FORM + "; a whole day is 00:00-24:00, is " + quoted(text));
            }
            return DaySpan.between(from, to > from ? to : to + DaySpan.DAY_MINUTES);
        }
        Matcher lasting = LASTING.matcher(text);
        if (!lasting.matches()) {
            throw new IllegalArgumentException(SPAN_FORM + ", is " + quoted(text));
        }
        int from = minute(lasting.group(1), lasting.group(2), text);
        long length = Long.parseLong(lasting.group(3));
        long lengthNs = switch (lasting.group(4)) {
            case "m" -> TimeUnit.MINUTES.toNanos(length);
            case "h" -> TimeUnit.HOURS.toNanos(length);
            default -> TimeUnit.DAYS.toNanos(length);
        };
        if (from == DaySpan.DAY_MINUTES || lengthNs == 0 || lengthNs > DaySpan.MAX_LENGTH_NS) {
            throw new IllegalArgumentException(
                    SPAN_FORM + "; it begins before 24:00 and lasts 1m to 7d, is " + quoted(text));
        }
        return DaySpan.lasting(from, lengthNs);
    }

    private static int minute(String hours, String minutes, String span) {
        int hour = Integer.parseInt(hours);
        int minute = Integer.parseInt(minutes);
        if (minute > 59 || hour * 60 + minute > DaySpan.DAY_MINUTES) {
            throw new IllegalArgumentException("must have times of day from 00:00 to 24:00, has " + quoted(span));
        }
        return hour * 60 + minute;
    }

    /** The spans as written, such as {@code 22:00-06:00, 13:00 for 2h}; closed when there is none. */
    public static String of(List<DaySpan> spans) {
        if (spans.isEmpty()) {
            return "closed";
        }
        List<String> texts = new ArrayList<>();
        for (DaySpan span : spans) {
            String from = time(span.fromMinute());
            texts.add(
                    span.hasLength()
                            ? from + " for " + TimeUnit.NANOSECONDS.toMinutes(span.lengthNs()) + "m"
                            : from + "-" + time(end(span)));
        }
        return String.join(", ", texts);
    }

    private static int end(DaySpan span) {
        return span.toMinute() > DaySpan.DAY_MINUTES ? span.toMinute() - DaySpan.DAY_MINUTES : span.toMinute();
    }

    private static String time(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    private static String quoted(String text) {
        int end = text.offsetByCodePoints(0, Math.min(60, text.codePointCount(0, text.length())));
        StringBuilder line = new StringBuilder("\"");
        text.substring(0, end).codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.append(end < text.length() ? "…\"" : "\"").toString();
    }
}
