package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.Window;
import java.time.Duration;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** Flink's name for windows that follow from the time alone. */
final class TimedWindows {
    private TimedWindows() {}

    static WindowAssigner<Object, TimeWindow> assigner(Window window) {
        if (window instanceof AlignedWindow aligned) {
            return assigner(aligned);
        }
        if (window instanceof CumulativeWindow cumulative) {
            return new CumulativeEventTimeWindows(
                    Duration.ofMillis(cumulative.sizeNs()),
                    Duration.ofMillis(cumulative.stepNs()),
                    Duration.ofMillis(cumulative.offsetNs()));
        }
        throw new IllegalArgumentException("Flink has no such windows, type=" + window.type());
    }

    private static WindowAssigner<Object, TimeWindow> assigner(AlignedWindow window) {
        Duration size = Duration.ofMillis(window.sizeNs());
        Duration slide = Duration.ofMillis(window.slideNs());
        Duration offset = Duration.ofMillis(window.offsetNs());
        return size.equals(slide)
                ? TumblingEventTimeWindows.of(size, offset)
                : SlidingEventTimeWindows.of(size, slide, offset);
    }
}
