package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.alerts.outbox.Backlog;
import io.tocsin.alerts.outbox.Backoff;
import io.tocsin.alerts.outbox.Cursor;
import io.tocsin.alerts.outbox.DeadLetters;
import io.tocsin.alerts.outbox.DeliveryMeter;
import io.tocsin.alerts.outbox.SinkRunner;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** An alarm log and one sink that is run from it. */
final class SinkRig implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    final Queue<String> lines = new ConcurrentLinkedQueue<>();
    final Counters counters = new Counters();
    final Path deadLetterFile;

    private final TestPlant plant = new TestPlant();
    private final int shortRule = plant.limitRule("hot", "{sensor}");
    private final AlarmLog log;
    private final SinkRunner runner;
    private final Map<String, Integer> sensorIds = new HashMap<>();
    private final List<String> jsons = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    SinkRig(Path directory, Sink sink) {
        deadLetterFile = directory.resolve("dead-letters").resolve(sink.name() + ".jsonl");
        log = AlarmLog.open(directory.resolve("log"), plant.formatter(), 8 << 20, true, lines::add);
        Cursor cursor = Cursor.open(directory.resolve("cursors"), sink.name(), log, lines::add);
        log.beginRecovery(0, 0);
        log.endRecovery();
        runner = new SinkRunner(
                sink,
                cursor,
                new DeadLetters(
                        deadLetterFile.getParent(),
                        sink.name(),
                        DeadLetters.DEFAULT_MAX_BYTES,
                        () -> TestPlant.START_NS),
                log,
                log.logged(),
                new DeliveryMeter(counters, new Latencies(), System::nanoTime),
                new Backoff(1_000_000, 20_000_000, new Random(Long.getLong("tocsin.seed", 1))),
                (where, cause) -> failures.add(where + cause),
                lines::add);
    }

    /** Logs so many events of sensors of their own; their JSON texts, which have the sensor's name. */
    List<String> raise(String sensorPrefix, int count) {
        List<String> raised = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            raised.add(raise(sensorPrefix + i));
        }
        return raised;
    }

    /** Logs one event; its JSON text, which has the sensor's name. */
    String raise(String sensor) {
        return raise(shortRule, sensor);
    }

    /** Logs one event with this message. */
    String raiseWith(String message, String sensor) {
        return raise(plant.limitRule("long", message), sensor);
    }

    private String raise(int rule, String sensor) {
        long ordinal = jsons.size();
        int sensorId = sensorIds.computeIfAbsent(sensor, plant::sensor);
        log.onAlarm(TestPlant.raised(rule, sensorId, ordinal, ordinal, ordinal));
        String json = plant.formatter()
                .format(TestPlant.raised(rule, sensorId, ordinal, ordinal, ordinal))
                .json();
        jsons.add(json);
        return json;
    }

    SinkRig start() {
        runner.start();
        return this;
    }

    /** Waits until the sink has done all there is. */
    SinkRig awaitAll() throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!runner.hasHandled(log.logged().sequence())) {
            assertThat(System.nanoTime()).as("in time; " + lines).isLessThan(deadlineNs);
            assertThat(failures).isEmpty();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return this;
    }

    void awaitLine(String part) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (lines.stream().noneMatch(line -> line.contains(part))) {
            assertThat(System.nanoTime())
                    .as("a line with " + part + " in time; " + lines)
                    .isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Ends the sink; returns its undelivered entries. */
    Backlog stop() throws InterruptedException {
        runner.requestStop();
        assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();
        return runner.backlog();
    }

    List<String> deadLetters() throws IOException {
        return Files.exists(deadLetterFile) ? Files.readAllLines(deadLetterFile) : List.of();
    }

    @Override
    public void close() {
        runner.requestStop();
        try {
            runner.awaitEnd(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
        assertThat(failures).isEmpty();
    }
}
