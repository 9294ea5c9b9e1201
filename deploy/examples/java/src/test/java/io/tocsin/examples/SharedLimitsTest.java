package io.tocsin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.harness.OperatorHarness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedLimitsTest {
    @Test
    void shouldUseTheLimitInForceForAllMachines() {
        OperatorHarness harness = OperatorHarness.of(SharedLimits.dataflow(), Duration.ofSeconds(10));
        harness.reading("plant/m1/pressure", 1, 7).reading("limits/pressure", 2, 6);
        harness.reading("plant/m1/pressure", 3, 7).reading("plant/m2/pressure", 4, 5);
        assertThat(harness.values("over-limit/#")).containsExactly(-1.0, 1.0, -1.0);
        assertThat(harness.alarms()).hasSize(1);
        harness.checkRestarts();
    }
}
