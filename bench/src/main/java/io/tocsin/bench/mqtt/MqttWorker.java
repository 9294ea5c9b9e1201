package io.tocsin.bench.mqtt;

import com.sun.management.OperatingSystemMXBean;
import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.gateway.config.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * One client in a JVM of its own. Arguments: {@code gateway} or {@code paho}, port, prefix of the topics, QoS. Answers
 * {@code begin} with {@code ok} and {@code end MESSAGES}, once so many came since then or none comes any more, with
 * {@link MqttRound}. With {@code -Dthreads=true} it prints the processor time of each thread.
 */
final class MqttWorker {
    private static final boolean PRINTS_THREADS = Boolean.getBoolean("threads");
    private static final String SYNC_THREAD = "tocsin-journal-";
    private static final long POLL_MS = 5;
    /** Longer than a pause before a connection is made again. */
    private static final long QUIET_MS = 3_000;

    private static final long DELIVERY_MS = 250;

    private final Client client;
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long receivedBefore;
    private long syncsBefore;
    private long processorBeforeNs;
    private Histogram latenciesBefore;
    private Map<String, Long> threadsBefore;

    private MqttWorker(Client client) {
        this.client = client;
    }

    public static void main(String[] args) throws IOException, MqttException, ConfigException, InterruptedException {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            int port = Integer.parseInt(args[1]);
            int qos = Integer.parseInt(args[3]);
            MqttWorker worker = new MqttWorker(
                    args[0].equals("gateway")
                            ? new GatewayClient(directory.path(), port, args[2], qos)
                            : new PahoClient(port, args[2], qos));
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("begin")) {
                    worker.begin();
                    System.out.println("ok");
                } else {
                    System.out.println(worker.end(Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                            .encode());
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private void begin() throws IOException {
        latenciesBefore = client.latencies();
        receivedBefore = client.receivedCount();
        syncsBefore = client.syncCount();
        threadsBefore = threads();
        processorBeforeNs = process.getProcessCpuTime();
    }

    private MqttRound end(long expected) throws IOException, InterruptedException {
        long askedNs = System.nanoTime();
        long received = client.receivedCount();
        for (long quietMs = 0; received - receivedBefore < expected && quietMs < QUIET_MS; quietMs += POLL_MS) {
            Thread.sleep(POLL_MS);
            long next = client.receivedCount();
            quietMs = next == received ? quietMs : 0;
            received = next;
        }
        long processorNs = process.getProcessCpuTime() - processorBeforeNs;
        long lagMs = (System.nanoTime() - askedNs) / 1_000_000;
        Map<String, Long> threads = threads();
        long syncNs = since(threads, SYNC_THREAD);
        processorNs -= since(threads, "C1 CompilerThre") + since(threads, "C2 CompilerThre");
        received -= receivedBefore;
        if (PRINTS_THREADS) {
            print(threads, received);
        }
        Thread.sleep(DELIVERY_MS); // sinks deliver
        Histogram latencies = client.latencies();
        latencies.subtract(latenciesBefore);
        return new MqttRound(
                received,
                lagMs,
                processorNs,
                syncNs,
                client.syncCount() - syncsBefore,
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99));
    }

    private long since(Map<String, Long> threads, String name) {
        return threads.getOrDefault(name, 0L) - threadsBefore.getOrDefault(name, 0L);
    }

    private void print(Map<String, Long> threads, long received) {
        threads.forEach((name, ns) -> {
            double us = since(threads, name) / 1e3 / Math.max(1, received);
            if (us >= 0.1) {
                System.err.printf("    %-16s %6.1f µs a message%n", name, us);
            }
        });
    }

    /** Processor time by the name of a thread, as far as the kernel keeps it. */
    private static Map<String, Long> threads() throws IOException {
        Map<String, Long> threads = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String name = Files.readString(task.resolve("comm")).strip();
                String schedule = Files.readString(task.resolve("schedstat"));
                threads.merge(name, Long.parseLong(schedule.substring(0, schedule.indexOf(' '))), Long::sum);
            }
        }
        return threads;
    }
}
