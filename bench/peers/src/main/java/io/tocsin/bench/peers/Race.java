package io.tocsin.bench.peers;

import io.tocsin.bench.Worker;
import io.tocsin.bench.Workload;
import io.tocsin.bench.report.Comparison;
import io.tocsin.bench.throughput.Round;
import io.tocsin.bench.throughput.Task;
import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One workload: every contender in a JVM of its own, rounds in turn, results compared. A contender whose rounds are
 * long has fewer of them.
 */
final class Race {
    private static final long SEED = 20_261_120;
    private static final int READINGS = Integer.getInteger("readings", 2_000_000);
    private static final int WARMUP_MS = Integer.getInteger("warmup.ms", 8_000);
    private static final int ROUND_MS = Integer.getInteger("round.ms", 1_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);

    /** After so many times the length of its rounds a contender has no further one. */
    private static final int LENGTHS_MAX = 5;

    private final Task task;
    private final List<String> notes;
    private final Map<Integer, Expected> expected = new HashMap<>();
    private final Map<Contender, Worker> workers = new EnumMap<>(Contender.class);
    private final Map<Contender, List<Round>> rounds = new EnumMap<>(Contender.class);

    /**
     * A race.
     *
     * @param notes receives where a contender's answer differs
     */
    Race(Task task, List<String> notes) {
        this.task = task;
        this.notes = notes;
    }

    /** How it is measured. */
    static String settings() {
        return String.format(
                Locale.ROOT,
                "%,d readings a pass, %d rounds of %d ms after %d ms, ours after half of that",
                READINGS,
                ROUNDS,
                ROUND_MS,
                WARMUP_MS);
    }

    /** Runs it and adds its figures. */
    void run(List<Contender> contenders, Comparison comparison) throws IOException {
        List<Contender> all =
                contenders.stream().filter(contender -> contender.has(task)).toList();
        try {
            for (Contender contender : all) {
                warmUp(contender);
            }
            for (int i = 0; i < ROUNDS; i++) {
                for (Contender contender : all) {
                    List<Round> measured = rounds.get(contender);
                    if (measured.stream().mapToLong(Round::elapsedNs).sum() < 1_000_000L * LENGTHS_MAX * ROUND_MS) {
                        measured.add(round(contender, ROUND_MS));
                    }
                }
            }
        } finally {
            for (Worker worker : workers.values()) {
                worker.close();
            }
        }
        for (Contender contender : all) {
            Workload workload = expected(contender).workload();
            List<Round> measured = rounds.get(contender);
            comparison.add(
                    contender.label(),
                    task.name(),
                    measured.stream()
                            .map(round -> round.millionPerSecond(workload))
                            .toList(),
                    measured.stream()
                            .map(round -> (double) round.allocatedBytes() / round.passCount() / workload.count())
                            .toList(),
                    contender.differs(task));
        }
    }

    private void warmUp(Contender contender) throws IOException {
        int readings = Math.min(READINGS, contender.readingsMax(task));
        if (!expected.containsKey(readings)) {
            expected.put(
                    readings, new Expected(task, Workload.make(readings, SEED).closed()));
        }
        Worker worker = new Worker(
                PeerWorker.class, task.name(), contender.name(), String.valueOf(readings), String.valueOf(SEED));
        workers.put(contender, worker);
        rounds.put(contender, new ArrayList<>());
        if (contender.differs(task)) {
            double wrong = Double.parseDouble(worker.ask(PeerWorker.WRONG));
            notes.add(String.format(
                    Locale.ROOT,
                    "%s %s: %.1f %% of the windows of a pass of %,d readings are missing or have other figures.",
                    contender.label(),
                    task,
                    100 * wrong,
                    readings));
        }
        round(contender, contender.isEngine() ? WARMUP_MS : WARMUP_MS / 2);
    }

    private Round round(Contender contender, int forMs) throws IOException {
        Round round = Round.decode(workers.get(contender).ask(String.valueOf(forMs)));
        System.err.printf(
                Locale.ROOT,
                "%tT %s %s: %.3g million readings/s, %.0f ns of processor for each%n",
                LocalTime.now(ZoneOffset.UTC),
                task,
                contender.label(),
                round.millionPerSecond(expected(contender).workload()),
                (double) round.processorNs()
                        / round.passCount()
                        / expected(contender).workload().count());
        if (!contender.differs(task)) {
            expected(contender).check(contender, round);
        }
        return round;
    }

    private Expected expected(Contender contender) {
        return expected.get(Math.min(READINGS, contender.readingsMax(task)));
    }
}
