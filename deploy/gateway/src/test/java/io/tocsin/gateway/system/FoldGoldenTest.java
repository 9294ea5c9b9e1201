package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.pipeline.thread.ShardThreads;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.shard.ShardGroup;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A journal with what came in the second edition gives on every JDK and in any number of shards the digest that was
 * written down with it: steps of the gateway's clock, clocks of devices that begin anew, texts, sensors without a
 * clock, retained and repeated readings, values and limits that go.
 */
class FoldGoldenTest {
    private static final String DIR = "/golden-fold-v2";
    private static final int MAX_SENSORS = 64;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldGiveTheDigestInShards(int shards) throws Exception {
        Path dir = Path.of(getClass().getResource(DIR).toURI());
        assertThat(fold(dir.resolve("journal"), shards, ResultHandler.NOTHING))
                .isEqualTo(Files.readAllLines(dir.resolve("digest.txt")));
    }

    /** Otherwise the digest says nothing of it. */
    @Test
    void shouldHaveAllThatItIsAbout() throws Exception {
        Path dir = Path.of(getClass().getResource(DIR).toURI());
        Reasons reasons = new Reasons();
        List<String> digest = fold(dir.resolve("journal"), 1, reasons);
        assertThat(reasons.counts.get(AlarmEventReason.LIMIT_GONE)).isGreaterThan(5);
        assertThat(reasons.counts.get(AlarmEventReason.VALUE_GONE)).isGreaterThan(5);
        assertThat(reasons.held).isGreaterThan(5);
        assertThat(digest.get(1)).isEqualTo("clock steps 12, clocks that began anew 17");
    }

    private static List<String> fold(Path journal, int shards, ResultHandler results) throws InterruptedException {
        JournalFold whole = new JournalFold(results);
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(journal, MAX_SENSORS, torn -> {})) {
            if (shards == 1) {
                Recovery.into(whole).replay(reader, 0);
            } else {
                ShardGroup group = ShardGroup.of(whole, shards, ShardThreads.waiting(false));
                reader.read(0, reader.endPosition(), group);
                group.endBatch();
                group.stop();
            }
        }
        return List.of(
                whole.outputDigest(),
                "clock steps " + whole.view().clockStepCount() + ", clocks that began anew "
                        + whole.view().clockResetCount(),
                "events " + whole.eventCount() + ", skipped " + whole.view().skippedCount() + ", repeats "
                        + whole.view().duplicateCount());
    }

    private static final class Reasons implements ResultHandler {
        private final Map<AlarmEventReason, Integer> counts = new EnumMap<>(AlarmEventReason.class);
        private int held;

        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            counts.merge(event.reason(), 1, Integer::sum);
            held += event.isHeld() ? 1 : 0;
        }
    }

    /** Writes the golden files beside a gateway.yaml. Only for a new version of what journals hold. */
    static final class Writer {
        private static final long SECOND = 1_000_000_000L;
        /** A board without a battery, a minute after its start. */
        private static final long START_NS = 60 * SECOND;

        private static final long NOW_NS = 1_793_613_600L * SECOND;

        private static final int MACHINES = 4;
        private static final List<String> TEXTS = List.of("RUN", "STOP", "FAULT");

        private final ChronicleJournal journal;
        /** Always this seed: the golden files are of it. */
        private final Random random = new Random(11);

        private final UnsafeBuffer body = new UnsafeBuffer(new byte[4096]);
        private final long[] deviceOffsetNs = new long[MACHINES];
        /** Time of the gateway's clock, and of devices' clocks that are right. */
        private long clockNs = START_NS;

        private long trueNs = NOW_NS;

        private Writer(ChronicleJournal journal) {
            this.journal = journal;
        }

        public static void main(String[] args) throws Exception {
            Path dir = Path.of(args[0]);
            byte[] plan = PlanCodec.encode(
                    new ConfigLoader().load(dir.resolve("gateway.yaml")).plan());
            JournalConfig config = new JournalConfig(dir.resolve("journal"), SyncPolicy.OS, 1 << 20);
            try (ChronicleJournal journal = ChronicleJournal.open(config, MAX_SENSORS, (where, cause) -> {
                throw new AssertionError(where, cause);
            })) {
                new Writer(journal).write(plan);
            }
            Files.write(dir.resolve("digest.txt"), fold(dir.resolve("journal"), 1, ResultHandler.NOTHING));
        }

        private void write(byte[] plan) {
            journal.onControl(journal.nextPosition(), ControlKind.PLAN.code(), new UnsafeBuffer(plan), 0, plan.length);
            for (int text = 0; text < TEXTS.size(); text++) {
                control(ControlKind.TEXT, new TextDefinition(text, TEXTS.get(text)).encode(body, 0));
            }
            List<String> kinds = List.of("temp", "state", "door", "limit");
            for (int sensor = 0; sensor < MACHINES * kinds.size(); sensor++) {
                String name = kinds.get(sensor % kinds.size()) + "/m" + sensor / kinds.size();
                control(ControlKind.SENSOR, new SensorDefinition(sensor, 0, 8, name).encode(body, 0));
            }
            for (int second = 0; second < 3_600; second++) {
                clockNs += SECOND;
                trueNs += SECOND;
                machine(random.nextInt(MACHINES), second);
                if (random.nextInt(4) == 0) {
                    journal.onTick(journal.nextPosition(), clockNs);
                }
                if (second % 300 == 150) {
                    step(second);
                }
                if (second % 64 == 0) {
                    journal.commit();
                }
            }
            journal.commit();
        }

        /** One reading of one of a machine's sensors; the last machine is silent for some minutes. */
        private void machine(int machine, int second) {
            if (machine == MACHINES - 1 && second % 900 > 500) {
                return;
            }
            if (random.nextInt(500) == 0) {
                // The device has lost its time, or counts from its start again.
                deviceOffsetNs[machine] -= 1_000 * SECOND;
            }
            int kind = random.nextInt(4);
            int sensor = machine * 4 + kind;
            long eventNs = trueNs + deviceOffsetNs[machine] - random.nextInt(2) * SECOND / 2;
            boolean isBad = random.nextInt(12) == 0;
            double value = switch (kind) {
                case 0 -> 60 + random.nextInt(50);
                case 1 -> TextValue.of(random.nextInt(TEXTS.size()));
                case 2 -> random.nextInt(2);
                default -> random.nextInt(5) == 0 ? TextValue.of(1) : 80 + random.nextInt(20);
            };
            int flags = kind == 2 ? ReadingFlags.NO_EVENT_TIME : ReadingFlags.NONE;
            flags |= random.nextInt(30) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE;
            int quality = (isBad ? Quality.BAD : Quality.GOOD).code();
            for (int repeat = 0; repeat < (random.nextInt(12) == 0 ? 2 : 1); repeat++) {
                journal.onReading(
                        journal.nextPosition(),
                        sensor,
                        kind == 2 ? clockNs : eventNs,
                        clockNs,
                        value,
                        quality,
                        flags | ReadingFlags.REDELIVERABLE);
            }
        }

        private void step(int second) {
            long byNs = second == 150
                    ? trueNs - clockNs
                    : (random.nextBoolean() ? 1 : -1)
                            * Duration.ofMinutes(1 + random.nextInt(90)).toNanos();
            new ClockStep(clockNs, clockNs + byNs).encode(body, 0);
            control(ControlKind.CLOCK_STEP, ClockStep.LENGTH);
            clockNs += byNs;
        }

        private void control(ControlKind kind, int length) {
            journal.onControl(journal.nextPosition(), kind.code(), body, 0, length);
        }
    }
}
