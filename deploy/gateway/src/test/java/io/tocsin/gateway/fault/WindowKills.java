package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.GatewayRun;
import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * kill -9 of a gateway whose windows count, again and again, under a broker that has any number of messages in flight.
 * All messages unacknowledged at a kill come again; at the end short windows and a window over everything have
 * counted each reading once. The source has the defaults.
 */
final class WindowKills {
    private static final int MAX_SENSORS = 1_000;
    private static final int MOST_SHARDS = 3;
    private static final int UNLIMITED = 0;
    private static final int MANY = 10;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Path directory;
    private final String brokerUrl;
    private final String protocol;
    private final Path patched;
    private final Random random;

    private WindowKills(Path directory, String brokerUrl, String protocol, long seed, Path patched) {
        this.directory = directory;
        this.brokerUrl = brokerUrl;
        this.protocol = protocol;
        this.patched = patched;
        this.random = new Random(seed);
    }

    /**
     * Runs and checks.
     *
     * @param protocol the key {@code protocol} of the source
     * @param patched classes that stand in for the gateway's own, or null
     */
    static void run(Path directory, Dose dose, String protocol, Path patched) throws Exception {
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"), UNLIMITED)) {
            broker.start();
            CountingPublisher publisher = new CountingPublisher(broker.url());
            new WindowKills(directory, broker.url(), protocol, dose.seed(), patched).run(dose.cycles(), publisher);
        }
    }

    private void run(int kills, CountingPublisher publisher) throws Exception {
        TocsinProcess tocsin = start(0);
        try {
            Hall.awaitSession(tocsin);
            publisher.start();
            for (int kill = 1; kill <= kills; kill++) {
                Hall.awaitSession(tocsin);
                // while the broker delivers again, or at work
                TimeUnit.MILLISECONDS.sleep(random.nextInt(random.nextBoolean() ? 300 : 2_000));
                assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
                tocsin.kill();
                tocsin = start(kill);
            }
            publisher.finish();
            TocsinProcess last = tocsin;
            Eventually.await("the rows of all windows", LONG, () -> {
                assertThat(last.isAlive()).as(last.err()).isTrue();
                return rowCount("ever") == CountingPublisher.SENSORS * CountingPublisher.READINGS_OF_MESSAGE;
            });
            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
            Hall.assertBalanced(tocsin);
        } finally {
            tocsin.kill();
        }
        long published = publisher.readingCount();
        long journalled = journalledCount();
        System.out.printf(
                Locale.ROOT,
                "kill -9 of windows, protocol %s: %d times; %d readings published, %d delivered again; counted %d and %d%n",
                protocol,
                kills,
                published,
                journalled - published - publisher.closingCount(),
                sum("second"),
                sum("ever"));
        assertThat(sum("second")).as("readings counted by windows of a second").isEqualTo(published);
        assertThat(sum("ever"))
                .as("readings counted by the window over everything")
                .isEqualTo(published);
        if (kills > MANY) {
            assertThat(journalled)
                    .as("readings were delivered again")
                    .isGreaterThan(published + publisher.closingCount());
        }
    }

    private TocsinProcess start(int kill) throws IOException {
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: hall
                dataDir: data
                sources:
                  - mqtt:
                      name: plant
                      url: %s
                      protocol: %s
                      topics:
                        - {filter: "hall/#", value: [a, b], time: ts}
                time: {idleAfter: 1h, futureLimit: 1095d}
                engine: {maxSensors: %d, shards: %d}
                snapshots: {every: 1s}
                streams:
                  - {name: second, from: hall/+/+, window: {type: tumbling, size: 1s}, aggregates: [count], sinks: rows}
                  - {name: ever, from: hall/+/+, window: {type: tumbling, size: 365d}, aggregates: [count], sinks: rows}
                sinks:
                  rows: {file: {path: rows.jsonl}}
                """.formatted(
                        brokerUrl, protocol, MAX_SENSORS, 1 + kill % MOST_SHARDS));
        return new TocsinProcess.Launch(directory).patchedWith(patched).start("run", "-c", "gateway.yaml");
    }

    private List<Map<String, String>> rows(String stream) throws IOException {
        Path file = directory.resolve("rows.jsonl");
        return Files.exists(file)
                ? GatewayRun.jsonLines(file).stream()
                        .filter(row -> row.get("stream").equals(stream))
                        .toList()
                : List.of();
    }

    private long rowCount(String stream) throws IOException {
        Path file = directory.resolve("rows.jsonl");
        if (!Files.exists(file)) {
            return 0;
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.contains("\"stream\":\"" + stream + "\""))
                    .count();
        }
    }

    private long sum(String stream) throws IOException {
        return rows(stream).stream()
                .mapToLong(row -> Long.parseLong(row.get("count")))
                .sum();
    }

    private long journalledCount() throws IOException {
        long[] count = new long[1];
        Path journal = directory.resolve("data").resolve("journal");
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(journal, MAX_SENSORS, torn -> {})) {
            reader.read(reader.firstPosition(), reader.endPosition(), new RecordHandler() {
                @Override
                public void onReading(
                        long position,
                        int sensorId,
                        long eventTimeNs,
                        long receiveTimeNs,
                        double value,
                        int quality,
                        int flags) {
                    count[0]++;
                }

                @Override
                public void onTick(long position, long clockNs) {
                    // no reading
                }

                @Override
                public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
                    assertThat(kind).isNotEqualTo(ControlKind.SOURCE_END.code());
                }
            });
        }
        return count[0];
    }
}
