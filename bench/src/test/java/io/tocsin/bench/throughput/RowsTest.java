package io.tocsin.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.Workload;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of a workload's table does the same work. Times nothing. */
class RowsTest {
    /** Some twelve seconds of event time: the longest windows close. */
    private static final int READINGS = 1_200_000;

    private static final int PASSES = 2;

    private final Workload workload = Workload.make(READINGS, 1);

    @ParameterizedTest
    @MethodSource("rows")
    void shouldGiveTheResultsOfTheNaiveReference(Task task, RowKind kind) throws IOException {
        ResultSum expected = results(task.create(RowKind.NAIVE, workload));

        ResultSum results = results(task.create(kind, workload));

        assertThat(results.count()).isEqualTo(expected.count()).isPositive();
        assertThat(results.sum()).isEqualTo(expected.sum());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheOutputsOfTheFoldFromTheRecord(Task task) throws IOException {
        Row fold = task.create(RowKind.SHARD, workload);
        Row record = task.create(RowKind.RECORD, workload);
        results(fold);
        results(record);

        assertThat(record.outputDigest()).isEqualTo(fold.outputDigest()).isNotNull();
    }

    private static Stream<Arguments> rows() {
        return Arrays.stream(Task.values())
                .flatMap(task -> task.rows().stream()
                        .filter(row -> row != RowKind.MAPPED_56 && row != RowKind.NAIVE)
                        .map(row -> Arguments.of(task, row)));
    }

    @Test
    void shouldAppendEveryReadingToTheMappedLog() throws IOException {
        assertThat(results(Task.W1.create(RowKind.MAPPED_56, workload))).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIMIT", "NAIVE", "RECORD", "SHARD"})
    void shouldNoticeTheSameSilencesInBothScopesOfAClosedWorkload(RowKind kind) throws IOException {
        Workload closed = workload.closed();

        ResultSum sensorScope = results(Task.W4.create(kind, closed), closed);
        ResultSum sourceScope = results(Task.W4S.create(kind, closed), closed);

        assertThat(sourceScope.count()).isEqualTo(sensorScope.count()).isPositive();
        assertThat(sourceScope.sum()).isEqualTo(sensorScope.sum());
    }

    private ResultSum results(Row row) throws IOException {
        return results(row, workload);
    }

    private static ResultSum results(Row row, Workload workload) throws IOException {
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
