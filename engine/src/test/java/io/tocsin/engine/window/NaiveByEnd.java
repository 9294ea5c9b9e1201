package io.tocsin.engine.window;

import java.util.List;
import java.util.TreeMap;

/** Windows that a sample belongs to by its time alone, no two with the same end. */
abstract class NaiveByEnd extends NaiveKind {
    private final long latenessNs;
    private final TreeMap<Long, Naive> byEnd = new TreeMap<>();

    NaiveByEnd(long latenessNs) {
        this.latenessNs = latenessNs;
    }

    /** Every window that holds a time, without its samples; none when the time is refused. */
    abstract List<Naive> windowsOf(long timeNs);

    @Override
    final void onSample(NaiveWindows.Sample sample, long watermarkBeforeNs, long watermarkNs) {
        List<Naive> windows = windowsOf(sample.timeNs());
        boolean isTaken = false;
        for (Naive window : windows) {
            if (window.endNs + latenessNs <= watermarkBeforeNs) {
                continue;
            }
            isTaken = true;
            Naive kept = byEnd.computeIfAbsent(window.endNs, end -> window);
            kept.samples.add(sample);
            if (kept.endNs <= watermarkBeforeNs) {
                give(kept);
            }
        }
        droppedCount += windows.isEmpty() ? 1 : 0;
        lateCount += windows.isEmpty() || isTaken ? 0 : 1;
        onWatermark(watermarkNs);
    }

    @Override
    final void onWatermark(long watermarkNs) {
        for (Naive window : byEnd.headMap(watermarkNs, true).values()) {
            if (!window.isGiven) {
                give(window);
            }
        }
    }

    @Override
    final void finish() {
        onWatermark(Long.MAX_VALUE);
    }

    @Override
    final List<Row> kept(long watermarkNs) {
        return byEnd.values().stream()
                .filter(window -> window.endNs + latenessNs > watermarkNs)
                .map(Naive::row)
                .toList();
    }

    @Override
    final long nextEndNs() {
        return byEnd.values().stream()
                .filter(window -> !window.isGiven)
                .mapToLong(window -> window.endNs)
                .min()
                .orElse(KeyedWindows.NO_END);
    }
}
