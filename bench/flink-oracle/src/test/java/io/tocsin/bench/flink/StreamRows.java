package io.tocsin.bench.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Output of one stream: by key, its rows and late samples in the order in which they left. */
final class StreamRows {
    private final Map<String, List<Row>> rows = new TreeMap<>();
    private final Map<String, List<Late>> late = new TreeMap<>();

    void add(String key, Row row) {
        rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }

    void add(String key, Late sample) {
        late.computeIfAbsent(key, k -> new ArrayList<>()).add(sample);
    }

    Map<String, List<Row>> rows() {
        return rows;
    }

    Map<String, List<Late>> late() {
        return late;
    }
}
