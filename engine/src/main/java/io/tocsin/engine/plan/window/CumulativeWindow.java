package io.tocsin.engine.plan.window;

/**
 * Windows that begin together every {@code size} and end one step apart: the day so far, every hour.
 *
 * @param sizeNs of the longest window, ns
 * @param stepNs between successive ends; divides the size, ns
 * @param offsetNs of the beginnings from the epoch, at least 0, below the size, ns
 */
public record CumulativeWindow(long sizeNs, long stepNs, long offsetNs) implements Window {
    public CumulativeWindow {
        if (stepNs <= 0 || sizeNs < stepNs || sizeNs % stepNs != 0 || offsetNs < 0 || offsetNs >= sizeNs) {
            throw new IllegalArgumentException("a cumulative window's step must divide its size, sizeNs=" + sizeNs
                    + ", stepNs=" + stepNs + ", offsetNs=" + offsetNs);
        }
    }

    @Override
    public String type() {
        return "cumulative";
    }
}
