package io.tocsin.ingest.decode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Event times in ASCII, exact to the nanosecond; further digits are cut. Allocates nothing but for numbers with more
 * than 18 digits.
 */
public final class TimeText {
    private static final int MAX_LONG_DIGITS = 19;
    private static final int MAX_MANTISSA_DIGITS = 18;
    private static final int MAX_EXPONENT_LENGTH = 4;
    private static final long[] POWERS_OF_TEN = powersOfTen();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The text is no offset. */
    static final int NO_OFFSET = Integer.MIN_VALUE;

    private TimeText() {}

    private static long[] powersOfTen() {
        long[] powers = new long[MAX_MANTISSA_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /**
     * Reads a time that fills the range.
     *
     * @param unit what a number counts, or {@link TimeUnits#ISO}: {@code 2026-11-20T17:31:00.5Z}, with an offset
     * @return epoch nanoseconds, or {@link EventTime#INVALID}
     */
    public static long parse(byte[] bytes, int from, int to, TimeUnits unit) {
        return parse(bytes, from, to, unit, null);
    }

    /**
     * As the other; a text without an offset is local time of the zone.
     *
     * @param zone null: a text without an offset is faulty
     */
    static long parse(byte[] bytes, int from, int to, TimeUnits unit, LocalZone zone) {
        if (to - from < 1 || to - from > DecimalText.MAX_LENGTH) {
            return EventTime.INVALID;
        }
        long timeNs = unit == TimeUnits.ISO ? iso(bytes, from, to, zone) : number(bytes, from, to, unit.nanos());
        return EventTime.isInRange(timeNs) ? timeNs : EventTime.INVALID;
    }

    private static long number(byte[] bytes, int from, int to, long unitNs) {
        boolean negative = bytes[from] == '-';
        int first = negative || bytes[from] == '+' ? from + 1 : from;
        int i = first;
        long whole = 0;
        for (; i < to && isDigit(bytes[i]); i++) {
            whole = whole * 10 + (bytes[i] - '0');
        }
        int wholeDigits = i - first;
        long fractionNs = 0;
        int fractionDigits = 0;
        if (i < to && bytes[i] == '.') {
            i++;
            long digitNs = unitNs;
            for (; i < to && isDigit(bytes[i]); i++) {
                digitNs /= 10;
                fractionNs += (bytes[i] - '0') * digitNs;
                fractionDigits++;
            }
        }
        if (wholeDigits + fractionDigits == 0) {
            return EventTime.INVALID;
        }
        if (i < to && wholeDigits + fractionDigits <= MAX_MANTISSA_DIGITS) {
            return exponential(bytes, first, i, to, fractionDigits, unitNs, negative);
        }
        if (i < to || wholeDigits > MAX_LONG_DIGITS) {
            return slowNumber(bytes, from, to, unitNs);
        }
        // Nineteen digits fill 63 bits or overflow into the sign.
        if (whole < 0 || whole > Long.MAX_VALUE / unitNs - 1) {
            return EventTime.INVALID;
        }
        long magnitudeNs = whole * unitNs + fractionNs;
        return negative ? -magnitudeNs : magnitudeNs;
    }

    /** A number with an exponent, which begins at {@code i}. */
    private static long exponential(
            byte[] bytes, int first, int i, int to, int fractionDigits, long unitNs, boolean negative) {
        int digitsFrom = i + 1 < to && (bytes[i + 1] == '-' || bytes[i + 1] == '+') ? i + 2 : i + 1;
        int exponent = (bytes[i] | 0x20) == 'e' && to - i <= MAX_EXPONENT_LENGTH ? digits(bytes, digitsFrom, to) : -1;
        if (exponent < 0) {
            return EventTime.INVALID;
        }
        long mantissa = 0;
        for (int k = first; k < i; k++) {
            mantissa = bytes[k] == '.' ? mantissa : mantissa * 10 + (bytes[k] - '0');
        }
        int power = (bytes[i + 1] == '-' ? -exponent : exponent) - fractionDigits + unitDigits(unitNs);
        long magnitudeNs;
        if (power < 0) {
            magnitudeNs = power < -MAX_MANTISSA_DIGITS ? 0 : mantissa / POWERS_OF_TEN[-power];
        } else if (mantissa == 0) {
            magnitudeNs = 0;
        } else if (power > MAX_MANTISSA_DIGITS || mantissa > EventTime.END_NS / POWERS_OF_TEN[power]) {
            return EventTime.INVALID;
        } else {
            magnitudeNs = mantissa * POWERS_OF_TEN[power];
        }
        return negative ? -magnitudeNs : magnitudeNs;
    }

    private static int unitDigits(long unitNs) {
        int digits = 0;
        for (long unit = unitNs; unit > 1; unit /= 10) {
            digits++;
        }
        return digits;
    }

    /** The number of one digit or more that fill the range, or -1. */
    private static int digits(byte[] bytes, int from, int to) {
        return from < to ? digits(bytes, from, to, to - from) : -1;
    }

    private static long slowNumber(byte[] bytes, int from, int to, long unitNs) {
        if (Double.isNaN(DecimalText.parse(bytes, from, to))) {
            return EventTime.INVALID;
        }
        for (int i = from; i < to; i++) {
            // A longer exponent would ask BigDecimal for megabytes of zeros, and no time needs one.
            if ((bytes[i] | 0x20) == 'e' && to - i > MAX_EXPONENT_LENGTH) {
                return EventTime.INVALID;
            }
        }
        BigDecimal timeNs = new BigDecimal(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1))
                .multiply(BigDecimal.valueOf(unitNs));
        boolean fits = timeNs.abs().compareTo(BigDecimal.valueOf(EventTime.END_NS)) <= 0;
        return fits ? timeNs.longValue() : EventTime.INVALID;
    }

    /** {@code YYYY-MM-DDThh:mm[:ss[.fraction]](Z|±hh[[:]mm])}. */
    private static long iso(byte[] bytes, int from, int to, LocalZone zone) {
        int year = digits(bytes, from, to, 4);
        int month = digits(bytes, from + 5, to, 2);
        int day = digits(bytes, from + 8, to, 2);
        int hour = digits(bytes, from + 11, to, 2);
        int minute = digits(bytes, from + 14, to, 2);
        if (!CivilTime.isDate(year, month, day) || !CivilTime.isTime(hour, minute, 0)) {
            return EventTime.INVALID;
        }
        byte separator = bytes[from + 10];
        boolean punctuated = bytes[from + 4] == '-'
                && bytes[from + 7] == '-'
                && (separator == 'T' || separator == 't' || separator == ' ')
                && bytes[from + 13] == ':';
        if (!punctuated) {
            return EventTime.INVALID;
        }
        int i = from + 16;
        int second = 0;
        long fractionNs = 0;
        if (i < to && bytes[i] == ':') {
            second = digits(bytes, i + 1, to, 2);
            i += 3;
            if (second < 0 || second > 59) {
                return EventTime.INVALID;
            }
            if (i < to && (bytes[i] == '.' || bytes[i] == ',')) {
                int fractionFrom = ++i;
                long digitNs = NANOS_PER_SECOND;
                for (; i < to && isDigit(bytes[i]); i++) {
                    digitNs /= 10;
                    fractionNs += (bytes[i] - '0') * digitNs;
                }
                if (i == fractionFrom) {
                    return EventTime.INVALID;
                }
            }
        }
        long local = CivilTime.localSeconds(year, month, day, hour, minute, second);
        int offsetSeconds = i == to && zone != null ? zone.offsetSeconds(local) : offsetSeconds(bytes, i, to);
        return offsetSeconds == NO_OFFSET
                ? EventTime.INVALID
                : CivilTime.epochNs(year, local, offsetSeconds, fractionNs);
    }

    /** Seconds east of UTC of the offset that fills the range, or {@link #NO_OFFSET}. */
    static int offsetSeconds(byte[] bytes, int from, int to) {
        if (to - from == 1 && (bytes[from] | 0x20) == 'z') {
            return 0;
        }
        if (from >= to || (bytes[from] != '+' && bytes[from] != '-')) {
            return NO_OFFSET;
        }
        int hours = digits(bytes, from + 1, to, 2);
        int minutes = 0;
        int length = to - from;
        if (length == 6 && bytes[from + 3] == ':') {
            minutes = digits(bytes, from + 4, to, 2);
        } else if (length == 5) {
            minutes = digits(bytes, from + 3, to, 2);
        } else if (length != 3) {
            return NO_OFFSET;
        }
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return NO_OFFSET;
        }
        int seconds = hours * 3600 + minutes * 60;
        return bytes[from] == '-' ? -seconds : seconds;
    }

    /** The number of exactly {@code count} digits at {@code from}, or -1. */
    static int digits(byte[] bytes, int from, int to, int count) {
        if (from + count > to) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
