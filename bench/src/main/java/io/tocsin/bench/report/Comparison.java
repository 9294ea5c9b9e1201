package io.tocsin.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rates and bytes of contenders by workload, measured in rounds of one run. Workloads and contenders keep the order in
 * which they were added. A figure in brackets belongs to a contender whose answer differs from the reference's.
 */
public final class Comparison {
    private static final String NONE = "–";

    private record Cell(List<Double> millionPerSecond, List<Double> bytesPerReading, boolean differs) {}

    private final Set<String> workloads = new LinkedHashSet<>();
    private final Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();

    /**
     * Adds the rounds of one contender with one workload.
     *
     * @param millionPerSecond readings, for each round
     * @param bytesPerReading for each round
     * @param differs whether its results are not those of the reference
     */
    public void add(
            String contender,
            String workload,
            List<Double> millionPerSecond,
            List<Double> bytesPerReading,
            boolean differs) {
        workloads.add(workload);
        cells.computeIfAbsent(contender, name -> new LinkedHashMap<>())
                .put(workload, new Cell(millionPerSecond, bytesPerReading, differs));
    }

    /** Median rates, a row for each contender. */
    public String rates() {
        return table(cell -> figure(median(cell.millionPerSecond), cell.differs));
    }

    /** Median bytes a reading, a row for each contender. */
    public String bytes() {
        return table(cell -> bracketed(
                String.format(Locale.ROOT, "%,.0f", Math.max(0, median(cell.bytesPerReading))), cell.differs));
    }

    /**
     * Ratios of one contender's rate to that of each other, a row for each workload: the median over the rounds of the
     * ratio within the round. A contender with fewer rounds is compared with in turn.
     *
     * @param sameAs workloads that are measured on others under another name: their rows are compared with those of the
     *     other name where a contender has none of its own
     */
    public String ratios(String of, Map<String, String> sameAs) {
        List<String> others =
                cells.keySet().stream().filter(name -> !name.equals(of)).toList();
        MarkdownTable table =
                new MarkdownTable(others.stream().map(name -> "× " + name).toList());
        for (String workload : workloads) {
            Cell own = cells.getOrDefault(of, Map.of()).get(workload);
            if (own != null) {
                table.row(
                        workload,
                        others.stream()
                                .map(other -> ratio(own, find(other, workload, sameAs)))
                                .toList());
            }
        }
        return table.toString();
    }

    private Cell find(String contender, String workload, Map<String, String> sameAs) {
        Map<String, Cell> row = cells.get(contender);
        Cell cell = row.get(workload);
        return cell == null ? row.get(sameAs.getOrDefault(workload, workload)) : cell;
    }

    private static String ratio(Cell own, Cell other) {
        if (other == null) {
            return NONE;
        }
        List<Double> ratios = IntStream.range(0, own.millionPerSecond.size())
                .mapToObj(i ->
                        own.millionPerSecond.get(i) / other.millionPerSecond.get(i % other.millionPerSecond.size()))
                .toList();
        return figure(median(ratios), other.differs || own.differs);
    }

    private String table(Function<Cell, String> figure) {
        MarkdownTable table = new MarkdownTable(new ArrayList<>(workloads));
        cells.forEach((contender, row) -> table.row(
                contender,
                workloads.stream()
                        .map(workload -> row.containsKey(workload) ? figure.apply(row.get(workload)) : NONE)
                        .toList()));
        return table.toString();
    }

    /** Three significant digits, but all before the point. */
    private static String figure(double value, boolean differs) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f";
        return bracketed(String.format(Locale.ROOT, format, value), differs);
    }

    private static String bracketed(String figure, boolean differs) {
        return differs ? "(" + figure + ")" : figure;
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
