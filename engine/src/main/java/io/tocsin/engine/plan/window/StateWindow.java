package io.tocsin.engine.plan.window;

/**
 * A window that is open while the value is in a range: from the first sample in the range to the first sample outside,
 * which does not belong to it.
 *
 * @param least of the range, inclusive; may be infinite
 * @param greatest of the range, inclusive; may be infinite
 */
public record StateWindow(double least, double greatest) implements Window {
    public StateWindow {
        if (!(least <= greatest)) {
            throw new IllegalArgumentException(
                    "a state window needs a range, least=" + least + ", greatest=" + greatest);
        }
    }

    @Override
    public String type() {
        return "state";
    }
}
