package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.StreamNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares our rows of a case with Flink's. */
final class Comparison {
    /** Tolerance for the standard deviation, which we compute from a running mean and squares. */
    private static final double DEVIATION_TOLERANCE = 1e-9;

    private final StreamNode stream;
    private final List<String> differences = new ArrayList<>();

    private Comparison(StreamNode stream) {
        this.stream = stream;
    }

    /** Every difference in words; empty when there is none. */
    static List<String> differences(OracleCase oracleCase, Outcome ours, Outcome flinks) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < oracleCase.streams().size(); i++) {
            Comparison comparison = new Comparison(oracleCase.streams().get(i));
            comparison.compare(ours.streams().get(i), flinks.streams().get(i));
            differences.addAll(comparison.differences);
        }
        if (ours.skippedCount() != flinks.skippedCount()) {
            differences.add("skipped: ours " + ours.skippedCount() + ", Flink's " + flinks.skippedCount());
        }
        return differences.stream()
                .map(difference -> "seed " + oracleCase.seed() + ": " + difference + ", " + oracleCase.streams())
                .toList();
    }

    private void compare(StreamRows ours, StreamRows flinks) {
        Set<String> keys = new TreeSet<>(ours.rows().keySet());
        keys.addAll(flinks.rows().keySet());
        for (String key : keys) {
            compareRows(
                    key, ours.rows().getOrDefault(key, List.of()), flinks.rows().getOrDefault(key, List.of()));
        }
        if (stream.late() == LatePolicy.SIDE && !ours.late().equals(flinks.late())) {
            differences.add("late: ours " + ours.late() + ", Flink's " + flinks.late());
        }
    }

    private void compareRows(String key, List<Row> ours, List<Row> flinks) {
        for (int i = 0; i < Math.max(ours.size(), flinks.size()); i++) {
            Row our = i < ours.size() ? ours.get(i) : null;
            Row flink = i < flinks.size() ? flinks.get(i) : null;
            if (our == null || flink == null || !isSame(our, flink)) {
                // rows after a surplus row are shifted and would only repeat the difference
                differences.add("row " + i + " of " + key + ": ours " + our + ", Flink's " + flink);
                return;
            }
        }
    }

    private boolean isSame(Row our, Row flink) {
        boolean isSame = our.position() == flink.position()
                && our.startNs() == flink.startNs()
                && our.endNs() == flink.endNs()
                && our.isUpdate() == flink.isUpdate()
                && our.count() == flink.count()
                && our.values().size() == flink.values().size();
        for (int i = 0; isSame && i < our.values().size(); i++) {
            isSame = isSame(
                    stream.aggregates().get(i),
                    our.values().get(i),
                    flink.values().get(i));
        }
        return isSame;
    }

    private static boolean isSame(Aggregate aggregate, double our, double exact) {
        return switch (aggregate) {
            case SUM, AVG -> Math.abs(our - exact) <= Math.ulp(exact);
            case STDDEV -> Math.abs(our - exact) <= DEVIATION_TOLERANCE * (1 + exact);
            default -> Double.compare(our, exact) == 0;
        };
    }
}
