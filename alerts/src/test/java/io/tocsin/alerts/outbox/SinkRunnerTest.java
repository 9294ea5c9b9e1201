package io.tocsin.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    private final List<String> lines = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Latencies latencies = new Latencies();
    private final RecordingSink sink = new RecordingSink();
    private AlarmLog log;
    private int everySink;
    private int thisSink;
    private int otherSink;
    private long ordinal;

    @BeforeEach
    void openLog() {
        everySink = plant.limitRule("every", "{alarm}");
        thisSink = plant.limitRule("this", "{alarm}", "other", "rec");
        otherSink = plant.limitRule("other", "{alarm}", "other");
        plant.sensor("plant/a");
        log = AlarmLog.open(directory, plant.formatter(), 1 << 20, lines::add);
        log.beginRecovery(0, 0);
    }

    @AfterEach
    void closeLog() {
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
        Cursor cursor = Cursor.open(directory.resolve("cursors"), "rec", 0, 0, lines::add);
        return new SinkRunner(
                sink,
                cursor,
                log,
                log.logged(),
                meter,
                new Backoff(1_000, 1_000_000, new Random(1)),
                (where, cause) -> failures.add(where + ": " + cause),
                lines::add);
    }

    private String take() throws InterruptedException {
        String json = sink.delivered.poll(20, TimeUnit.SECONDS);
        assertThat(json).isNotNull();
        return json;
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
        assertThat(Cursor.open(directory.resolve("cursors"), "rec", 0, 99, lines::add)
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
        assertThat(Cursor.open(directory.resolve("cursors"), "rec", 0, 99, lines::add)
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
        assertThat(Cursor.open(directory.resolve("cursors"), "rec", 0, 99, lines::add)
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
        Backoff backoff = new Backoff(100, 350, new Random(3));

        assertThat(backoff.nextNs()).isBetween(50L, 100L);
        assertThat(backoff.nextNs()).isBetween(100L, 200L);
        assertThat(backoff.nextNs()).isBetween(175L, 350L);
        assertThat(backoff.nextNs()).isBetween(175L, 350L);
        backoff.reset();
        assertThat(backoff.nextNs()).isBetween(50L, 100L);
    }
}
