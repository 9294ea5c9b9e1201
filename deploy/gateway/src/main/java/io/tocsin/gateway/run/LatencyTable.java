package io.tocsin.gateway.run;

import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.TextTable;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Table of a run's latencies, for people. */
public final class LatencyTable {
    private LatencyTable() {}

    /** The table's lines. Stages without recorded values are left out; if there are none, the table is empty. */
    public static List<String> lines(Latencies latencies) {
        List<LatencyStage> stages = Arrays.stream(LatencyStage.values())
                .filter(stage -> latencies.total(stage).getTotalCount() > 0)
                .toList();
        if (stages.isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable("latency", ">count", ">p50", ">p99", ">p99.9", ">p99.99", ">max");
        for (LatencyStage stage : stages) {
            Histogram histogram = latencies.total(stage);
            table.row(
                    stage.label(),
                    Numbers.grouped(histogram.getTotalCount()),
                    Numbers.latency(histogram.getValueAtPercentile(50)),
                    Numbers.latency(histogram.getValueAtPercentile(99)),
                    Numbers.latency(histogram.getValueAtPercentile(99.9)),
                    Numbers.latency(histogram.getValueAtPercentile(99.99)),
                    Numbers.latency(histogram.getMaxValue()));
        }
        return table.lines();
    }
}
