package io.tocsin.ingest.decode;

/** Reads event times of one format. One thread; allocates once for each change of the zone's offset. */
public final class TimeReader {
    private final TimeFormat format;
    private final TimePattern pattern;
    private final LocalZone zone;

    TimeReader(TimeFormat format) {
        this.format = format;
        this.pattern = format.pattern() == null ? null : TimePattern.compile(format.pattern());
        this.zone = format.zone() == null ? null : new LocalZone(format.zone());
    }

    public TimeFormat format() {
        return format;
    }

    /**
     * Reads a time that fills the range.
     *
     * @return epoch nanoseconds, or {@link EventTime#INVALID}
     */
    public long parse(byte[] bytes, int from, int to) {
        return pattern == null
                ? TimeText.parse(bytes, from, to, format.unit(), zone)
                : pattern.parse(bytes, from, to, zone);
    }

    /** The time of a whole number of units. */
    public long ofInteger(long number) {
        long unitNs = format.unit().nanos();
        if (unitNs == 0 || number > Long.MAX_VALUE / unitNs || number < Long.MIN_VALUE / unitNs) {
            return EventTime.INVALID;
        }
        long timeNs = number * unitNs;
        return EventTime.isInRange(timeNs) ? timeNs : EventTime.INVALID;
    }

    /**
     * The time of a number of units with a fraction. Where a double cannot hold nanoseconds, as today, the fraction is
     * rounded to the microsecond.
     */
    public long ofDouble(double number) {
        long unitNs = format.unit().nanos();
        double whole = Math.floor(number);
        if (unitNs == 0 || !(Math.abs(whole) < 1e18)) {
            return EventTime.INVALID;
        }
        long timeNs = ofInteger((long) whole);
        if (timeNs == EventTime.INVALID) {
            return timeNs;
        }
        double fractionNs = (number - whole) * unitNs;
        return timeNs + (Math.ulp(number) * unitNs < 1 ? Math.round(fractionNs) : Math.round(fractionNs / 1e3) * 1_000);
    }
}
