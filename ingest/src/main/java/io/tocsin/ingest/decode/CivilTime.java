package io.tocsin.ingest.decode;

/** Date and time of the proleptic Gregorian calendar. */
final class CivilTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MIN_YEAR = 1677;
    private static final int MAX_YEAR = 2262;

    private CivilTime() {}

    static boolean isDate(int year, int month, int day) {
        return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
    }

    static boolean isTime(int hour, int minute, int second) {
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
    }

    /** Seconds since 1970-01-01T00:00 on the same wall; the date must be {@linkplain #isDate one}. */
    static long localSeconds(int year, int month, int day, int hour, int minute, int second) {
        return epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second;
    }

    /**
     * The time of a wall with an offset.
     *
     * @return epoch nanoseconds, or {@link EventTime#INVALID} when they do not fit into 64 bits
     */
    static long epochNs(int year, long localSeconds, int offsetSeconds, long fractionNs) {
        if (year < MIN_YEAR || year > MAX_YEAR) {
            return EventTime.INVALID;
        }
        long utcSeconds = localSeconds - offsetSeconds;
        boolean representable = utcSeconds > EventTime.MIN_NS / NANOS_PER_SECOND - 2
                && utcSeconds < EventTime.END_NS / NANOS_PER_SECOND;
        return representable ? utcSeconds * NANOS_PER_SECOND + fractionNs : EventTime.INVALID;
    }

    private static int daysOf(int year, int month) {
        if (month == 2) {
            boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            return leap ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Days since 1970-01-01, counted in years that begin in March. */
    private static long epochDay(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        int monthFromMarch = (month + 9) % 12;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }
}
