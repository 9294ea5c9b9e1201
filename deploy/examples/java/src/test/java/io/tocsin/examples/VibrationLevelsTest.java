package io.tocsin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.harness.HarnessResult;
import io.tocsin.engine.harness.OperatorHarness;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VibrationLevelsTest {
    private final OperatorHarness harness = OperatorHarness.of(VibrationLevels.dataflow(), Duration.ofSeconds(10));

    @Test
    void shouldAverageAllAxesOfAMachineByTheMinute() {
        harness.reading("plant/m1/vibration/x", seconds(10), -9)
                .reading("plant/m1/vibration/y", seconds(50), 7)
                .reading("plant/m1/vibration/x", seconds(65), 1);
        assertThat(harness.values("vibration-1m/m1/avg")).containsExactly(8.0);
        assertThat(harness.alarms()).extracting(HarnessResult.Alarm::alarm).containsExactly("vibration");
        assertThat(harness.rowCount()).isEqualTo(1);
        harness.checkRestarts();
    }

    @Test
    void shouldKeepTheHighestSoFar() {
        harness.reading("plant/m1/vibration/x", 1, -3)
                .reading("plant/m1/vibration/y", 2, 2)
                .reading("plant/m1/vibration/y", 3, 4);
        assertThat(harness.values("vibration-peak/m1")).containsExactly(3.0, 3.0, 4.0);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
