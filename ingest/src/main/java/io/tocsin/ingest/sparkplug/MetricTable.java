package io.tocsin.ingest.sparkplug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The metrics of one birth by their names: open addressing. A look-up allocates nothing. */
final class MetricTable {
    private final byte[][] names;
    private final Metric[] cells;
    private final List<Metric> metrics = new ArrayList<>();

    /**
     * @param metricCount the most metrics
     */
    MetricTable(int metricCount) {
        int capacity = Math.max(2, Integer.highestOneBit(metricCount) * 4);
        names = new byte[capacity][];
        cells = new Metric[capacity];
    }

    /** The metric of a name, or null. */
    Metric find(byte[] bytes, int from, int to) {
        return cells[cell(bytes, from, to)];
    }

    /** The cell that holds the name, or in which it would stand. */
    private int cell(byte[] bytes, int from, int to) {
        int mask = cells.length - 1;
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int cell = (hash ^ (hash >>> 16)) & mask;
        while (names[cell] != null && !Arrays.equals(names[cell], 0, names[cell].length, bytes, from, to)) {
            cell = (cell + 1) & mask;
        }
        return cell;
    }

    /** Adds a metric whose name is not in the table. */
    void add(byte[] bytes, int from, int to, Metric metric) {
        int cell = cell(bytes, from, to);
        names[cell] = Arrays.copyOfRange(bytes, from, to);
        cells[cell] = metric;
        metrics.add(metric);
        metric.table(this);
    }

    /** All metrics, in the order of the birth. */
    List<Metric> metrics() {
        return metrics;
    }
}
