package io.tocsin.gateway.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The latencies of the stages as one classic histogram, in seconds. Values are those up to the reporter's last
 * interval.
 */
final class LatencyMetrics implements Collector {
    private static final String NAME = "tocsin_latency_seconds";
    private static final double NANOS_PER_SECOND = 1e9;

    /** Upper bounds, ns: 1, 2.5 and 5 in each decade from 10 µs to 10 s. */
    private static final long[] BOUNDS_NS = {
        10_000L,
        25_000L,
        50_000L,
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };

    private final Latencies latencies;

    LatencyMetrics(Latencies latencies) {
        this.latencies = latencies;
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(NAME).help("Latency of readings and of alarm events, by stage.");
        for (LatencyStage stage : LatencyStage.values()) {
            snapshot.dataPoint(point(stage, latencies.total(stage)));
        }
        return snapshot.build();
    }

    private static HistogramDataPointSnapshot point(LatencyStage stage, Histogram histogram) {
        long[] counts = new long[BOUNDS_NS.length + 1];
        double sumNs = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            long count = value.getCountAddedInThisIterationStep();
            // the equivalent value of a bucket can lie above the bound that the recorded one was below
            counts[bucketOf(histogram.medianEquivalentValue(value.getValueIteratedTo()))] += count;
            sumNs += (double) histogram.medianEquivalentValue(value.getValueIteratedTo()) * count;
        }
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < BOUNDS_NS.length; i++) {
            buckets.bucket(BOUNDS_NS[i] / NANOS_PER_SECOND, counts[i]);
        }
        buckets.bucket(Double.POSITIVE_INFINITY, counts[BOUNDS_NS.length]);
        return HistogramDataPointSnapshot.builder()
                .labels(Labels.of("stage", stage.name().toLowerCase(Locale.ROOT)))
                .classicHistogramBuckets(buckets.build())
                .sum(sumNs / NANOS_PER_SECOND)
                .build();
    }

    private static int bucketOf(long ns) {
        int bucket = 0;
        while (bucket < BOUNDS_NS.length && ns > BOUNDS_NS[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
