package io.tocsin.ingest.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * Times in a pattern of letters, those of {@link java.time.format.DateTimeFormatter}: {@code yyyy yy MM M MMM dd d HH H
 * hh h mm m ss s S…S a XXX Z}; other characters stand for themselves, letters among them in single quotes. One letter
 * reads one or two digits, two letters exactly two; {@code S} reads as many digits of the second's fraction as there
 * are. Months are the English names of three letters. A time of day that is left out is zero. Immutable, allocates
 * nothing to parse.
 */
public final class TimePattern {
    private static final String LETTERS = "yMdHhmsSaXZ";
    private static final String[] MONTHS = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
    };
    private static final int CENTURY_SPLIT = 70;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Field[] fields;

    /** @param letter 0 for a literal, which is {@code count} then */
    private record Field(char letter, int count) {}

    private TimePattern(List<Field> fields) {
        this.fields = fields.toArray(Field[]::new);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with what is wrong, as the end of a sentence about the pattern
     */
    public static TimePattern compile(String pattern) {
        List<Field> fields = new ArrayList<>();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (c == '\'') {
                int close = pattern.indexOf('\'', i + 1);
                if (close < 0) {
                    throw new IllegalArgumentException("has a quote that never closes, pattern=" + pattern);
                }
                String literal = close == i + 1 ? "'" : pattern.substring(i + 1, close);
                literal.chars().forEach(ch -> fields.add(new Field('\0', ch)));
                i = close + 1;
            } else if (LETTERS.indexOf(c) >= 0) {
                int count = 1;
                while (i + count < pattern.length() && pattern.charAt(i + count) == c) {
                    count++;
                }
                fields.add(checked(c, count, pattern));
                i += count;
            } else if (Character.isLetter(c) || c > '~') {
                throw new IllegalArgumentException("has the letter " + c + ", which has no meaning; there are "
                        + "yyyy MM dd HH hh mm ss SSS a XXX, and text in single quotes, pattern=" + pattern);
            } else {
                fields.add(new Field('\0', c));
                i++;
            }
        }
        boolean isDate = "yMd".chars().allMatch(letter -> fields.stream().anyMatch(f -> f.letter == letter));
        if (!isDate) {
            throw new IllegalArgumentException("needs year, month and day, pattern=" + pattern);
        }
        return new TimePattern(fields);
    }

    private static Field checked(char letter, int count, String pattern) {
        boolean isValid = switch (letter) {
            case 'y' -> count == 2 || count == 4;
            case 'M', 'X' -> count <= 3;
            case 'S' -> count <= 9;
            case 'a' -> count == 1;
            case 'Z' -> true;
            default -> count <= 2;
        };
        if (!isValid) {
            throw new IllegalArgumentException(
                    "has " + String.valueOf(letter).repeat(count) + ", which has no meaning, pattern=" + pattern);
        }
        return new Field(letter, count);
    }

    /**
     * Reads a time that fills the range.
     *
     * @param zone of a pattern without an offset; null is UTC only when the pattern has one
     * @return epoch nanoseconds, or {@link EventTime#INVALID}
     */
    long parse(byte[] bytes, int from, int to, LocalZone zone) {
        int year = -1;
        int month = -1;
        int day = -1;
        int hour = 0;
        int minute = 0;
        int second = 0;
        int half = -1;
        long fractionNs = 0;
        int offsetSeconds = TimeText.NO_OFFSET;
        int i = from;
        for (Field field : fields) {
            int next = field.letter == 'S' ? digitsEnd(bytes, i, to) : end(field, bytes, i, to);
            if (next <= i || next > to) {
                return EventTime.INVALID;
            }
            switch (field.letter) {
                case 'y' -> year = year(field.count, TimeText.digits(bytes, i, to, field.count));
                case 'M' -> month = field.count == 3 ? month(bytes, i) : number(bytes, i, next);
                case 'd' -> day = number(bytes, i, next);
                case 'H', 'h' -> hour = number(bytes, i, next);
                case 'm' -> minute = number(bytes, i, next);
                case 's' -> second = number(bytes, i, next);
                case 'S' -> fractionNs = fractionNs(bytes, i, next);
                case 'a' -> half = half(bytes, i);
                case 'X', 'Z' -> {
                    offsetSeconds = TimeText.offsetSeconds(bytes, i, next);
                    if (offsetSeconds == TimeText.NO_OFFSET) {
                        return EventTime.INVALID;
                    }
                }
                default -> {}
            }
            i = next;
        }
        if (i != to) {
            return EventTime.INVALID;
        }
        if (half >= 0) {
            if (hour < 1 || hour > 12) {
                return EventTime.INVALID;
            }
            hour = hour % 12 + half * 12;
        }
        if (!CivilTime.isDate(year, month, day) || !CivilTime.isTime(hour, minute, second)) {
            return EventTime.INVALID;
        }
        long local = CivilTime.localSeconds(year, month, day, hour, minute, second);
        if (offsetSeconds == TimeText.NO_OFFSET) {
            if (zone == null) {
                return EventTime.INVALID;
            }
            offsetSeconds = zone.offsetSeconds(local);
        }
        long timeNs = CivilTime.epochNs(year, local, offsetSeconds, fractionNs);
        return EventTime.isInRange(timeNs) ? timeNs : EventTime.INVALID;
    }

    /** Index behind the field, or one that is not behind {@code from} when the text does not have it. */
    private static int end(Field field, byte[] bytes, int from, int to) {
        return switch (field.letter) {
            case '\0' -> from < to && bytes[from] == field.count ? from + 1 : from;
            case 'a' -> half(bytes, from, to) < 0 ? from : from + 2;
            case 'X', 'Z' -> offsetEnd(bytes, from, to);
            case 'M' -> field.count == 3 ? (to - from < 3 ? from : from + 3) : numberEnd(field.count, bytes, from, to);
            default -> numberEnd(field.count, bytes, from, to);
        };
    }

    private static int numberEnd(int count, byte[] bytes, int from, int to) {
        if (count > 1) {
            return TimeText.digits(bytes, from, to, count) < 0 ? from : from + count;
        }
        return Math.min(digitsEnd(bytes, from, to), from + 2);
    }

    private static int digitsEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    private static int offsetEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (i == from || bytes[i] == ':' || (bytes[i] >= '0' && bytes[i] <= '9'))) {
            i++;
        }
        return i;
    }

    private static int year(int count, int written) {
        return count == 4 ? written : written + (written < CENTURY_SPLIT ? 2000 : 1900);
    }

    private static int number(byte[] bytes, int from, int to) {
        return TimeText.digits(bytes, from, to, to - from);
    }

    private static long fractionNs(byte[] bytes, int from, int to) {
        long fractionNs = 0;
        long digitNs = NANOS_PER_SECOND;
        for (int i = from; i < to; i++) {
            digitNs /= 10;
            fractionNs += (bytes[i] - '0') * digitNs;
        }
        return fractionNs;
    }

    private static int half(byte[] bytes, int from, int to) {
        return to - from < 2 ? -1 : half(bytes, from);
    }

    /** 0 for AM, 1 for PM, or -1. */
    private static int half(byte[] bytes, int from) {
        if ((bytes[from + 1] | 0x20) != 'm') {
            return -1;
        }
        int letter = bytes[from] | 0x20;
        return letter == 'a' ? 0 : letter == 'p' ? 1 : -1;
    }

    /** 1 to 12, or -1. */
    private static int month(byte[] bytes, int from) {
        for (int i = 0; i < MONTHS.length; i++) {
            if (ValueText.startsWithIgnoreCase(bytes, from, from + 3, MONTHS[i])) {
                return i + 1;
            }
        }
        return -1;
    }
}
