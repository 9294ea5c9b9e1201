package io.tocsin.bench.cost;

/** Count, average, least and greatest of the samples of one naive window. */
final class Samples {
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    void addAll(Samples others) {
        count += others.count;
        sum += others.sum;
        min = Math.min(min, others.min);
        max = Math.max(max, others.max);
    }

    void giveTo(Results results) {
        results.addWindow((double) count, sum / count, min, max);
    }
}
