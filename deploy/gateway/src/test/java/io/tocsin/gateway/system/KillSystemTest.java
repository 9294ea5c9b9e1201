package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.persistence.journal.ChronicleJournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments under load. A publisher numbers every reading and keeps what the broker has acknowledged. At
 * the end every one of them is in the journal, the alarm log is what an uninterrupted run over the same journal gives, and
 * no id was ever sent with two contents.
 */
class KillSystemTest {
    private static final int SENSORS = 20;
    private static final int MAX_SENSORS = 1_000;
    private static final long FIRST_EVENT_MS = 1_795_195_860_000L;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingWhenKilled() throws Exception {
        killAndCompare(3);
    }

    @Test
    @Tag("heavy")
    void shouldLoseNothingWhenKilledFiftyTimes() throws Exception {
        killAndCompare(50);
    }

    private void killAndCompare(int kills) throws Exception {
        long seed = Long.getLong("tocsin.seed", System.nanoTime());
        System.out.println("KillSystemTest seed=" + seed + " kills=" + kills);
        Random random = new Random(seed);
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            writeConfig(broker.url());
            try (Wire consumer = new Wire(broker.url(), "consumer")) {
                consumer.subscribe("tocsin/alarms/#");
                // The first start makes the session, so that the broker keeps what comes while nobody is there.
                TocsinProcess first = start();
                awaitSession(first);
                Publisher publisher = new Publisher(broker.url(), seed);
                publisher.start();
                TocsinProcess tocsin = first;
                for (int kill = 0; kill < kills; kill++) {
                    TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2_000));
                    assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
                    tocsin.kill();
                    tocsin = start();
                }
                publisher.finish();
                Path alarms = directory.resolve("alarms.jsonl");
                awaitEnd(alarms);
                assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
                assertThat(tocsin.out()).doesNotContain("THE BALANCE IS OFF");

                assertJournalHasAll(publisher.acknowledged());
                List<String> inFile = withoutClock(Files.readAllLines(alarms));
                assertThat(inFile).doesNotHaveDuplicates().isEqualTo(uninterruptedRun());
                assertWireHasEachWithOneContent(consumer, Files.readAllLines(alarms));
            }
        }
        assertThat(TocsinProcess.run(directory, "journal", "verify", "--dir", "data/journal")
                        .exitCode())
                .isZero();
    }

    private TocsinProcess start() throws IOException {
        return TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
    }

    private static void awaitSession(TocsinProcess tocsin) throws Exception {
        Eventually.await("the source subscribes", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains("source plant: connected");
        });
    }

    private static void awaitEnd(Path alarms) throws Exception {
        Eventually.await(
                "the last reading's alarm",
                SOON,
                () -> Files.exists(alarms) && Files.readString(alarms).contains("\"alarm\":\"last\""));
    }

    private void assertJournalHasAll(Map<String, Set<Long>> acknowledged) {
        Map<String, Set<Long>> journalled = new HashMap<>();
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(directory.resolve("data/journal"), MAX_SENSORS, torn -> {})) {
            reader.read(reader.firstPosition(), reader.endPosition(), new Collector(journalled));
        }
        acknowledged.forEach((sensor, times) ->
                assertThat(journalled.getOrDefault(sensor, Set.of())).as(sensor).containsAll(times));
    }

    private List<String> uninterruptedRun() throws IOException, InterruptedException {
        TocsinProcess replay = TocsinProcess.run(directory, "replay", "-c", "gateway.yaml", "--alarms", "replay.jsonl");
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        return withoutClock(Files.readAllLines(directory.resolve("replay.jsonl")));
    }

    private void assertWireHasEachWithOneContent(Wire consumer, List<String> inFile) throws Exception {
        Eventually.await(
                "all alarms on the wire",
                SOON,
                () -> consumer.messages().stream()
                        .map(Wire.Message::payload)
                        .collect(Collectors.toSet())
                        .containsAll(inFile));
        Map<String, String> contents = new HashMap<>();
        for (Wire.Message message : consumer.messages()) {
            Map<String, String> event = GatewayRun.jsonObject(message.payload());
            String key = event.get("id") + " " + event.get("event") + " " + event.get("level");
            String before = contents.putIfAbsent(key + " " + event.get("time"), message.payload());
            assertThat(before == null || before.equals(message.payload()))
                    .as("one content: %s and %s", before, message.payload())
                    .isTrue();
        }
    }

    /** Events without the one field that a clock fills at the decision. */
    private static List<String> withoutClock(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll(",\"decided\":\"[^\"]*\"", ""))
                .toList();
    }

    private void writeConfig(String url) throws IOException {
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: hall
                dataDir: data
                sources:
                  - mqtt:
                      name: plant
                      url: %1$s
                      topics:
                        - {filter: "hall/#", payload: json, value: v, time: ts, timeUnit: ms, dedupe: 256}
                time: {idleAfter: 300ms, futureLimit: 7d}
                engine: {maxSensors: %2$d}
                snapshots: {every: 300ms}
                alarms:
                  - {name: high, sensor: hall/+, type: limit, hi: 70, hihi: 90, deadband: 5}
                  - {name: late, sensor: hall/+, type: limit, lo: 20, onDelay: 30ms, offDelay: 20ms}
                  - {name: gap, sensor: hall/+, type: missing, timeout: 25ms}
                  - {name: last, sensor: hall/last, type: limit, hi: 1000}
                sinks:
                  file: {file: {path: alarms.jsonl}}
                  wire: {mqtt: {url: %1$s, topic: "tocsin/alarms/{alarm}/{sensor}", qos: 1, retain: false}}
                """.formatted(url, MAX_SENSORS));
    }

    /** Publishes as fast as the broker acknowledges. */
    private static final class Publisher extends Thread {
        private final Wire wire;
        private final Random random;
        private final Map<String, Set<Long>> acknowledged = new HashMap<>();
        private volatile boolean finishing;

        Publisher(String url, long seed) throws Exception {
            super("publisher");
            this.wire = new Wire(url, "publisher");
            this.random = new Random(seed);
        }

        @Override
        public void run() {
            try {
                for (long n = 0; !finishing; n++) {
                    publish("hall/" + n % SENSORS, FIRST_EVENT_MS + n / SENSORS * 10 + random.nextInt(10), n);
                }
            } catch (Exception e) {
                throw new AssertionError("the publisher failed", e);
            }
        }

        /** Ends with a reading whose alarm tells that everything before it has been taken. */
        void finish() throws Exception {
            finishing = true;
            join();
            wire.publish("hall/last", String.format(Locale.ROOT, "{\"ts\":%d,\"v\":2000}", FIRST_EVENT_MS));
            wire.close();
        }

        Map<String, Set<Long>> acknowledged() {
            return acknowledged;
        }

        private void publish(String sensor, long eventTimeMs, long n) throws Exception {
            // A few sensors fall silent for a while now and then.
            if ((n / 500) % 7 == n % SENSORS % 7) {
                return;
            }
            double value = 50 + 50 * Math.sin(n / 300.0 + n % SENSORS);
            wire.publish(sensor, String.format(Locale.ROOT, "{\"ts\":%d,\"v\":%.2f}", eventTimeMs, value));
            acknowledged.computeIfAbsent(sensor, s -> new HashSet<>()).add(eventTimeMs * 1_000_000);
        }
    }

    /** Event times by sensor name. */
    private static final class Collector implements RecordHandler {
        private final List<String> names = new ArrayList<>();
        private final Map<String, Set<Long>> eventTimes;

        Collector(Map<String, Set<Long>> eventTimes) {
            this.eventTimes = eventTimes;
        }

        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            eventTimes
                    .computeIfAbsent(names.get(sensorId), s -> new HashSet<>())
                    .add(eventTimeNs);
        }

        @Override
        public void onTick(long position, long clockNs) {
            // not a reading
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            if (kind == ControlKind.SENSOR.code()) {
                names.add(SensorDefinition.decode(buffer, offset, length).name());
            }
        }
    }
}
