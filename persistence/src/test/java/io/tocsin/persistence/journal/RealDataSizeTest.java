package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many bytes a reading takes in the journal on real data, with headers, checksums and definitions. The sample in
 * the test resources is the beginning of NAB's machine temperature (MIT); the whole sets are measured where they are.
 */
class RealDataSizeTest {
    private static final double MAX_BYTES_PER_READING = 12;
    private static final int BATCH = 64;
    private static final long MILLI_NS = 1_000_000;

    @TempDir
    Path temp;

    @Test
    void shouldTakeAtMostTwelveBytesOnSample() throws Exception {
        Path sample =
                Path.of(getClass().getResource("/nab-machine-temperature.csv").toURI());
        assertThat(measure(sample, Received.WHEN_MEASURED)).isLessThan(MAX_BYTES_PER_READING);
        assertThat(measure(sample, Received.LIVE_MICROS)).isLessThan(MAX_BYTES_PER_READING);
    }

    @Test
    void shouldTakeAtMostTwelveBytesOnSharedData() throws Exception {
        Path data = sharedData();
        assumeThat(data).isDirectory();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".readings.csv"))
                    .toList()) {
                double replayed = measure(file, Received.WHEN_MEASURED);
                double live = measure(file, Received.LIVE_MICROS);
                System.out.printf(
                        "%s: %.2f B a reading from the file, %.2f live, %.2f live if received to the nanosecond%n",
                        file.getFileName(), replayed, live, measure(file, Received.LIVE_NANOS));
                assertThat(replayed).as(file.toString()).isLessThan(MAX_BYTES_PER_READING);
                assertThat(live).as(file.toString()).isLessThan(MAX_BYTES_PER_READING);
            }
        }
    }

    /** Beside the project, or beside the directory of its work trees. */
    private static Path sharedData() {
        Path parent =
                Path.of(System.getProperty("tocsin.root")).toAbsolutePath().getParent();
        Path beside = parent.resolve("shared").resolve("data");
        return Files.isDirectory(beside)
                ? beside
                : parent.resolveSibling("shared").resolve("data");
    }

    /** When readings are received: at once, or 3 to 43 ms after they were measured. */
    private enum Received {
        WHEN_MEASURED,
        /** As the gateway does it. */
        LIVE_MICROS,
        LIVE_NANOS
    }

    private double measure(Path csv, Received received) throws Exception {
        Map<String, Integer> sensors = new HashMap<>();
        // Always this seed: the sizes are in the documentation.
        SplittableRandom random = new SplittableRandom(1);
        UnsafeBuffer body = new UnsafeBuffer(ByteBuffer.allocate(2048));
        Path dir = Files.createTempDirectory(temp, "journal");
        long readings = 0;
        try (ChronicleJournal journal = JournalTesting.open(dir)) {
            List<String> lines = Files.readAllLines(csv);
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split(",", -1);
                Integer id = sensors.get(fields[2]);
                if (id == null) {
                    id = sensors.size();
                    sensors.put(fields[2], id);
                    int length = new SensorDefinition(id, 0, 0, fields[2]).encode(body, 0);
                    journal.onControl(journal.nextPosition(), ControlKind.SENSOR.code(), body, 0, length);
                    journal.commit();
                }
                long eventTimeNs = Long.parseLong(fields[1]) * MILLI_NS;
                long delayNs = random.nextLong(3_000_000, 43_000_000);
                if (received == Received.WHEN_MEASURED) {
                    delayNs = 0;
                } else if (received == Received.LIVE_MICROS) {
                    delayNs -= delayNs % 1_000;
                }
                int quality = fields[4].equals("BAD") ? 2 : 0;
                journal.onReading(
                        journal.nextPosition(), id, eventTimeNs, eventTimeNs + delayNs, value(fields[3]), quality, 0);
                if (++readings % BATCH == 0) {
                    journal.commit();
                }
            }
            journal.commit();
            return (double) journal.appendedBytes() / readings;
        }
    }

    private static double value(String text) {
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return text.length(); // a state: its number in the sensor's dictionary
        }
    }
}
