package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.LimitLayout.ACTIVE;
import static io.tocsin.engine.alarm.LimitLayout.NORMAL;
import static io.tocsin.engine.alarm.LimitLayout.PENDING_ON;
import static io.tocsin.engine.alarm.LimitLayout.levelState;

/** For each combination of the states of a limit alarm's levels, the band of values that change none of them. */
final class LimitBands {
    private final boolean[] high;
    private final double[] limits;
    private final double[] clearAt;
    private final double[] lowest;
    private final double[] highest;

    /**
     * @param high by level: whether it is in alarm above its limit
     * @param limits by level
     * @param clearAt by level: where it clears
     */
    LimitBands(boolean[] high, double[] limits, double[] clearAt) {
        this.high = high;
        this.limits = limits;
        this.clearAt = clearAt;
        int combinationCount = LimitLayout.combinationCount(high.length);
        this.lowest = new double[combinationCount];
        this.highest = new double[combinationCount];
        for (int combination = 0; combination < combinationCount; combination++) {
            set(combination);
        }
    }

    /** By combination: the least value of the band. */
    double[] lowest() {
        return lowest;
    }

    /** By combination: the greatest value of the band; below the least one when no value changes nothing. */
    double[] highest() {
        return highest;
    }

    /** Each level alone stays as it is up to a value or from a value on; all of them stay where those overlap. */
    private void set(int combination) {
        double least = Double.NEGATIVE_INFINITY;
        double greatest = Double.POSITIVE_INFINITY;
        for (int level = 0; level < high.length; level++) {
            int levelState = levelState(combination, level);
            boolean staysInAlarm = levelState == PENDING_ON || levelState == ACTIVE;
            double bound = levelState == NORMAL || levelState == PENDING_ON ? limits[level] : clearAt[level];
            if (staysInAlarm) {
                // Strictly beyond the bound: the last value that stays is the one next to it.
                bound = high[level] ? Math.nextUp(bound) : Math.nextDown(bound);
            }
            if (staysInAlarm == high[level]) {
                least = Math.max(least, bound);
            } else {
                greatest = Math.min(greatest, bound);
            }
        }
        lowest[combination] = least;
        highest[combination] = greatest;
    }
}
