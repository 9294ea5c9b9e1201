package io.tocsin.engine.plan.window;

/**
 * Windows over a number of samples in the order of arrival, repeated every {@code slide} samples. A window extends from
 * the least event time of its samples to just after the greatest. No sample is late.
 *
 * @param size samples of a window, above 0
 * @param slide samples between successive windows, 1 to the size
 */
public record CountWindow(int size, int slide) implements Window {
    public CountWindow {
        if (size <= 0 || slide <= 0 || slide > size) {
            throw new IllegalArgumentException(
                    "a window's size or slide is out of range, size=" + size + ", slide=" + slide);
        }
    }

    @Override
    public String type() {
        return "count";
    }
}
