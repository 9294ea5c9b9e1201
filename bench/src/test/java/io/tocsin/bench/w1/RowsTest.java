package io.tocsin.bench.w1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every row of the W1 table does the same work. Times nothing. */
class RowsTest {
    private static final int READINGS = 50_000;
    private static final int PASSES = 2;

    private final Workload workload = Workload.make(READINGS, 1);

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MAPPED_56")
    void shouldGiveTheResultsOfTheNaiveReference(RowKind kind) throws IOException {
        ResultSum expected = results(new NaiveRow(workload));

        ResultSum results = results(kind.create(workload));

        assertThat(results.count()).isEqualTo(expected.count()).isPositive();
        assertThat(results.sum()).isEqualTo(expected.sum());
    }

    @Test
    void shouldAppendEveryReadingToTheMappedLog() throws IOException {
        assertThat(results(RowKind.MAPPED_56.create(workload))).isNull();
    }

    private ResultSum results(Row row) throws IOException {
        try (row) {
            row.open();
            for (int pass = 0; pass < PASSES; pass++) {
                row.pass(pass * workload.spanNs());
            }
            row.finish();
            return row.results();
        }
    }
}
