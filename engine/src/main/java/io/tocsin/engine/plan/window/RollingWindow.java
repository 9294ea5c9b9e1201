package io.tocsin.engine.plan.window;

/**
 * A window at every sample, in the order of event time: what came in the time before it, {@code (time - size, time]}.
 * Its rows never change.
 *
 * @param sizeNs above 0, ns
 */
public record RollingWindow(long sizeNs) implements Window {
    public RollingWindow {
        if (sizeNs <= 0) {
            throw new IllegalArgumentException("not a window, sizeNs=" + sizeNs);
        }
    }

    @Override
    public String type() {
        return "rolling";
    }
}
