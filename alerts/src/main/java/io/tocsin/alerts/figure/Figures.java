package io.tocsin.alerts.figure;

import java.util.List;
import java.util.Map;

/**
 * Figures of one area, or of all. <em>Alarms</em> are annunciated raises, re-alarms included; hidden ones are not.
 *
 * @param area first levels of the sensors' names; empty for all
 * @param alarms number of alarms
 * @param perTenMinutes alarms in ten minutes, on average
 * @param perDay alarms a day and operator position, on average
 * @param peakBin most alarms in ten minutes that begin at a multiple of ten minutes, UTC
 * @param peak most alarms in any ten minutes, at their end
 * @param priorities number of alarms by priority
 * @param top the ten most frequent alarms, most frequent first
 */
public record Figures(
        String area,
        long alarms,
        double perTenMinutes,
        double perDay,
        Peak peakBin,
        Peak peak,
        Floods floods,
        Chattering chattering,
        long fleeting,
        Stale stale,
        List<Frequent> top,
        Map<String, Long> priorities,
        Response response,
        Hidden shelved,
        Hidden suppressed,
        Hidden outOfService) {
    /**
     * Most alarms in ten minutes.
     *
     * @param count 0: no alarm
     * @param atNs begin of the bin, or time of the last alarm, epoch ns
     */
    public record Peak(long count, long atNs) {
        static final Peak NONE = new Peak(0, 0);
    }

    /**
     * Floods: from the alarm that makes more than ten in ten minutes until there are fewer than five.
     *
     * @param shareOfTime of the period, 0 to 1
     */
    public record Floods(long count, double shareOfTime, long longestNs) {}

    /**
     * Chattering alarms: from the third raise within a minute until a minute without one.
     *
     * @param alarms alarms of a sensor that chattered
     * @param periods in which they did
     * @param raises in these periods
     */
    public record Chattering(long alarms, long periods, long raises, long timeNs) {}

    /**
     * Alarms that were active for 24 hours without a break.
     *
     * @param stillActive at the period's end
     */
    public record Stale(long count, long stillActive, long longestNs) {}

    /**
     * A frequent alarm of a sensor.
     *
     * @param share of all alarms of the area, 0 to 1
     */
    public record Frequent(String alarm, String sensor, long count, double share) {}

    /**
     * Time from an alarm to its acknowledgement. Percentiles are nearest ranks; 0 without acknowledgements.
     *
     * @param overTenMinutes alarms that nobody had acknowledged ten minutes later
     */
    public record Response(long acknowledged, long medianNs, long p90Ns, long overTenMinutes) {}

    /**
     * Alarms that could not ring.
     *
     * @param count times that had a part in the period
     * @param timeNs sum of these parts
     * @param activeAtExpiry alarms that were active when the time ended by itself
     * @param by number of times by person; empty for the gateway itself
     */
    public record Hidden(long count, long timeNs, long activeAtExpiry, Map<String, Long> by) {}
}
