package io.tocsin.bench.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Results of one engine for a join. */
final class JoinOutcome {
    private final Map<String, List<JoinRow>> rows = new TreeMap<>();
    private long lateCount;

    void add(String key, JoinRow row) {
        rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }

    void addLate(long count) {
        lateCount += count;
    }

    /** The rows of each key that has some, in an order that depends on nothing but them. */
    Map<String, List<JoinRow>> rows() {
        rows.values().forEach(list -> list.sort(JoinRow.IN_ORDER));
        return rows;
    }

    long lateCount() {
        return lateCount;
    }

    JoinOutcome with(UnaryOperator<JoinRow> change) {
        JoinOutcome changed = new JoinOutcome();
        changed.addLate(lateCount);
        rows.forEach((key, list) -> list.forEach(row -> changed.add(key, change.apply(row))));
        return changed;
    }
}
