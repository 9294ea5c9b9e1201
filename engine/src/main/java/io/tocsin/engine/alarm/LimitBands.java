package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.LimitLayout.ACTIVE;
import static io.tocsin.engine.alarm.LimitLayout.NORMAL;
import static io.tocsin.engine.alarm.LimitLayout.PENDING_ON;
import static io.tocsin.engine.alarm.LimitLayout.levelState;

/** Bands of values that change nothing, one for each combination of the states of a limit alarm's levels. */
final class LimitBands {
    private final boolean[] high;
    private final double[] limits;
    private final double[] clearAt;
    private final double[] lowest;
    private final double[] highest;

    /**
     * @param high by level: whether it is in alarm above its limit
     * @param limits by level
     * @param clearAt by level: the value at which it clears
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

    /** By combination: the greatest value of the band. Below the least value when every value changes some level. */
    double[] highest() {
        return highest;
    }

    /** Intersects the bands in which each level alone keeps its state. */
    private void set(int combination) {
        double least = Double.NEGATIVE_INFINITY;
        double greatest = Double.POSITIVE_INFINITY;
        for (int level = 0; level < high.length; level++) {
            int levelState = levelState(combination, level);
            boolean staysInAlarm = levelState == PENDING_ON || levelState == ACTIVE;
            double bound = levelState == NORMAL || levelState == PENDING_ON ? limits[level] : clearAt[level];
            if (staysInAlarm) {
                // Strictly beyond the bound: the last value that keeps the state is the next one to it.
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
