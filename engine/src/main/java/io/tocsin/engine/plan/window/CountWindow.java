package io.tocsin.engine.plan.window;

/**
 * A window of so many samples in the order of arrival, every so many samples; it goes from the least event time among
 * them to just behind the greatest. Has no late samples.
 *
 * @param size samples of a window, above 0
 * @param slide samples from one window to the next, 1 to the size
 */
public record CountWindow(int size, int slide) implements Window {
    public CountWindow {
        if (size <= 0 || slide <= 0 || slide > size) {
            throw new IllegalArgumentException("not a window, size=" + size + ", slide=" + slide);
        }
    }

    @Override
    public String type() {
        return "count";
    }
}
