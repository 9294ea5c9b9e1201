package io.tocsin.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateBudgetTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path dir;

    private GatewayConfig config(String engine) throws Exception {
        return new ConfigLoader().load(Files.writeString(dir.resolve("g.yaml"), """
                name: g
                sources: [{rate: {}}]
                engine: {%s}
                alarms:
                  - {name: all, sensor: "#", type: limit, hi: 9}
                  - {name: late, sensor: rate/+, type: limit, hi: 9, reorder: 5s}
                  - {name: one, sensor: rate/1, type: limit, hi: 9}
                """.formatted(engine)));
    }

    @Test
    void shouldTakeWhatTheMachineLeavesBesideTheHeap() {
        assertThat(StateBudget.limit(512 * MIB, 8_192 * MIB, 384 * MIB)).isEqualTo(512 * MIB);
        assertThat(StateBudget.limit(512 * MIB, 600 * MIB, 384 * MIB)).isEqualTo(216 * MIB);
        assertThat(StateBudget.limit(512 * MIB, 300 * MIB, 384 * MIB)).isEqualTo(512 * MIB);
    }

    @Test
    void shouldGiveSensorsThreeQuartersOfTheLimitForEachTimeTheyAreHeld() throws Exception {
        assertThat(new StateBudget(config(""), 512 * MIB).sensorBytes()).isEqualTo(192 * MIB);
        assertThat(new StateBudget(config("shards: 3"), 512 * MIB).sensorBytes())
                .isEqualTo(96 * MIB);
        assertThat(new StateBudget(config("stateMemory: 64MiB"), 512 * MIB).sensorBytes())
                .isEqualTo(32 * MIB);
    }

    /** A selector without a wildcard costs its sensors, not every sensor. */
    @Test
    void shouldCountNamedSensorsApart() throws Exception {
        StateBudget budget = new StateBudget(config("stateMemory: 64MiB"), 512 * MIB);
        assertThat(budget.bytesPerSensor()).isEqualTo(64 + 64 + 64 + 32);
        assertThat(budget.bytesOfNamed()).isEqualTo(64);
        assertThat(budget.fittingCount()).isEqualTo((32 * MIB - 64) / 224);
    }
}
