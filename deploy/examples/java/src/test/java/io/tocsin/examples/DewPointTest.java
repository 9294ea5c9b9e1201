package io.tocsin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.engine.harness.HarnessResult;
import io.tocsin.engine.harness.OperatorHarness;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DewPointTest {
    private final OperatorHarness harness = OperatorHarness.of(DewPoint.dataflow(), Duration.ofHours(1));

    @Test
    void shouldTellHowFarARoomIsFromDew() {
        harness.reading("room/r1/fahrenheit", minutes(0), 68).reading("room/r1/humidity", minutes(1), 50);
        assertThat(harness.values("above-dew/r1")).hasSize(1);
        assertThat(harness.values("above-dew/r1").get(0)).isCloseTo(20 - 9.26, within(0.02));
        harness.reading("room/r1/humidity", minutes(2), 95).reading("room/r1/humidity", minutes(4), 95);
        assertThat(harness.alarms()).extracting(HarnessResult.Alarm::alarm).containsExactly("condensation");
        harness.checkRestarts();
    }

    @Test
    void shouldNotUseAHumidityThatIsOld() {
        harness.reading("room/r1/humidity", minutes(0), 50).reading("room/r1/fahrenheit", minutes(10), 68);
        assertThat(harness.values("above-dew/#")).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsNotPlausible() {
        harness.reading("room/r1/fahrenheit", minutes(0), -459).reading("room/r1/fahrenheit", minutes(1), 32);
        assertThat(harness.values("celsius/#")).containsExactly(0.0);
        assertThat(harness.alarms()).extracting(HarnessResult.Alarm::alarm).containsExactly("frost");
    }

    private static long minutes(long minutes) {
        return TimeUnit.MINUTES.toNanos(minutes);
    }
}
