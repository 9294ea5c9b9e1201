package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import java.time.Duration;

/** Kinds of windows in few words. */
public final class Windows {
    private Windows() {}

    /** Of one size, side by side, aligned to the epoch. */
    public static Window tumbling(Duration size) {
        return sliding(size, size);
    }

    /** Of one size, beginning every slide, aligned to the epoch. */
    public static Window sliding(Duration size, Duration slide) {
        return new AlignedWindow(size.toNanos(), slide.toNanos(), 0);
    }

    /** Samples that follow each other within a gap. */
    public static Window session(Duration gap) {
        return new SessionWindow(gap.toNanos(), 0);
    }

    /** So many samples in the order they come. */
    public static Window count(int size) {
        return new CountWindow(size, size);
    }

    /** Windows that begin together every size and end a step after each other. */
    public static Window cumulative(Duration size, Duration step) {
        return new CumulativeWindow(size.toNanos(), step.toNanos(), 0);
    }

    /** At every sample, what came in the time before it. */
    public static Window rolling(Duration size) {
        return new RollingWindow(size.toNanos());
    }

    /** From the first sample in a range to the first one outside. */
    public static Window state(double least, double greatest) {
        return new StateWindow(least, greatest);
    }
}
