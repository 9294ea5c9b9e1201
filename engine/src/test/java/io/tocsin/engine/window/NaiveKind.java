package io.tocsin.engine.window;

import java.util.ArrayList;
import java.util.List;

/**
 * Slow oracle for a kind of windows: every window has a list of its samples and is looked at after every step. Written
 * from docs/semantics.md; shares nothing with the windows but the numbers of the plan. One key.
 */
abstract class NaiveKind {
    /** A row of the result and the samples behind it. */
    record Row(long startNs, long endNs, boolean isUpdate, List<NaiveWindows.Sample> samples) {}

    /** A window and whether it has been emitted. */
    static final class Naive {
        long startNs;
        long endNs;
        boolean isClosed;
        boolean isGiven;
        final List<NaiveWindows.Sample> samples = new ArrayList<>();

        Naive(long startNs, long endNs) {
            this.startNs = startNs;
            this.endNs = endNs;
        }

        Row row() {
            return new Row(startNs, endNs, isGiven, List.copyOf(samples));
        }
    }

    final List<Row> rows = new ArrayList<>();
    long lateCount;
    long droppedCount;

    /** A sample; the watermark is the one before it and the one after it. */
    abstract void onSample(NaiveWindows.Sample sample, long watermarkBeforeNs, long watermarkNs);

    abstract void onWatermark(long watermarkNs);

    abstract void finish();

    /** The windows that may still change, oldest first. */
    abstract List<Row> kept(long watermarkNs);

    /** The least watermark that closes a window. */
    abstract long nextEndNs();

    final void give(Naive window) {
        rows.add(window.row());
        window.isGiven = true;
    }
}
