package io.tocsin.bench.flink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/**
 * Cumulative windows for Flink's DataStream API, which has none: which windows an element belongs to, as the definition
 * of {@code CUMULATE} says it. When they fire and what is late stays Flink's.
 */
final class CumulativeEventTimeWindows extends WindowAssigner<Object, TimeWindow> {
    private static final long serialVersionUID = 1;

    private final long size;
    private final long step;
    private final long offset;

    CumulativeEventTimeWindows(Duration size, Duration step, Duration offset) {
        this.size = size.toMillis();
        this.step = step.toMillis();
        this.offset = offset.toMillis();
    }

    @Override
    public Collection<TimeWindow> assignWindows(Object element, long timestamp, WindowAssignerContext context) {
        long start = TimeWindow.getWindowStartWithOffset(timestamp, offset, size);
        List<TimeWindow> windows = new ArrayList<>();
        for (long end = start + step; end <= start + size; end += step) {
            if (timestamp < end) {
                windows.add(new TimeWindow(start, end));
            }
        }
        return windows;
    }

    @Override
    public Trigger<Object, TimeWindow> getDefaultTrigger() {
        return EventTimeTrigger.create();
    }

    @Override
    public TypeSerializer<TimeWindow> getWindowSerializer(ExecutionConfig config) {
        return new TimeWindow.Serializer();
    }

    @Override
    public boolean isEventTime() {
        return true;
    }
}
