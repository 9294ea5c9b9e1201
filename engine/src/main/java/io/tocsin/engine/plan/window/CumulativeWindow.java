package io.tocsin.engine.plan.window;

/**
 * Windows that begin together every size and end a step after each other: the day so far, every hour.
 *
 * @param sizeNs of the longest, ns
 * @param stepNs from one end to the next; divides the size, ns
 * @param offsetNs of the beginnings from the epoch, at least 0, below the size, ns
 */
public record CumulativeWindow(long sizeNs, long stepNs, long offsetNs) implements Window {
    public CumulativeWindow {
        if (stepNs <= 0 || sizeNs < stepNs || sizeNs % stepNs != 0 || offsetNs < 0 || offsetNs >= sizeNs) {
            throw new IllegalArgumentException("not a window, the step must divide the size, sizeNs=" + sizeNs
                    + ", stepNs=" + stepNs + ", offsetNs=" + offsetNs);
        }
    }

    @Override
    public String type() {
        return "cumulative";
    }
}
