package io.tocsin.bench.paced;

import io.tocsin.bench.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Open-loop latency through ring, journal and alarm log, from the intended time of sending, beside that of one thread
 * with flat arrays. Every wait strategy and journal has a JVM of its own; the rounds are interleaved. A cell is the
 * median of the rounds.
 *
 * <p>Properties: {@code -Dwarmup.ms}, {@code -Dround.ms}, {@code -Drounds}.
 */
public final class PacedLatency {
    private static final int WARMUP_MS = Integer.getInteger("warmup.ms", 8_000);
    private static final int ROUND_MS = Integer.getInteger("round.ms", 4_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final String[] WAITINGS = {"BUSY_SPIN", "PHASED"};
    private static final String[] FLOOR = {"BUSY_SPIN"};
    private static final int[] RATES = {200_000, 50_000};
    private static final String[] STAGES = {"journalled", "decided", "alarm logged"};
    private static final int PERCENTILE_COUNT = 4;

    private record Configuration(
            String waiting, PacedJournal journal, int perSecond, Worker worker, List<long[]> rounds) {}

    private PacedLatency() {}

    public static void main(String[] args) throws IOException {
        List<Worker> workers = new ArrayList<>();
        try {
            List<Configuration> configurations = new ArrayList<>();
            for (PacedJournal journal : PacedJournal.values()) {
                for (String waiting : journal == PacedJournal.LIMIT ? FLOOR : WAITINGS) {
                    Worker worker = new Worker(PacedWorker.class, waiting, journal.name());
                    workers.add(worker);
                    worker.ask(RATES[0] + " " + WARMUP_MS);
                    for (int rate : RATES) {
                        configurations.add(new Configuration(waiting, journal, rate, worker, new ArrayList<>()));
                    }
                }
            }
            for (int i = 0; i < ROUNDS; i++) {
                for (Configuration configuration : configurations) {
                    String answer = configuration.worker.ask(configuration.perSecond + " " + ROUND_MS);
                    configuration.rounds.add(Arrays.stream(answer.split(" ", -1))
                            .mapToLong(Long::parseLong)
                            .toArray());
                }
            }
            print(configurations);
        } finally {
            for (Worker worker : workers) {
                worker.close();
            }
        }
    }

    private static void print(List<Configuration> configurations) {
        System.out.printf(
                Locale.ROOT,
                "Paced, JDK %s, %d rounds of %d ms after %d ms; µs from the intended time; median (min–max) of rounds%n%n",
                Runtime.version(),
                ROUNDS,
                ROUND_MS,
                WARMUP_MS);
        System.out.println("| waiting | journal | readings/s | until | p50 | p99 | p99.9 | max |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Configuration configuration : configurations) {
            for (int stage = 0; stage < STAGES.length; stage++) {
                boolean hasJournal =
                        configuration.journal == PacedJournal.OS || configuration.journal == PacedJournal.INTERVAL;
                if (stage == 0 && !hasJournal) {
                    continue;
                }
                StringBuilder row = new StringBuilder(String.format(
                        Locale.ROOT,
                        "| %s | %s | %,d | %s |",
                        configuration.waiting,
                        configuration.journal.label(),
                        configuration.perSecond,
                        STAGES[stage]));
                for (int p = 0; p < PERCENTILE_COUNT; p++) {
                    row.append(cell(configuration.rounds, stage * PERCENTILE_COUNT + p));
                }
                System.out.println(row);
            }
        }
    }

    private static String cell(List<long[]> rounds, int index) {
        long[] sorted =
                rounds.stream().mapToLong(round -> round[index]).sorted().toArray();
        return String.format(
                Locale.ROOT,
                " %.1f (%.1f–%.1f) |",
                sorted[sorted.length / 2] / 1e3,
                sorted[0] / 1e3,
                sorted[sorted.length - 1] / 1e3);
    }
}
