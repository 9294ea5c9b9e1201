package io.tocsin.gateway.notice;

import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import io.tocsin.ingest.tally.Sample;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** Notices about implausible event times. */
final class OddTimes {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long DAY_NS = 86_400 * NS_PER_S;
    private static final long YEAR_2000_NS = 946_684_800 * NS_PER_S;
    private static final int FIRST_LIKELY_YEAR = 2000;

    private OddTimes() {}

    /** Event times that lie before 2000, or more than a year before the readings came. */
    static String past(InputTally tally) {
        Sample sample = tally.sample(Kind.PAST);
        int year = year(sample.eventTimeNs());
        TimeUnits unit = likelyUnit(tally.timeUnit(), sample);
        String question = year < FIRST_LIKELY_YEAR
                ? "does the device send its uptime, or is its clock not set?"
                : "is the clock of the device right?";
        return InputNotices.begin(tally) + "event times lie in " + year + ": "
                + (unit == null ? question : "is timeUnit " + unit.name().toLowerCase(Locale.ROOT) + "?")
                + " The readings keep these times; without the key time they would get the receive time. The first: "
                + sample.text();
    }

    /** Event times beyond the future limit. */
    static String future(InputTally tally) {
        Sample sample = tally.sample(Kind.FUTURE);
        TimeUnits unit = likelyUnit(tally.timeUnit(), sample);
        String question = unit == null
                ? "are the clocks of the device and of this machine right, and their time zones?"
                : "is timeUnit " + unit.name().toLowerCase(Locale.ROOT) + "?";
        return InputNotices.begin(tally) + "event times lie in the future, beyond time.futureLimit ("
                + Instant.ofEpochSecond(0, sample.eventTimeNs()) + "): " + question
                + " The receive time replaces them. The first: " + sample.text();
    }

    /** Another unit in which the number would be a time from 2000 to now, or null. */
    private static TimeUnits likelyUnit(TimeUnits configured, Sample sample) {
        if (configured == null || configured.nanos() == 0) {
            return null;
        }
        long number = sample.eventTimeNs() / configured.nanos();
        for (TimeUnits unit : TimeUnits.values()) {
            boolean isOther = unit != configured && unit.nanos() != 0;
            boolean overflows = isOther && Math.multiplyHigh(number, unit.nanos()) != (number < 0 ? -1 : 0);
            if (isOther && !overflows && isLikely(number * unit.nanos(), sample.receiveTimeNs())) {
                return unit;
            }
        }
        return null;
    }

    private static boolean isLikely(long timeNs, long receiveTimeNs) {
        return timeNs > YEAR_2000_NS && timeNs < receiveTimeNs + DAY_NS;
    }

    private static int year(long epochNs) {
        return Instant.ofEpochSecond(0, epochNs).atOffset(ZoneOffset.UTC).getYear();
    }
}
