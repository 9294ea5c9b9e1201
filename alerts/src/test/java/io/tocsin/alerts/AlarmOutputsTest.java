package io.tocsin.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alerts.log.RecoveryReport;
import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.plan.window.Aggregate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmOutputsTest {
    @TempDir
    Path temp;

    private final TestPlant plant = new TestPlant();
    private final int toBoth = plant.limitRule("both", "{sensor}");
    private final int toFirst = plant.limitRule("first-only", "{sensor}", "first");
    private final int sensor = plant.sensor("plant/temp");
    private final Counters counters = new Counters();
    private final Latencies latencies = new Latencies();
    private final List<String> failures = new ArrayList<>();

    private AlarmOutputs open(SinkConfig... sinks) {
        return AlarmOutputs.open(
                temp.resolve("data"),
                temp.resolve("dead-letters"),
                "press-hall",
                plant,
                List.of(sinks),
                Delivery.WHEN_LOGGED,
                counters,
                latencies,
                (where, cause) -> failures.add(where + cause),
                line -> {},
                () -> 0);
    }

    private SinkConfig file(String name) {
        return new SinkConfig.File(name, temp.resolve(name + ".jsonl"));
    }

    private SinkConfig mqtt(String topic) {
        return new SinkConfig.Mqtt(
                "m", "tcp://127.0.0.1:1", "c", null, null, null, topic, "rows/{stream}", 1, 10, false);
    }

    @Test
    void shouldDeliverToEachRulesSinksOnceWhenStoppedAndStartedAgain() throws Exception {
        AlarmOutputs outputs = open(file("first"), file("second"));
        outputs.beginRecovery(0, 0);
        outputs.endRecovery();
        outputs.startSinks();
        outputs.onAlarm(TestPlant.raised(toBoth, sensor, 0, 0, 1));
        outputs.onAlarm(TestPlant.raised(toFirst, sensor, 1, 4, 2));
        outputs.stop(Duration.ofSeconds(20));

        AlarmOutputs again = open(file("first"), file("second"));
        again.beginRecovery(9, 0);
        again.onAlarm(TestPlant.raised(toBoth, sensor, 0, 0, 1));
        again.onAlarm(TestPlant.raised(toFirst, sensor, 1, 4, 2));
        again.onAlarm(TestPlant.raised(toBoth, sensor, 2, 8, 3));
        assertThat(again.endRecovery()).isEqualTo(new RecoveryReport(2, 1, 0, 0, 0, 0));
        assertThat(again.forceBelow(3)).isTrue();
        assertThat(again.forceBelow(4))
                .as("an event that is not in the log yet")
                .isFalse();
        again.startSinks();
        again.stop(Duration.ofSeconds(20));

        assertThat(Files.readAllLines(temp.resolve("first.jsonl"))).hasSize(3);
        assertThat(Files.readAllLines(temp.resolve("second.jsonl"))).hasSize(2);
        assertThat(counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(5);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldDeliverRowsOnlyToTheirStreamsSinksAndCountThemApart() throws Exception {
        int rowsToFirst = plant.stream("to-first", List.of(Aggregate.MAX), "first");
        int rowsToNone = plant.stream("to-none", List.of(Aggregate.MAX));
        AlarmOutputs outputs = open(file("first"), file("second"));
        outputs.beginRecovery(0, 0);
        outputs.endRecovery();
        outputs.startSinks();
        outputs.onAlarm(TestPlant.raised(toBoth, sensor, 0, 0, 1));
        outputs.onRow(TestPlant.row(rowsToFirst, sensor, 1, 0, 10, 1, 1.5));
        outputs.onRow(TestPlant.row(rowsToNone, sensor, 2, 0, 10, 1, 1.5));
        outputs.onAlarm(TestPlant.raised(toBoth, sensor, 3, 1, 2));
        outputs.stop(Duration.ofSeconds(20));

        assertThat(Files.readAllLines(temp.resolve("first.jsonl")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("RAISED"),
                        line -> assertThat(line).contains("to-first"),
                        line -> assertThat(line).contains("RAISED"));
        assertThat(Files.readAllLines(temp.resolve("second.jsonl")))
                .hasSize(2)
                .allMatch(line -> line.contains("RAISED"));
        assertThat(counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(4);
        assertThat(counters.get(Counter.ROWS_DELIVERED)).isEqualTo(1);
        latencies.logInterval(1);
        assertThat(latencies.total(LatencyStage.RECEIVE_TO_PUBLISHED).getTotalCount())
                .isEqualTo(4);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldKeepOtherSinksGoingWhenOneCannotBeReached() throws Exception {
        AlarmOutputs outputs = open(mqtt("tocsin/{alarm}"), file("first"));
        outputs.beginRecovery(0, 0);
        outputs.endRecovery();
        outputs.startSinks();
        outputs.onAlarm(TestPlant.raised(toBoth, sensor, 0, 0, 1));
        outputs.stop(Duration.ofSeconds(20));

        assertThat(Files.readAllLines(temp.resolve("first.jsonl"))).hasSize(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldRefuseTheSinksWhenTheyCannotWorkTogether() {
        assertThatThrownBy(() -> open(file("first"), new SinkConfig.File("x", temp.resolve("./first.jsonl"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one file");
        assertThatThrownBy(() -> open(file("first"), new SinkConfig.Console("first")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one name");
        assertThatThrownBy(() -> open(new SinkConfig.Console("a\nb"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open(mqtt("a/#"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseEventsWhenRecoveryHasNotBegunAndAfterAFailedWrite() throws Exception {
        AlarmOutputs outputs = open();
        assertThatThrownBy(() -> outputs.onAlarm(TestPlant.raised(toBoth, sensor, 0, 0, 1)))
                .isInstanceOf(IllegalStateException.class);
        outputs.beginRecovery(0, 0);
        outputs.endRecovery();
        outputs.stop(Duration.ofSeconds(1));

        assertThatThrownBy(() -> outputs.onAlarm(TestPlant.raised(toBoth, sensor, 0, 0, 1)))
                .isInstanceOf(AlarmLogException.class)
                .hasMessageContaining("cannot append");
        assertThatThrownBy(() -> outputs.onAlarm(TestPlant.raised(toBoth, sensor, 0, 0, 1)))
                .hasMessageContaining("has failed before");
    }
}
