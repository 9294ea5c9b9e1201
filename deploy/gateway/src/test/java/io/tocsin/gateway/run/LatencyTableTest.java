package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import org.junit.jupiter.api.Test;

class LatencyTableTest {
    @Test
    void shouldHaveALineForEachStageThatWasMeasured() {
        Latencies latencies = new Latencies();
        assertThat(LatencyTable.lines(latencies)).isEmpty();

        latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED).record(1_500);
        latencies.logInterval(0);

        assertThat(LatencyTable.lines(latencies))
                .hasSize(2)
                .satisfies(
                        lines -> assertThat(lines.get(0)).startsWith("latency"),
                        lines -> assertThat(lines.get(1)).startsWith("receive→decided"));
    }
}
