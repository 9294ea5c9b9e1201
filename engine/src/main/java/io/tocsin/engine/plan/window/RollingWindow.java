package io.tocsin.engine.plan.window;

/**
 * A window at every sample, in the order of event time, over the samples of {@code (time - size, time]}. Its rows never
 * change.
 *
 * @param sizeNs above 0, ns
 */
public record RollingWindow(long sizeNs) implements Window {
    public RollingWindow {
        if (sizeNs <= 0) {
            throw new IllegalArgumentException("a window's size must be positive, sizeNs=" + sizeNs);
        }
    }

    @Override
    public String type() {
        return "rolling";
    }
}
