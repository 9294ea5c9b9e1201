package io.tocsin.bench.throughput;

import io.tocsin.bench.Worker;
import io.tocsin.bench.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Prints a workload's table: every row in a JVM of its own, all in one run, with interleaved rounds so that
 * disturbances of the machine affect all rows alike. Every round must have the results of the naive reference.
 *
 * <p>Properties: {@code -Dwarmup.ms}, {@code -Dround.ms}, {@code -Drounds}, {@code -Dreadings}. Arguments: the
 * workload, default W1; then rows, default all it has.
 */
public final class Throughput {
    private static final long SEED = 20_261_120;
    private static final int READINGS = Integer.getInteger("readings", 4_000_000);
    private static final int WARMUP_MS = Integer.getInteger("warmup.ms", 8_000);
    private static final int ROUND_MS = Integer.getInteger("round.ms", 1_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 7);

    private final Workload workload = Workload.make(READINGS, SEED);
    private final Task task;
    private final Row reference;
    private final List<Long> referenceCounts = new ArrayList<>();
    private final List<Long> referenceSums = new ArrayList<>();
    private final Map<RowKind, Worker> workers = new EnumMap<>(RowKind.class);
    private final Map<RowKind, List<Round>> rounds = new EnumMap<>(RowKind.class);

    private Throughput(Task task) throws IOException {
        this.task = task;
        this.reference = task.create(RowKind.NAIVE, workload);
        reference.open();
    }

    public static void main(String[] args) throws IOException {
        boolean isTaskNamed = args.length > 0
                && Arrays.stream(Task.values()).anyMatch(t -> t.name().equals(args[0]));
        Task task = isTaskNamed ? Task.valueOf(args[0]) : Task.W1;
        List<String> names = Arrays.stream(args).skip(isTaskNamed ? 1 : 0).toList();
        List<RowKind> rows =
                task.rows().stream().filter(row -> names.contains(row.name())).toList();
        if (rows.size() < names.size()) {
            System.err.println("throughput: tasks are " + Arrays.toString(Task.values()) + ", rows of " + task + " are "
                    + task.rows());
            System.exit(2);
        }
        new Throughput(task).run(rows.isEmpty() ? task.rows() : rows);
    }

    private void run(List<RowKind> rows) throws IOException {
        try {
            for (RowKind row : rows) {
                Worker worker = new Worker(
                        ThroughputWorker.class,
                        task.name(),
                        row.name(),
                        String.valueOf(READINGS),
                        String.valueOf(SEED));
                workers.put(row, worker);
                rounds.put(row, new ArrayList<>());
                for (int warmedMs = 0; warmedMs < WARMUP_MS; warmedMs += ROUND_MS) {
                    check(row, Round.decode(worker.ask(String.valueOf(ROUND_MS))));
                }
            }
            for (int i = 0; i < ROUNDS; i++) {
                for (RowKind row : rows) {
                    Round round = Round.decode(workers.get(row).ask(String.valueOf(ROUND_MS)));
                    check(row, round);
                    rounds.get(row).add(round);
                }
            }
        } finally {
            for (Worker worker : workers.values()) {
                worker.close();
            }
        }
        print(rows);
    }

    private void check(RowKind row, Round round) {
        if (row == RowKind.MAPPED_56) {
            return;
        }
        while (referenceSums.size() < round.passCount()) {
            reference.pass(referenceSums.size() * workload.spanNs());
            referenceCounts.add(reference.results().count());
            referenceSums.add(reference.results().sum());
        }
        long count = referenceCounts.get(round.passCount() - 1);
        long sum = referenceSums.get(round.passCount() - 1);
        if (round.resultCount() != count || round.resultSum() != sum) {
            throw new IllegalStateException(row + " differs from the naive reference, passes=" + round.passCount()
                    + ", results=" + round.resultCount() + ", expected=" + count + ", sum=" + round.resultSum()
                    + ", expectedSum=" + sum);
        }
    }

    private void print(List<RowKind> rows) {
        System.out.printf(
                Locale.ROOT,
                "%s, %,d readings a pass, results %.2f %% of them, JDK %s, %d rounds of %d ms after %d ms%n%n",
                task,
                workload.count(),
                referenceCounts.isEmpty() ? Double.NaN : 100.0 * referenceCounts.get(0) / workload.count(),
                Runtime.version(),
                ROUNDS,
                ROUND_MS,
                WARMUP_MS);
        System.out.println(
                "| row | median, M/s | min–max | × limit | × naive | × mapped | ns of processor | B/reading |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (RowKind row : rows) {
            double[] rates = rates(row);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f–%.1f | %s | %s | %s | %.1f | %.2f |%n",
                    row.label(),
                    median(rates),
                    rates[0],
                    rates[rates.length - 1],
                    ratio(row, RowKind.LIMIT),
                    ratio(row, RowKind.NAIVE),
                    ratio(row, RowKind.MAPPED_56),
                    perReading(row, Round::processorNs),
                    perReading(row, Round::allocatedBytes));
        }
    }

    /** Median of the ratios within each round. */
    private String ratio(RowKind row, RowKind to) {
        if (!rounds.containsKey(to)) {
            return "–";
        }
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            ratios[i] = rounds.get(row).get(i).millionPerSecond(workload)
                    / rounds.get(to).get(i).millionPerSecond(workload);
        }
        Arrays.sort(ratios);
        return String.format(Locale.ROOT, "%.2f", median(ratios));
    }

    private double[] rates(RowKind row) {
        return rounds.get(row).stream()
                .mapToDouble(round -> round.millionPerSecond(workload))
                .sorted()
                .toArray();
    }

    private double perReading(RowKind row, ToLongFunction<Round> quantity) {
        double[] amounts = rounds.get(row).stream()
                .mapToDouble(round -> (double) quantity.applyAsLong(round) / round.passCount() / workload.count())
                .sorted()
                .toArray();
        return median(amounts);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
