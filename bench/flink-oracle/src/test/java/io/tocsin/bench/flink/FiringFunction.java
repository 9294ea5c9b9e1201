package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.Aggregate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.util.Collector;

/** Reports the content of the window at every firing. */
final class FiringFunction<W extends Window> extends ProcessWindowFunction<Reading, Firing, String, W> {
    private static final long serialVersionUID = 1;

    private final Aggregate[] aggregates;

    FiringFunction(List<Aggregate> aggregates) {
        this.aggregates = aggregates.toArray(Aggregate[]::new);
    }

    @Override
    public void process(String key, Context context, Iterable<Reading> content, Collector<Firing> firings) {
        List<Reading> samples = new ArrayList<>();
        content.forEach(samples::add);
        samples.sort(Comparator.comparingLong(Reading::timeNs).thenComparingLong(Reading::position));
        long startNs = samples.get(0).timeNs();
        long endNs = samples.get(samples.size() - 1).timeNs() + 1;
        if (context.window() instanceof TimeWindow window) {
            startNs = window.getStart();
            endNs = window.getEnd();
        }
        List<Double> values = new ArrayList<>();
        for (Aggregate aggregate : aggregates) {
            values.add(WindowValues.of(aggregate, samples));
        }
        List<Long> positions = new ArrayList<>();
        samples.forEach(sample -> positions.add(sample.position()));
        positions.sort(Comparator.naturalOrder());
        firings.collect(new Firing(context.currentWatermark(), startNs, endNs, positions, values));
    }
}
