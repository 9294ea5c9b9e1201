package io.tocsin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.harness.HarnessResult;
import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.result.AlarmEventKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DoorWatchTest {
    private static final String DOOR = "plant/line1/press3/door";
    private static final String RUN = "plant/line1/press3/run";

    private final OperatorHarness harness = OperatorHarness.of(DoorWatch.dataflow(), Duration.ofSeconds(10));

    @Test
    void shouldAlarmWhenTheDoorStaysOpenWhileTheMachineRuns() {
        harness.reading(RUN, seconds(0), 1).reading(DOOR, seconds(5), 1).reading(RUN, seconds(20), 1);
        assertThat(harness.alarms()).isEmpty();
        harness.reading(RUN, seconds(40), 1);
        assertThat(harness.alarms()).containsExactly(alarm(AlarmEventKind.RAISED, seconds(35), 1));
        harness.reading(DOOR, seconds(50), 0);
        assertThat(harness.alarms()).hasSize(2);
        assertThat(harness.values("door-watch.seconds/#")).containsExactly(45.0);
        harness.checkRestarts();
    }

    @Test
    void shouldNoticeItWithoutFurtherReadings() {
        harness.reading(RUN, seconds(0), 1).reading(DOOR, seconds(5), 1).advanceClock(seconds(34));
        assertThat(harness.alarms()).isEmpty();
        harness.advanceClock(seconds(36));
        assertThat(harness.alarms()).containsExactly(alarm(AlarmEventKind.RAISED, seconds(35), 1));
    }

    @Test
    void shouldBePatientAgainWhenTheMachineStoppedInBetween() {
        harness.reading(RUN, seconds(0), 1).reading(DOOR, seconds(5), 1).reading(RUN, seconds(20), 0);
        harness.reading(RUN, seconds(30), 1).reading(RUN, seconds(59), 1);
        assertThat(harness.alarms()).isEmpty();
        harness.reading(RUN, seconds(61), 1);
        assertThat(harness.alarms()).hasSize(1);
    }

    @Test
    void shouldKeepMachinesApart() {
        harness.reading(RUN, seconds(0), 1).reading("plant/line1/press4/door", seconds(1), 1);
        harness.advanceClock(seconds(100));
        assertThat(harness.results()).isEmpty();
    }

    private static HarnessResult.Alarm alarm(AlarmEventKind kind, long timeNs, double value) {
        return new HarnessResult.Alarm("door-open", "door-watch/line1/press3", kind, Level.HI, timeNs, value);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
