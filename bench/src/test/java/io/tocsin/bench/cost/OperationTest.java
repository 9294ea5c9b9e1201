package io.tocsin.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both rows of every operation do the same work. Times nothing. */
class OperationTest {
    private static final int PASSES = 2;

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheResultsOfTheNaiveRow(Operation operation) {
        Results expected = new Results();
        pass(operation, operation.naive(expected));

        Results results = new Results();
        pass(operation, new Shard(operation, results));

        assertThat(results.count()).isEqualTo(expected.count()).isGreaterThanOrEqualTo(Readings.SENSOR_COUNT);
        assertThat(results.sum()).isEqualTo(expected.sum());
    }

    private static void pass(Operation operation, Readings.Handler handler) {
        Readings readings = new Readings(operation.scale());
        for (int pass = 0; pass < PASSES; pass++) {
            readings.pass(handler);
        }
    }
}
