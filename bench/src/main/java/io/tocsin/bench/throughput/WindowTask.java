package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.window.AlignedWindow;

/**
 * Windows of a workload. The size is a multiple of the slide; tumbling ones count their samples as well.
 *
 * @param sizeNs above 0
 * @param slideNs above 0
 */
public record WindowTask(long sizeNs, long slideNs) {
    /** Lag of a sensor's watermark behind its newest reading. */
    public static final long OUT_OF_ORDERNESS_NS = 100_000_000;

    static WindowTask seconds(long sizeSeconds, long slideMs) {
        return new WindowTask(sizeSeconds * 1_000_000_000, slideMs * 1_000_000);
    }

    /** Whether each sample is in one window. */
    public boolean isTumbling() {
        return sizeNs == slideNs;
    }

    /** Number of windows that contain a sample. */
    int slidesOfSize() {
        return (int) (sizeNs / slideNs);
    }

    /** The windows as a stream of a plan. */
    StreamNode stream() {
        return BenchPlan.windows(window(), OUT_OF_ORDERNESS_NS, isTumbling());
    }

    AlignedWindow window() {
        return new AlignedWindow(sizeNs, slideNs, 0);
    }
}
