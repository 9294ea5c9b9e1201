package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.GatewayRun;
import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.JournalledReadings;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.NumberedPublisher;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Something else fills the device of a gateway that is fed over MQTT, again and again. The gateway says so and takes
 * nothing more; told to stop it stops, killed it starts again, and once there is room it continues by itself. A second
 * source makes the journal use up quickly what it had reserved; retention deletes what was read, so the test reads
 * along. The alarm file, which nothing shortens, is on another device.
 */
final class FullDisk {
    private static final long MIB = 1 << 20;
    private static final long DISK_BYTES = 64 * MIB;

    /** The journal leaves an eighth of such a small device, a start half of that. */
    private static final int RESERVE_MIB = 8;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long STOP_MS = 15_000;
    private static final long STANDING_MS = 200;

    private final Path directory;
    private final LoopDisk disk;
    private final Random random;
    private final JournalledReadings journalled = new JournalledReadings();
    private long position;

    private FullDisk(Path directory, LoopDisk disk, long seed) {
        this.directory = directory;
        this.disk = disk;
        this.random = new Random(seed);
    }

    static void run(Path directory, Dose dose) throws Exception {
        try (LoopDisk disk = new LoopDisk(directory, LoopDisk.Kind.EXT4, DISK_BYTES);
                Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            new FullDisk(directory, disk, dose.seed()).run(broker, dose);
        }
    }

    private void run(Mosquitto broker, Dose dose) throws Exception {
        writeConfig(broker.url());
        TocsinProcess tocsin = start();
        int stops = 0;
        int kills = 0;
        try {
            awaitLine(tocsin, "source plant: connected", 1);
            NumberedPublisher publisher = new NumberedPublisher(broker.url(), dose.seed(), 500_000);
            publisher.start();
            for (int cycle = 0; cycle < dose.cycles(); cycle++) {
                int waits = count(tocsin, "journal: no room on ");
                fillUntilItWaits(tocsin, random.nextInt(RESERVE_MIB) * MIB, waits + 1);
                awaitStanding(tocsin);
                switch (cycle % 3) {
                    case 0 -> {
                        free();
                        awaitLine(tocsin, "journal: room again on ", waits + 1);
                    }
                    case 1 -> {
                        stops++;
                        assertThat(stopMs(tocsin)).as("stops while full, ms").isLessThan(STOP_MS);
                        free();
                        tocsin = start();
                        awaitLine(tocsin, "source plant: connected", 1);
                    }
                    default -> {
                        kills++;
                        tocsin.kill();
                        free();
                        tocsin = start();
                        awaitLine(tocsin, "source plant: connected", 1);
                    }
                }
                readOn();
            }
            publisher.finish();
            TocsinProcess last = tocsin;
            Eventually.await("the last reading's alarm", SOON, () -> {
                assertThat(last.isAlive()).as(last.err()).isTrue();
                readOn();
                return Files.readString(alarms()).contains("\"alarm\":\"last\"");
            });
            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
            Hall.assertBalanced(tocsin);
            readOn();
            assertThat(journalled.missing(publisher.acknowledged()))
                    .as("acknowledged readings that are not in the journal")
                    .isZero();
            assertThat(GatewayRun.jsonLines(alarms()).stream()
                            .map(event ->
                                    event.get("id") + event.get("event") + event.get("level") + event.get("time")))
                    .doesNotHaveDuplicates();
            TocsinProcess verify = TocsinProcess.run(
                    directory, "journal", "verify", "--dir", journal().toString());
            assertThat(verify.exitCode()).as(verify.err()).isZero();
            System.out.printf(
                    Locale.ROOT,
                    "disk full: %d times, %d stops and %d kills while full; %d readings over MQTT, 0 lost; %d records%n",
                    dose.cycles(),
                    stops,
                    kills,
                    publisher.acknowledged().values().stream()
                            .mapToInt(Set::size)
                            .sum(),
                    position);
        } finally {
            tocsin.kill();
        }
    }

    private TocsinProcess start() throws IOException {
        return TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
    }

    private static long stopMs(TocsinProcess tocsin) throws Exception {
        long startNs = System.nanoTime();
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    /** Nothing more is journalled, so nothing more may be acknowledged. */
    private void awaitStanding(TocsinProcess tocsin) throws Exception {
        Eventually.await("the journal stands", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            long before = readOn();
            TimeUnit.MILLISECONDS.sleep(STANDING_MS);
            return readOn() == before;
        });
    }

    /** Reads what was journalled since; the end. */
    private long readOn() {
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(journal(), Hall.MAX_SENSORS, tornTail -> {})) {
            position = reader.read(position, reader.endPosition(), journalled);
            return position;
        }
    }

    /** Retention may still give room back, which is filled too. */
    private void fillUntilItWaits(TocsinProcess tocsin, long leaveBytes, int waits) throws Exception {
        Eventually.await("no room " + waits, SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            readOn();
            fill(leaveBytes);
            return count(tocsin, "journal: no room on ") >= waits;
        });
    }

    private void awaitLine(TocsinProcess tocsin, String line, int times) throws Exception {
        Eventually.await(line + " " + times, SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            readOn();
            return count(tocsin, line) >= times;
        });
    }

    private static int count(TocsinProcess tocsin, String line) throws IOException {
        return (int) tocsin.err().lines().filter(each -> each.contains(line)).count();
    }

    private void fill(long leaveBytes) throws IOException {
        byte[] block = new byte[(int) MIB / 8];
        try (OutputStream out =
                Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(disk.path()).getUsableSpace() - leaveBytes > block.length) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(Files.getFileStore(disk.path()).getUsableSpace())
                    .as("full; %s", e)
                    .isLessThan(MIB);
        }
    }

    private void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return disk.path().resolve("ballast");
    }

    private Path journal() {
        return disk.path().resolve("data/journal");
    }

    private Path alarms() {
        return directory.resolve("alarms.jsonl");
    }

    private void writeConfig(String brokerUrl) throws IOException {
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: hall
                dataDir: %2$s/data
                sources:
                  - mqtt:
                      name: plant
                      url: %1$s
                      topics:
                        - {filter: "hall/#", payload: json, value: v, time: ts, timeUnit: ms}
                  - rate: {name: load, sensors: 100, perSecond: 40000, seed: 1}
                time: {idleAfter: 300ms, futureLimit: 7d}
                engine: {maxSensors: %3$d}
                snapshots: {every: 300ms, keep: 1}
                journal: {sync: 10ms, segmentSize: 1MiB, retention: {maxSize: 16MiB}}
                alarmLog: {retention: {maxSize: 16MiB}}
                alarms:
                  - {name: high, sensor: hall/+, type: limit, hi: 70, hihi: 90, deadband: 5}
                  - {name: gap, sensor: hall/+, type: missing, timeout: 25ms}
                  - {name: last, sensor: hall/last, type: limit, hi: 1000}
                sinks:
                  file: {file: {path: alarms.jsonl}}
                """.formatted(brokerUrl, disk.path(), Hall.MAX_SENSORS));
    }
}
