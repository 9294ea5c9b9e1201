package io.tocsin.bench.flink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.api.windowing.assigners.DynamicEventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SessionWindowTimeGapExtractor;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/**
 * Flink's sessions of dynamic gaps without a fault of theirs. When a sample alone reaches over exactly the session that
 * is there, the two windows are equal, so Flink sees nothing to merge and takes the sample's for a new one: if the
 * session had been merged of several, whose samples lie in the state of one of those,
 * {@code MergingWindowSet.addWindow} then forgets where, and the samples are lost. Here it is told to merge the two.
 */
final class MendedSessionWindows extends DynamicEventTimeSessionWindows<Reading> {
    private static final long serialVersionUID = 1;

    MendedSessionWindows(SessionWindowTimeGapExtractor<Reading> gap) {
        super(gap);
    }

    @Override
    public void mergeWindows(Collection<TimeWindow> windows, MergeCallback<TimeWindow> callback) {
        super.mergeWindows(windows, callback);
        Set<TimeWindow> seen = new HashSet<>();
        for (TimeWindow window : windows) {
            if (!seen.add(window)) {
                callback.merge(new ArrayList<>(List.of(window, window)), window);
            }
        }
    }
}
