package io.tocsin.bench.mqtt;

import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.bench.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A gateway behind Mosquitto beside a Paho client that only counts, in turn: processor time a message at some rates,
 * latency from the intended time of publishing, and the knee, the highest rate at which nearly every message comes
 * within a second. Broker, publisher and the two clients are processes of their own; a client gets its own topics, so
 * the other one is idle meanwhile.
 *
 * <p>Properties: {@code -Drates}, {@code -Dqos}, {@code -Drounds}, {@code -Dround.ms}, {@code -Dwarmup.ms},
 * {@code -Dknee=false}.
 */
public final class MqttCost {
    private static final int[] RATES = numbers("rates", "1000,5000,20000");
    private static final int[] QOS = numbers("qos", "0,1");
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int ROUND_MS = Integer.getInteger("round.ms", 4_000);
    private static final int WARMUP_MS = Integer.getInteger("warmup.ms", 15_000);
    private static final boolean HAS_KNEE = !"false".equals(System.getProperty("knee"));
    private static final int WARMUP_RATE = 20_000;
    private static final long MAX_LAG_MS = 1_000;
    private static final double KEPT = 0.99;
    private static final double STEP = 1.1;
    private static final int KNEE_FROM = 20_000;
    private static final int KNEE_TO = 400_000;
    /** Another program may disturb one. */
    private static final int ATTEMPTS = 2;

    private static final int KNEE_MS = 3_000;

    private enum Kind {
        PAHO("client that counts"),
        GATEWAY("gateway");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** A client with the publisher of its topics. */
    private record Side(Worker worker, PacedPublisher publisher) implements AutoCloseable {
        static Side start(Kind kind, int qos, Broker broker) throws IOException {
            String prefix = kind.name().toLowerCase(Locale.ROOT) + qos;
            Worker worker = new Worker(
                    MqttWorker.class,
                    kind.name().toLowerCase(Locale.ROOT),
                    String.valueOf(broker.port()),
                    prefix,
                    String.valueOf(qos));
            worker.ask("begin"); // it has started
            return new Side(worker, new PacedPublisher(broker.port(), prefix, qos));
        }

        MqttRound round(int perSecond, long forMs) throws IOException {
            worker.ask("begin");
            long sent = publisher.publish(perSecond, forMs);
            return MqttRound.decode(worker.ask("end " + sent));
        }

        @Override
        public void close() throws IOException {
            publisher.close();
            worker.close();
        }
    }

    private MqttCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "MQTT, JDK %s, %d rounds of %d ms after %d ms; medians%n",
                Runtime.version(),
                ROUNDS,
                ROUND_MS,
                WARMUP_MS);
        try (TemporaryDirectory directory = new TemporaryDirectory();
                Broker broker = new Broker(directory.path())) {
            for (int qos : QOS) {
                run(broker, qos);
            }
        }
    }

    private static void run(Broker broker, int qos) throws IOException, InterruptedException {
        Map<Kind, Side> sides = new EnumMap<>(Kind.class);
        try {
            for (Kind kind : Kind.values()) {
                sides.put(kind, Side.start(kind, qos, broker));
            }
            Thread.sleep(1_000); // the gateway subscribes
            for (Side side : sides.values()) {
                side.round(WARMUP_RATE / 4, WARMUP_MS / 2);
                side.round(WARMUP_RATE, WARMUP_MS / 2);
            }
            System.out.println();
            System.out.println("| QoS | messages/s | | processor a message, µs | × client | force, µs | forces/s"
                    + " | p50, µs | p99, µs | received |");
            System.out.println("|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|");
            for (int rate : RATES) {
                measure(sides, qos, rate);
            }
            if (HAS_KNEE) {
                knee(sides, qos);
            }
        } finally {
            for (Side side : sides.values()) {
                side.close();
            }
        }
    }

    private static void measure(Map<Kind, Side> sides, int qos, int rate) throws IOException {
        Map<Kind, List<MqttRound>> rounds = new EnumMap<>(Kind.class);
        for (int i = -1; i < ROUNDS; i++) {
            for (Kind kind : Kind.values()) {
                MqttRound round = sides.get(kind).round(rate, ROUND_MS);
                if (i >= 0) { // the first one is for the waits to adapt to the rate
                    rounds.computeIfAbsent(kind, key -> new ArrayList<>()).add(round);
                }
            }
        }
        rounds.forEach((kind, of) -> System.out.printf(
                Locale.ROOT,
                "| %d | %,d | %s | %.1f | %.2f | %.1f | %.0f | %,.0f | %,.0f | %.3f |%n",
                qos,
                rate,
                kind.label,
                median(of, MqttRound::processorUs),
                median(IntStream.range(0, ROUNDS)
                        .mapToDouble(i -> of.get(i).processorUs()
                                / rounds.get(Kind.PAHO).get(i).processorUs())
                        .toArray()),
                median(of, MqttRound::syncUs),
                median(of, round -> round.syncs() * 1e3 / ROUND_MS),
                median(of, round -> round.p50Ns() / 1e3),
                median(of, round -> round.p99Ns() / 1e3),
                median(of, round -> round.received() * 1e3 / ROUND_MS / rate)));
    }

    private static void knee(Map<Kind, Side> sides, int qos) throws IOException {
        Map<Kind, Integer> knees = new EnumMap<>(Kind.class);
        List<Kind> climbing = new ArrayList<>(List.of(Kind.values()));
        for (int rate = KNEE_FROM; rate < KNEE_TO && !climbing.isEmpty(); rate = (int) (rate * STEP)) {
            for (Kind kind : List.copyOf(climbing)) {
                boolean isKept = false;
                for (int attempt = 0; attempt < ATTEMPTS && !isKept; attempt++) {
                    isKept = keepsUp(sides.get(kind), rate);
                }
                if (isKept) {
                    knees.put(kind, rate);
                } else {
                    climbing.remove(kind);
                }
            }
        }
        System.out.println();
        knees.forEach((kind, rate) ->
                System.out.printf(Locale.ROOT, "Knee, QoS %d, %s: %,d messages/s%n", qos, kind.label, rate));
    }

    private static boolean keepsUp(Side side, int rate) throws IOException {
        long beganNs = System.nanoTime();
        MqttRound round = side.round(rate, KNEE_MS);
        long expected = (long) rate * KNEE_MS / 1_000;
        boolean isSent = System.nanoTime() - beganNs < (KNEE_MS + 2 * MAX_LAG_MS) * 1_000_000L;
        return isSent && round.received() >= expected * KEPT && round.lagMs() <= MAX_LAG_MS;
    }

    private static double median(List<MqttRound> rounds, ToDoubleFunction<MqttRound> of) {
        return median(rounds.stream().mapToDouble(of).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static int[] numbers(String property, String otherwise) {
        return Arrays.stream(System.getProperty(property, otherwise).split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
