package io.tocsin.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.plan.window.Aggregate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkRunnerTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    Path directory;

    private final TestPlant plant = new TestPlant();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<SinkRunner> runners = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Latencies latencies = new Latencies();
    private final RecordingSink sink = new RecordingSink();
    private Path deadLetters;
    private AlarmLog log;
    private int everySink;
    private int thisSink;
    private int otherSink;
    private long ordinal;

    @BeforeEach
    void openLog() {
        deadLetters = directory.resolve("dead-letters");
        everySink = plant.limitRule("every", "{alarm}");
        thisSink = plant.limitRule("this", "{alarm}", "other", "rec");
        otherSink = plant.limitRule("other", "{alarm}", "other");
        plant.sensor("plant/a");
        log = AlarmLog.open(directory, plant.formatter(), 1 << 20, true, lines::add);
        Cursor.open(directory.resolve("cursors"), "rec", log, lines::add);
        log.beginRecovery(0, 0);
        log.endRecovery();
    }

    @AfterEach
    void closeLog() throws InterruptedException {
        for (SinkRunner runner : runners) {
            runner.requestStop();
            assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();
        }
        log.close();
        assertThat(failures).isEmpty();
    }

    private void raise(int rule) {
        log.onAlarm(TestPlant.raised(rule, 0, ordinal, ordinal, 1000 + ordinal));
        ordinal++;
    }

    private SinkRunner runner() {
        return runner(new DeliveryMeter(counters, latencies, () -> 5_000));
    }

    private SinkRunner runner(DeliveryMeter meter) {
        Cursor cursor = Cursor.open(directory.resolve("cursors"), "rec", log, lines::add);
        SinkRunner runner = new SinkRunner(
                sink,
                cursor,
                new DeadLetters(deadLetters, "rec", DeadLetters.DEFAULT_MAX_BYTES, () -> TestPlant.START_NS),
                log,
                log.logged(),
                meter,
                new Backoff(1_000, 1_000_000, new Random(Long.getLong("tocsin.seed", 1))),
                (where, cause) -> failures.add(where + ": " + cause),
                lines::add);
        runners.add(runner);
        return runner;
    }

    private String take() throws InterruptedException {
        String json = sink.delivered.poll(20, TimeUnit.SECONDS);
        assertThat(json).isNotNull();
        return json;
    }

    /** The data directory was moved, which is not reported as a fault of the receiver. */
    @Test
    void shouldNameTheCursorWhenItCannotBeWritten() throws Exception {
        raise(plant.limitRule("refused", "{alarm}"));
        raise(everySink);
        SinkRunner runner = runner();
        Files.move(directory.resolve("cursors"), directory.resolve("moved"));
        runner.start();
        assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();

        assertThat(failures).hasSize(1).first().asString().contains("sink rec", "cannot write the cursor");
        assertThat(lines).noneMatch(line -> line.contains("the sink failed"));
        failures.clear();
    }

    @Test
    void shouldDeliverWhatIsForItAndMoveTheCursorOverTheRest() throws Exception {
        raise(everySink);
        raise(otherSink);
        raise(thisSink);
        raise(otherSink);
        SinkRunner runner = runner();
        runner.start();

        assertThat(take()).contains("\"alarm\":\"every\"");
        assertThat(take()).contains("\"alarm\":\"this\"");
        raise(everySink);
        assertThat(take()).contains("\"position\":4");
        runner.requestStop();
        assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();

        assertThat(sink.delivered).isEmpty();
        assertThat(Cursor.open(directory.resolve("cursors"), "rec", log, lines::add)
                        .sequence())
                .isEqualTo(5);
        assertThat(counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(3);
    }

    @Test
    void shouldDeliverAgainWhatAFailedSyncWasFor() throws Exception {
        sink.syncFailuresLeft.set(1);
        raise(everySink);
        SinkRunner runner = runner();
        runner.start();

        String first = take();
        assertThat(take()).isEqualTo(first);
        runner.requestStop();
        assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();
        assertThat(sink.delivered).isEmpty();
    }

    @Test
    void shouldSayOnceThatTheSinkIsDownAndOnceThatItIsUpWhenItFailsManyTimes() throws Exception {
        sink.failuresLeft.set(10);
        raise(everySink);
        SinkRunner runner = runner();
        runner.start();

        take();
        runner.requestStop();
        runner.awaitEnd(PATIENCE_NS);

        assertThat(lines)
                .containsExactly(
                        "sink rec: down, events wait in the alarm log, a recorder: no\\u000Aroute",
                        "sink rec: up, a recorder");
    }

    @Test
    void shouldKeepTheCursorWhenTheSinkIsDownAtTheStop() throws Exception {
        sink.failuresLeft.set(Integer.MAX_VALUE);
        raise(everySink);
        SinkRunner runner = runner();
        runner.start();
        runner.requestStop();

        assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();
        assertThat(Cursor.open(directory.resolve("cursors"), "rec", log, lines::add)
                        .sequence())
                .isZero();
    }

    @Test
    void shouldBreakDeliveryOffAndKeepTheCursorWhenTheDeadlinePasses() throws Exception {
        sink.hangs = true;
        raise(everySink);
        SinkRunner runner = runner();
        runner.start();
        assertThat(sink.hanging.await(20, TimeUnit.SECONDS)).isTrue();
        runner.requestStop();

        assertThat(runner.awaitEnd(1_000_000)).isTrue();
        assertThat(Cursor.open(directory.resolve("cursors"), "rec", log, lines::add)
                        .sequence())
                .isZero();
    }

    @Test
    void shouldRecordLatenciesOfLiveEventsOnlyWhenThereIsABacklog() throws Exception {
        raise(everySink);
        raise(everySink);
        DeliveryMeter meter = new DeliveryMeter(counters, latencies, () -> 1_002_502);
        meter.liveFrom(log.logged().sequence());
        SinkRunner runner = runner(meter);
        runner.start();
        raise(everySink);
        runner.requestStop();
        runner.awaitEnd(PATIENCE_NS);
        latencies.logInterval(0);

        assertThat(counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(3);
        // Received 1 ms after its event time 1002.
        assertThat(latencies.total(LatencyStage.RECEIVE_TO_PUBLISHED).getTotalCount())
                .isEqualTo(1);
        assertThat(latencies.total(LatencyStage.RECEIVE_TO_PUBLISHED).getMaxValue())
                .isEqualTo(1500);
        assertThat(latencies.total(LatencyStage.SENSOR_TO_PUBLISHED).getMinValue())
                .isBetween(1_000_000L, 1_002_000L);
    }

    private int ruleThat(String says) {
        return plant.limitRule(says, "{alarm}");
    }

    private List<String> namesOfDelivered() {
        return sink.delivered.stream()
                .map(json -> json.replaceAll(".*\"alarm\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private void awaitHandled(SinkRunner runner, long sequence) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!runner.hasHandled(sequence)) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private long persistedCursor() {
        return Cursor.open(directory.resolve("cursors"), "rec", log, lines::add).sequence();
    }

    @Test
    void shouldSetAsideWhatTheReceiverRefusesAndGoOn() throws Exception {
        raise(ruleThat("refused"));
        raise(everySink);
        SinkRunner runner = runner();
        runner.start();
        awaitHandled(runner, 2);
        runner.requestStop();
        runner.awaitEnd(PATIENCE_NS);

        assertThat(namesOfDelivered()).containsExactly("every");
        assertThat(Files.readAllLines(deadLetters.resolve("rec.jsonl")))
                .singleElement()
                .asString()
                .startsWith("{\"sequence\":0,\"time\":\"2026-11-20T17:31:00Z\",\"sink\":\"rec\",\"target\":\"shelf 7\","
                        + "\"reason\":\"it is too large\",\"event\":{\"id\":\"refused/1/plant/a/1000\"");
        assertThat(lines)
                .anyMatch(line -> line.startsWith(
                                "sink rec: set aside, can never be delivered: RAISED refused/1/plant/a/1000, "
                                        + "shelf 7, ")
                        && line.contains(" bytes: it is too large; kept in " + deadLetters.resolve("rec.jsonl")))
                .noneMatch(line -> line.contains("down"));
        assertThat(counters.get(Counter.UNDELIVERABLE)).isEqualTo(1);
        assertThat(counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(1);
        assertThat(runner.backlog().isEmpty()).isTrue();
        assertThat(persistedCursor()).isEqualTo(2);
    }

    @Test
    void shouldFindTheCulpritOneAtATimeAndSetAsideOnlyThat() throws Exception {
        for (int i = 0; i < 10; i++) {
            raise(everySink);
        }
        raise(ruleThat("poison"));
        for (int i = 0; i < 600; i++) {
            raise(thisSink);
        }
        SinkRunner runner = runner();
        runner.start();
        awaitHandled(runner, 611);
        runner.requestStop();
        runner.awaitEnd(PATIENCE_NS);

        assertThat(namesOfDelivered()).hasSize(610).doesNotContain("poison");
        assertThat(sink.delivered).doesNotHaveDuplicates();
        assertThat(Files.readAllLines(deadLetters.resolve("rec.jsonl")))
                .singleElement()
                .asString()
                .contains("\"reason\":\"it broke, each of 3 times that it was sent alone\"");
        // A full batch that breaks at the eleventh; that one alone, three times; the other 501 of the batch alone; the
        // rest.
        List<Integer> expected = new ArrayList<>(List.of(512));
        for (int i = 0; i < 3 + 501; i++) {
            expected.add(1);
        }
        expected.add(99);
        assertThat(sink.batchSizes).containsExactlyElementsOf(expected);
        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("sink rec: up, a recorder"),
                        line -> assertThat(line)
                                .isEqualTo("sink rec: down, events wait in the alarm log, a recorder: it broke"),
                        line -> assertThat(line)
                                .startsWith("sink rec: set aside, can never be delivered: RAISED poison/1/"),
                        line -> assertThat(line).isEqualTo("sink rec: up again, a recorder"));
    }

    @Test
    void shouldSetAsideWhatTheSinkItselfCannotBear() throws Exception {
        raise(everySink);
        raise(ruleThat("fault"));
        raise(thisSink);
        SinkRunner runner = runner();
        runner.start();
        awaitHandled(runner, 3);

        assertThat(namesOfDelivered()).containsExactly("every", "this");
        assertThat(Files.readAllLines(deadLetters.resolve("rec.jsonl")))
                .singleElement()
                .asString()
                .contains("IndexOutOfBoundsException: no such thing");
    }

    @Test
    void shouldWaitWithAllBehindItWhenNothingCanBeSetAsideAndGoOnWhenItCan() throws Exception {
        Files.writeString(deadLetters, "a file where the directory should be");
        raise(ruleThat("refused"));
        raise(everySink);
        SinkRunner runner = runner();
        runner.start();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (sink.batchSizes.size() < 5) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(runner.hasHandled(1)).isFalse();
        Files.delete(deadLetters);
        awaitHandled(runner, 2);

        assertThat(namesOfDelivered()).containsExactly("every");
        assertThat(Files.readAllLines(deadLetters.resolve("rec.jsonl"))).hasSize(1);
        assertThat(lines.stream().filter(line -> line.contains("cannot write " + deadLetters.resolve("rec.jsonl"))))
                .as("said once that the file cannot be written, once that the sink is down")
                .hasSize(2);
    }

    @Test
    void shouldKeepNoFrameTwiceWhenKilledBeforeTheCursorMoved() throws Exception {
        raise(everySink);
        raise(ruleThat("refused"));
        raise(everySink);
        SinkRunner first = runner();
        Path cursor = directory.resolve("cursors").resolve("rec.cursor");
        byte[] before = Files.readAllBytes(cursor);
        first.start();
        awaitHandled(first, 3);
        first.requestStop();
        first.awaitEnd(PATIENCE_NS);
        Files.write(cursor, before);

        SinkRunner second = runner();
        second.start();
        awaitHandled(second, 3);
        second.requestStop();
        second.awaitEnd(PATIENCE_NS);

        assertThat(namesOfDelivered()).containsExactly("every", "every", "every", "every");
        assertThat(Files.readAllLines(deadLetters.resolve("rec.jsonl"))).hasSize(1);
    }

    @Test
    void shouldSumUpALotOfSetAsideEvents() throws Exception {
        int refused = ruleThat("refused");
        for (int i = 0; i < 500; i++) {
            raise(refused);
        }
        SinkRunner runner = runner();
        runner.start();
        awaitHandled(runner, 500);
        runner.requestStop();
        runner.awaitEnd(PATIENCE_NS);

        assertThat(lines.stream().filter(line -> line.contains("set aside, can never")))
                .hasSize(20);
        assertThat(lines).contains("sink rec: 480 more events set aside, see " + deadLetters.resolve("rec.jsonl"));
        assertThat(Files.readAllLines(deadLetters.resolve("rec.jsonl"))).hasSize(500);
        assertThat(counters.get(Counter.UNDELIVERABLE)).isEqualTo(500);
    }

    @Test
    void shouldCountWhatIsLeftAndSayWhyWhenItIsStoppedWhileDown() throws Exception {
        int stream = plant.stream("rows", List.of(Aggregate.MAX), "rec");
        sink.failuresLeft.set(Integer.MAX_VALUE);
        raise(everySink);
        raise(otherSink);
        raise(thisSink);
        log.onRow(TestPlant.row(stream, 0, ordinal, ordinal, 10, 1, 1.5));
        SinkRunner runner = runner();
        runner.start();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (lines.isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(2);
        }
        runner.requestStop();
        assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();

        assertThat(runner.backlog()).isEqualTo(new Backlog("rec", 2, 1, "no\\u000Aroute"));
    }

    @Test
    void shouldStopTheGatewayWhenTheLogIsDamagedUnderIt() throws Exception {
        raise(everySink);
        Path file = directory.resolve("0000000000000000000.alarms");
        byte[] bytes = Files.readAllBytes(file);
        bytes[70] ^= 1;
        Files.write(file, bytes);
        SinkRunner runner = runner();
        runner.start();
        runner.requestStop();
        assertThat(runner.awaitEnd(PATIENCE_NS)).isTrue();

        assertThat(failures)
                .singleElement()
                .asString()
                .contains("alarm log is damaged")
                .contains("offset=24");
        failures.clear();
    }

    @Test
    void shouldDoubleTheWaitToItsBoundAndBeginAgainWhenReset() {
        long seed = Long.getLong("tocsin.seed", 3);
        Backoff backoff = new Backoff(100, 350, new Random(seed));

        assertThat(backoff.nextNs()).as("-Dtocsin.seed=%d", seed).isBetween(50L, 100L);
        assertThat(backoff.nextNs()).isBetween(100L, 200L);
        assertThat(backoff.nextNs()).isBetween(175L, 350L);
        assertThat(backoff.nextNs()).isBetween(175L, 350L);
        backoff.reset();
        assertThat(backoff.nextNs()).isBetween(50L, 100L);
    }
}
