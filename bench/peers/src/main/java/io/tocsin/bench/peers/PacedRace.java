package io.tocsin.bench.peers;

import io.tocsin.bench.Worker;
import io.tocsin.bench.report.LatencyCurve;
import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** W1 in open loop: every contender in a JVM of its own, rounds in turn. */
final class PacedRace {
    private static final int WARMUP_MS = Integer.getInteger("paced.warmup.ms", 8_000);
    private static final int ROUND_MS = Integer.getInteger("paced.round.ms", 2_500);
    private static final int ROUNDS = Integer.getInteger("paced.rounds", 2);
    private static final int[] RATES = {50_000, 200_000};

    private final Map<PacedContender, Worker> workers = new EnumMap<>(PacedContender.class);

    /** How it is measured. */
    static String settings() {
        return String.format(Locale.ROOT, "%d rounds of %d ms and more after %d ms", ROUNDS, ROUND_MS, WARMUP_MS);
    }

    /** The curves of each rate, by its name. */
    Map<String, List<LatencyCurve>> run(List<PacedContender> contenders) throws IOException {
        Map<Integer, Map<PacedContender, Histogram>> latencies = new LinkedHashMap<>();
        try {
            for (PacedContender contender : contenders) {
                Worker worker = new Worker(PeerWorker.class, contender.name());
                workers.put(contender, worker);
                worker.ask(RATES[RATES.length - 1] + " " + WARMUP_MS);
                System.err.printf(
                        Locale.ROOT, "%tT paced %s is warm%n", LocalTime.now(ZoneOffset.UTC), contender.label());
            }
            for (int i = 0; i < ROUNDS; i++) {
                for (PacedContender contender : contenders) {
                    for (int rate : RATES) {
                        String answer = workers.get(contender).ask(rate + " " + roundMs(rate));
                        latencies
                                .computeIfAbsent(rate, key -> new EnumMap<>(PacedContender.class))
                                .computeIfAbsent(contender, key -> new Histogram(3))
                                .add(PeerWorker.decode(answer));
                    }
                }
            }
        } finally {
            for (Worker worker : workers.values()) {
                worker.close();
            }
        }
        Map<String, List<LatencyCurve>> panels = new LinkedHashMap<>();
        latencies.forEach((rate, row) -> {
            List<LatencyCurve> curves = new ArrayList<>();
            row.forEach((contender, histogram) -> curves.add(new LatencyCurve(
                    contender.label(), contender == PacedContender.LIMIT, contender.isOurs(), histogram)));
            panels.put(String.format(Locale.ROOT, "%,d readings/s", rate), curves);
        });
        return panels;
    }

    /** A lower rate has longer rounds, for its high percentiles have fewer samples. */
    private static int roundMs(int rate) {
        return rate < RATES[RATES.length - 1] ? 3 * ROUND_MS : ROUND_MS;
    }
}
