package io.tocsin.gateway.notice;

import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.ingest.tally.StepsBack;
import java.util.List;

/** A step back of event time, for people: rounded up to a duration for a configuration. */
final class Steps {
    private static final List<Long> UNITS_NS =
            List.of(86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L);
    private static final int FEWEST = 10;
    private static final int SHORT_LENGTH = 4;

    private Steps() {}

    /** {@code 30m}, {@code 32m} for 1,866 s, {@code more than a year}. */
    static String shown(StepsBack.Largest largest) {
        return largest.isAtLeast() ? "more than a year" : rounded(largest.stepNs());
    }

    /**
     * The duration, or a longer one of at least ten of its unit.
     *
     * @param stepNs positive, whole milliseconds
     */
    static String rounded(long stepNs) {
        String exact = Durations.format(stepNs);
        if (exact.length() <= SHORT_LENGTH) {
            return exact;
        }
        for (long unitNs : UNITS_NS) {
            if (stepNs / unitNs >= FEWEST) {
                return Durations.format((stepNs - 1) / unitNs * unitNs + unitNs);
            }
        }
        return exact;
    }
}
