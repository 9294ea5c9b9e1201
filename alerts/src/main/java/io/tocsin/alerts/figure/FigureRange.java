package io.tocsin.alerts.figure;

import java.util.concurrent.TimeUnit;

/**
 * The period of a report, and its settings.
 *
 * @param fromNs epoch ns, inclusive
 * @param toNs epoch ns, exclusive
 * @param fleetingNs an alarm that clears in less is fleeting, ns
 * @param positions operator positions that share the alarms, at least 1
 * @param areaLevels first levels of a sensor's name that make an area; 0: no areas
 */
public record FigureRange(long fromNs, long toNs, long fleetingNs, int positions, int areaLevels) {
    /** Usual bound of a fleeting alarm, ns. */
    public static final long FLEETING_NS = TimeUnit.SECONDS.toNanos(10);

    public FigureRange {
        if (toNs <= fromNs || toNs - fromNs < 0) {
            throw new IllegalArgumentException("the end must be after the begin, fromNs=" + fromNs + ", toNs=" + toNs);
        }
        if (fleetingNs < 0 || positions < 1 || areaLevels < 0) {
            throw new IllegalArgumentException("settings must not be negative, fleetingNs=" + fleetingNs
                    + ", positions=" + positions + ", areaLevels=" + areaLevels);
        }
    }

    /** The period with the usual settings. */
    public static FigureRange of(long fromNs, long toNs) {
        return new FigureRange(fromNs, toNs, FLEETING_NS, 1, 1);
    }

    long lengthNs() {
        return toNs - fromNs;
    }

    boolean has(long timeNs) {
        return timeNs >= fromNs && timeNs < toNs;
    }

    /** Whether a time from one instant to another, exclusive, has a part in the period. */
    boolean meets(long startNs, long endNs) {
        return endNs > fromNs && startNs < toNs && endNs > startNs;
    }

    /** Length of the part of a time that is in the period, ns. */
    long partNs(long startNs, long endNs) {
        return meets(startNs, endNs) ? Math.min(endNs, toNs) - Math.max(startNs, fromNs) : 0;
    }

    /**
     * The area of a sensor: the first levels of its name, never the last one; empty for a name of one level.
     */
    String areaOf(String sensor) {
        int end = 0;
        for (int level = 0; level < areaLevels; level++) {
            int next = sensor.indexOf('/', end == 0 ? 0 : end + 1);
            if (next < 0) {
                break;
            }
            end = next;
        }
        return sensor.substring(0, end);
    }
}
