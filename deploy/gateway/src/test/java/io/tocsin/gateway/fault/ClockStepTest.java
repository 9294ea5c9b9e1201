package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.pipeline.Pipeline;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.reading.Quality;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway's clock steps by an hour and by ten years, forward and back, stands still, and goes back across the roll
 * of a segment: every reading is journalled in the order it came, none is skipped, and a replay gives the same digest.
 */
class ClockStepTest {
    private static final int READINGS = 300_000;
    private static final int SENSORS = 50;
    private static final long START_NS = 1_795_195_860_000_000_000L;
    private static final long[] STEPS_NS = {
        Duration.ofHours(1).toNanos(),
        Duration.ofHours(-1).toNanos(),
        Duration.ofDays(3_653).toNanos(),
        Duration.ofDays(-3_653).toNanos(),
        1,
        -1
    };

    @TempDir
    private Path directory;

    @Test
    void shouldKeepOrderWhenTheClockSteps() throws Exception {
        Random random = new Random(Dose.of("clock steps", 1).seed());
        GatewayConfig config = PipelineRig.config(directory);
        AtomicLong clockNs = new AtomicLong(START_NS);
        Path dir = directory.resolve("journal");
        JournalConfig small = new JournalConfig(dir, SyncPolicy.every(1_000_000), 1 << 20);
        PipelineConfig shape = config.pipeline();
        String digest;
        try (ChronicleJournal journal = ChronicleJournal.open(small, config.maxSensors(), (where, cause) -> {
            throw new AssertionError(where, cause);
        })) {
            PipelineRig rig = new PipelineRig(config, shape, journal, clockNs::get, event -> {});
            Pipeline pipeline = rig.pipeline();
            Intake intake = pipeline.intake(PipelineRig.SOURCE);
            pipeline.start();
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                byte[] name = ("hall/" + sensor).getBytes(StandardCharsets.UTF_8);
                assertThat(intake.defineSensor(name, 0, name.length)).isEqualTo(sensor);
            }
            for (int n = 0; n < READINGS; n++) {
                if (random.nextInt(200) == 0) {
                    clockNs.addAndGet(STEPS_NS[random.nextInt(STEPS_NS.length)]);
                } else if (random.nextInt(10) > 0) {
                    clockNs.addAndGet(random.nextInt(1_000_000));
                }
                long sequence = intake.claim(1);
                long nowNs = intake.clockNs();
                long eventNs = random.nextInt(20) == 0 ? nowNs : START_NS + n * 100_000L;
                intake.slot(sequence)
                        .setReading(n % SENSORS, eventNs, nowNs, n + random.nextDouble(), Quality.GOOD.code(), 0);
                intake.publish(sequence, sequence);
            }
            pipeline.stop();
            assertThat(rig.failures()).isEmpty();
            digest = rig.digest();
        }
        assertThat(JournalVerifier.verify(dir)).isEmpty();
        assertThat(JournalVerifier.list(dir)).as("segments").hasSizeGreaterThan(2);
        Order order = new Order();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(dir, config.maxSensors(), torn -> {})) {
            reader.read(reader.firstPosition(), reader.endPosition(), order);
            assertThat(order.count).isEqualTo(READINGS);
            Replay replay = new Replay(config.plan(), Replay.Range.ALL, event -> {});
            replay.run(reader, new SnapshotFiles(dir.resolveSibling("none"), 1, line -> {}, () -> 0));
            assertThat(replay.shard().digest()).isEqualTo(digest);
        }
    }

    /** The value's whole part is the reading's number. */
    private static final class Order implements RecordHandler {
        private int count = 0;

        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            assertThat((int) value).isEqualTo(count);
            count++;
        }

        @Override
        public void onTick(long position, long clockNs) {
            // the clock's, not a source's
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            // plan and sensors
        }
    }
}
