package io.tocsin.engine.window;

import io.tocsin.engine.plan.TimeInState;
import java.util.Collection;
import org.agrona.UnsafeApi;

/**
 * The parts of a pane that say how long values held, when values are carried from window to window. A value holds until
 * the next sample of its key, but may cease before; nothing is known from there to that sample. {@link HeldTimes} is
 * for windows that know nothing of each other.
 *
 * <pre>
 *   0        8        16       24       32
 *  +--------+--------+--------+--------+
 *  | value  | until  | known  | mean   |
 *  | before |        | ns     |        |
 *  +--------+--------+--------+--------+
 * </pre>
 *
 * <p>Value before is that of the key's sample before the first sample of the pane, NaN for none; until is the time at
 * which it ceased. So the pane also says how long the last sample of an earlier pane held. Known and mean are of the
 * time from the first sample to the last. Reads first and last sample, which {@link Panes} keeps. Samples, and merged
 * panes, come in the order of time. Allocates nothing. One thread.
 */
final class CarriedTimes {
    static final int LENGTH = 32;

    private static final int VALUE_OFFSET = 0;
    private static final int UNTIL_OFFSET = 8;
    private static final int KNOWN_OFFSET = 16;
    private static final int MEAN_OFFSET = 24;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PaneLayout layout;
    private final TimeInState[] states;
    /** The key's value since its latest sample. */
    private double value = Double.NaN;

    private long untilNs;
    /** Start of the window whose results are read. */
    private long startNs;

    CarriedTimes(PaneLayout layout, Collection<TimeInState> timeIn) {
        this.layout = layout;
        this.states = timeIn.toArray(TimeInState[]::new);
    }

    void held(double heldValue, long heldUntilNs) {
        value = heldValue;
        untilNs = heldUntilNs;
    }

    void windowFrom(long windowStartNs) {
        startNs = windowStartNs;
    }

    /** Begins with the first sample. */
    void begin(long pane) {
        long at = pane + layout.carriedOffset;
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        UnsafeApi.putLong(at + UNTIL_OFFSET, untilNs);
        UnsafeApi.putLong(at + KNOWN_OFFSET, 0);
        UnsafeApi.putDouble(at + MEAN_OFFSET, 0);
        for (int state = 0; state < states.length; state++) {
            UnsafeApi.putLong(stateAt(pane, state), 0);
        }
    }

    /** Lets the last value hold until the next sample. The last sample must still be the one before. */
    void add(long pane, long timeNs) {
        holdLast(pane, Math.min(timeNs, untilNs));
    }

    /** Adds a later pane. The first and the last sample must still be those before. */
    void merge(long into, long from) {
        long ofFrom = from + layout.carriedOffset;
        long fromFirstNs = Panes.time(from + layout.firstOffset);
        holdLast(into, Math.min(fromFirstNs, UnsafeApi.getLong(ofFrom + UNTIL_OFFSET)));
        extend(into, UnsafeApi.getLong(ofFrom + KNOWN_OFFSET), UnsafeApi.getDouble(ofFrom + MEAN_OFFSET));
        for (int state = 0; state < states.length; state++) {
            Panes.addTo(stateAt(into, state), UnsafeApi.getLong(stateAt(from, state)));
        }
    }

    private void holdLast(long pane, long toNs) {
        long last = pane + layout.lastOffset;
        long heldNs = toNs - Panes.time(last);
        if (heldNs > 0) {
            double lastValue = Panes.sampleValue(last);
            extend(pane, heldNs, lastValue);
            for (int state = 0; state < states.length; state++) {
                if (states[state].contains(lastValue)) {
                    Panes.addTo(stateAt(pane, state), heldNs);
                }
            }
        }
    }

    private void extend(long pane, long lengthNs, double mean) {
        long at = pane + layout.carriedOffset;
        long knownNs = UnsafeApi.getLong(at + KNOWN_OFFSET);
        UnsafeApi.putDouble(at + MEAN_OFFSET, mean(UnsafeApi.getDouble(at + MEAN_OFFSET), knownNs, mean, lengthNs));
        UnsafeApi.putLong(at + KNOWN_OFFSET, knownNs + lengthNs);
    }

    /**
     * The mean by time of a pane that is not empty, over the time in which the value is known; its last value when that
     * is no time at all.
     *
     * @param endNs end of the window that it is
     */
    double mean(long pane, long endNs) {
        long at = pane + layout.carriedOffset;
        long beforeNs = beforeNs(pane);
        long behindNs = behindNs(pane, endNs);
        long innerNs = UnsafeApi.getLong(at + KNOWN_OFFSET);
        double last = Panes.sampleValue(pane + layout.lastOffset);
        if (beforeNs + innerNs + behindNs == 0) {
            return last;
        }
        double mean =
                mean(UnsafeApi.getDouble(at + VALUE_OFFSET), beforeNs, UnsafeApi.getDouble(at + MEAN_OFFSET), innerNs);
        return mean(mean, beforeNs + innerNs, last, behindNs);
    }

    /**
     * For how many seconds a pane that is not empty was in a state.
     *
     * @param state its place among them
     * @param endNs end of the window that it is
     */
    double secondsIn(long pane, int state, long endNs) {
        long inNs = UnsafeApi.getLong(stateAt(pane, state));
        if (states[state].contains(UnsafeApi.getDouble(pane + layout.carriedOffset + VALUE_OFFSET))) {
            inNs += beforeNs(pane);
        }
        if (states[state].contains(Panes.sampleValue(pane + layout.lastOffset))) {
            inNs += behindNs(pane, endNs);
        }
        return inNs / NANOS_PER_SECOND;
    }

    /** How long the window knew the value before its first sample. */
    private long beforeNs(long pane) {
        long at = pane + layout.carriedOffset;
        if (Double.isNaN(UnsafeApi.getDouble(at + VALUE_OFFSET))) {
            return 0;
        }
        long toNs = Math.min(Panes.time(pane + layout.firstOffset), UnsafeApi.getLong(at + UNTIL_OFFSET));
        return Math.max(0, toNs - startNs);
    }

    /** How long the last value held in the window. */
    private long behindNs(long pane, long endNs) {
        return Math.max(0, Math.min(endNs, untilNs) - Panes.time(pane + layout.lastOffset));
    }

    private long stateAt(long pane, int state) {
        return pane + layout.statesOffset + (long) state * Long.BYTES;
    }

    /** The mean of two stretches of time. A stretch without length counts for nothing. */
    private static double mean(double mean, long lengthNs, double nextMean, long nextLengthNs) {
        if (lengthNs == 0 || nextLengthNs == 0) {
            return lengthNs == 0 ? nextMean : mean;
        }
        return mean + (nextMean - mean) * ((double) nextLengthNs / (lengthNs + nextLengthNs));
    }
}
