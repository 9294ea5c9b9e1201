package io.tocsin.engine.window;

import static io.tocsin.engine.window.PaneLayout.NONE;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import java.util.Collection;
import org.agrona.UnsafeApi;

/**
 * The parts of a pane that say how long values held: the mean by time ({@link Aggregate#TIME_WEIGHTED_AVG}) and the
 * time in each state ({@link TimeInState}). A value holds until the next sample; so samples, and merged panes, come in
 * the order of time.
 *
 * <p>Reads first and last sample, which {@link Panes} keeps. Allocates nothing. One thread.
 */
final class HeldTimes {
    private static final double NANOS_PER_SECOND = 1e9;

    private final PaneLayout layout;
    private final TimeInState[] states;
    private final boolean holdsToEnd;

    /**
     * @param timeIn for how long the value was in which states
     * @param holdsToEnd whether the last value counts until the end of the window, or its time ends with that sample
     */
    HeldTimes(PaneLayout layout, Collection<TimeInState> timeIn, boolean holdsToEnd) {
        this.layout = layout;
        this.states = timeIn.toArray(TimeInState[]::new);
        this.holdsToEnd = holdsToEnd;
    }

    /** Begins with the first sample. */
    void begin(long pane, double value) {
        if (layout.heldOffset != NONE) {
            UnsafeApi.putDouble(pane + layout.heldOffset, value);
        }
        for (int state = 0; state < states.length; state++) {
            UnsafeApi.putLong(stateAt(pane, state), 0);
        }
    }

    /** Lets the last value hold until the next sample. The last sample must still be the one before. */
    void add(long pane, long timeNs) {
        if (layout.heldOffset != NONE) {
            UnsafeApi.putDouble(pane + layout.heldOffset, heldMean(pane, timeNs));
        }
        holdStates(pane, timeNs);
    }

    /** Adds a later pane. The first and the last sample must still be those before. */
    void merge(long into, long from) {
        if (layout.heldOffset != NONE) {
            long fromFirstNs = Panes.time(from + layout.firstOffset);
            double mean = mean(
                    heldMean(into, fromFirstNs),
                    fromFirstNs - Panes.time(into + layout.firstOffset),
                    UnsafeApi.getDouble(from + layout.heldOffset),
                    Panes.time(from + layout.lastOffset) - fromFirstNs);
            UnsafeApi.putDouble(into + layout.heldOffset, mean);
        }
        if (layout.statesOffset != NONE) {
            holdStates(into, Panes.time(from + layout.firstOffset));
            for (int state = 0; state < states.length; state++) {
                Panes.addTo(stateAt(into, state), UnsafeApi.getLong(stateAt(from, state)));
            }
        }
    }

    /**
     * The mean by time of a pane that is not empty.
     *
     * @param endNs end of the window that it is
     */
    double meanUntil(long pane, long endNs) {
        return heldMean(pane, holdsToEnd ? endNs : Panes.time(pane + layout.lastOffset));
    }

    /**
     * For how many seconds a pane that is not empty was in a state.
     *
     * @param state its place among them
     * @param endNs end of the window that it is
     */
    double secondsIn(long pane, int state, long endNs) {
        long heldNs = holdsToEnd ? endNs - Panes.time(pane + layout.lastOffset) : 0;
        long inNs = UnsafeApi.getLong(stateAt(pane, state));
        double value = Panes.sampleValue(pane + layout.lastOffset);
        return (inNs + (states[state].contains(value) ? heldNs : 0)) / NANOS_PER_SECOND;
    }

    /**
     * Adds the time in each state: the last value held until a time that is not before it. Whole nanoseconds: the sum
     * is exact.
     */
    private void holdStates(long pane, long untilNs) {
        for (int state = 0; state < states.length; state++) {
            long last = pane + layout.lastOffset;
            if (states[state].contains(Panes.sampleValue(last))) {
                Panes.addTo(stateAt(pane, state), untilNs - Panes.time(last));
            }
        }
    }

    private long stateAt(long pane, int state) {
        return pane + layout.statesOffset + (long) state * Long.BYTES;
    }

    /**
     * The mean by time from the first sample to a time that is not before the last; its value when they are one
     * instant.
     */
    private double heldMean(long pane, long untilNs) {
        long last = pane + layout.lastOffset;
        long lastNs = Panes.time(last);
        return mean(
                UnsafeApi.getDouble(pane + layout.heldOffset),
                lastNs - Panes.time(pane + layout.firstOffset),
                Panes.sampleValue(last),
                untilNs - lastNs);
    }

    /** The mean of two stretches of time that follow each other. The same value in both stays as it is. */
    private static double mean(double mean, long lengthNs, double nextMean, long nextLengthNs) {
        return lengthNs == 0
                ? nextMean
                : mean + (nextMean - mean) * ((double) nextLengthNs / (lengthNs + nextLengthNs));
    }
}
