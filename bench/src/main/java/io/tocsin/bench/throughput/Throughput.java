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
import java.util.stream.Collectors;

/**
 * Prints a workload's table: every row in a JVM of its own, all in one run, with interleaved rounds so that
 * disturbances of the machine affect all rows alike. Every round must have the results of the naive reference, and the
 * record the outputs of the fold.
 *
 * <p>Properties: {@code -Dwarmup.ms}, {@code -Dround.ms}, {@code -Drounds}, {@code -Dreadings}. Arguments: the
 * workload, default W1, or {@code all}; then rows, default all that the workload has.
 */
public final class Throughput {
    private static final long SEED = 20_261_120;
    private static final int READINGS = Integer.getInteger("readings", 4_000_000);
    private static final int WARMUP_MS = Integer.getInteger("warmup.ms", 8_000);
    private static final int ROUND_MS = Integer.getInteger("round.ms", 1_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int DIGEST_PASSES = 2;
    private static final String ALL = "all";
    private static final List<RowKind> RATIOS =
            List.of(RowKind.RECORD, RowKind.NAIVE, RowKind.LIMIT, RowKind.MAPPED_56);

    private final Workload workload;
    private final Task task;
    private final Row reference;
    private final List<Long> referenceCounts = new ArrayList<>();
    private final List<Long> referenceSums = new ArrayList<>();
    private final Map<RowKind, Worker> workers = new EnumMap<>(RowKind.class);
    private final Map<RowKind, List<Round>> rounds = new EnumMap<>(RowKind.class);

    private Throughput(Task task, Workload workload) throws IOException {
        this.task = task;
        this.workload = workload;
        this.reference = task.create(RowKind.NAIVE, workload);
        reference.open();
    }

    public static void main(String[] args) throws IOException {
        boolean areAll = args.length > 0 && args[0].equals(ALL);
        boolean isTaskNamed = args.length > 0
                && Arrays.stream(Task.values()).anyMatch(t -> t.name().equals(args[0]));
        List<Task> tasks = areAll ? List.of(Task.values()) : List.of(isTaskNamed ? Task.valueOf(args[0]) : Task.W1);
        List<String> names =
                Arrays.stream(args).skip(areAll || isTaskNamed ? 1 : 0).toList();
        for (Task task : tasks) {
            if (!task.rows().stream().map(RowKind::name).toList().containsAll(names)) {
                System.err.println("throughput: tasks are " + Arrays.toString(Task.values()) + ", rows of " + task
                        + " are " + task.rows());
                System.exit(2);
            }
        }
        Workload workload = Workload.make(READINGS, SEED);
        for (Task task : tasks) {
            List<RowKind> rows = task.rows().stream()
                    .filter(row -> names.isEmpty() || names.contains(row.name()))
                    .toList();
            new Throughput(task, workload).run(rows);
        }
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
        if (rows.containsAll(List.of(RowKind.RECORD, RowKind.SHARD))) {
            printOutputs();
        }
    }

    private void check(RowKind row, Round round) {
        if (row == RowKind.MAPPED_56) {
            return;
        }
        while (referenceSums.size() < round.passCount()) {
            reference.pass(referenceSums.size() * workload.spanNs());
            reference.finish();
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
                "| row | median, M/s | min–max | × record | × naive | × limit | × mapped | ns of processor | B/reading |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (RowKind row : rows) {
            double[] rates = rates(row);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f–%.1f | %s | %.1f | %.2f |%n",
                    row.label(),
                    median(rates),
                    rates[0],
                    rates[rates.length - 1],
                    RATIOS.stream().map(to -> ratio(row, to)).collect(Collectors.joining(" | ")),
                    perReading(row, Round::processorNs),
                    perReading(row, Round::allocatedBytes));
        }
    }

    /** Compares the digests of all outputs of the record and the fold, in their order and in all fields. */
    private void printOutputs() throws IOException {
        String expected = outputs(RowKind.SHARD);
        String found = outputs(RowKind.RECORD);
        if (!found.equals(expected)) {
            throw new IllegalStateException("the outputs of the record differ from those of the fold, found=" + found
                    + ", expected=" + expected);
        }
        System.out.printf(
                Locale.ROOT,
                "%nRecord and shard have equal outputs, in all fields and their order: %s after %d passes.%n%n",
                expected,
                DIGEST_PASSES);
    }

    private String outputs(RowKind kind) throws IOException {
        try (Row row = task.create(kind, workload)) {
            row.open();
            for (int pass = 0; pass < DIGEST_PASSES; pass++) {
                row.pass(pass * workload.spanNs());
            }
            row.finish();
            return row.results().count() + " results, digest " + row.outputDigest();
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
