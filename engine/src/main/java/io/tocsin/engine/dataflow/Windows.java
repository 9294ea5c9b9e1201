package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import java.time.Duration;

/** Creates the kinds of windows. */
public final class Windows {
    private Windows() {}

    /** Windows of one size, side by side, aligned to the epoch. */
    public static Window tumbling(Duration size) {
        return sliding(size, size);
    }

    /** Windows of one size that begin every {@code slide}, aligned to the epoch. */
    public static Window sliding(Duration size, Duration slide) {
        return new AlignedWindow(size.toNanos(), slide.toNanos(), 0);
    }

    /** Windows over samples that follow each other within a gap. */
    public static Window session(Duration gap) {
        return new SessionWindow(gap.toNanos(), 0);
    }

    /** Windows over a number of samples in the order of arrival. */
    public static Window count(int size) {
        return new CountWindow(size, size);
    }

    /** Windows that begin together every {@code size} and end one step apart. */
    public static Window cumulative(Duration size, Duration step) {
        return new CumulativeWindow(size.toNanos(), step.toNanos(), 0);
    }

    /** A window at every sample, over the samples of the time before it. */
    public static Window rolling(Duration size) {
        return new RollingWindow(size.toNanos());
    }

    /** Windows from the first sample in a range to the first sample outside. */
    public static Window state(double least, double greatest) {
        return new StateWindow(least, greatest);
    }
}
