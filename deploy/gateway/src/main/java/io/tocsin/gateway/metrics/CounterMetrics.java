package io.tocsin.gateway.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gateway's counters under the names of {@link CounterMetric}. Any thread. */
final class CounterMetrics implements MultiCollector {
    private final Counters counters;
    private final Map<String, List<Counter>> byName = new LinkedHashMap<>();

    CounterMetrics(Counters counters) {
        this.counters = counters;
        for (Counter counter : Counter.values()) {
            byName.computeIfAbsent(CounterMetric.of(counter).name(), name -> new ArrayList<>())
                    .add(counter);
        }
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        byName.forEach((name, ofName) -> {
            CounterMetric first = CounterMetric.of(ofName.get(0));
            if (first.isGauge()) {
                snapshots.metricSnapshot(gauge(first, counters.get(ofName.get(0))));
            } else {
                snapshots.metricSnapshot(counter(first, ofName));
            }
        });
        return snapshots.build();
    }

    private static GaugeSnapshot gauge(CounterMetric metric, long value) {
        return GaugeSnapshot.builder()
                .name(metric.name())
                .help(metric.help())
                .dataPoint(
                        GaugeDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    private CounterSnapshot counter(CounterMetric metric, List<Counter> ofName) {
        CounterSnapshot.Builder snapshot =
                CounterSnapshot.builder().name(metric.name()).help(metric.help());
        for (Counter counter : ofName) {
            CounterMetric its = CounterMetric.of(counter);
            Labels labels = its.label().isEmpty() ? Labels.EMPTY : Labels.of(its.label(), its.labelValue());
            snapshot.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) counters.get(counter))
                    .build());
        }
        return snapshot.build();
    }
}
