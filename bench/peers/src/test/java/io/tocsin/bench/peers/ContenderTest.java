package io.tocsin.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.tocsin.bench.Workload;
import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.CalledRow;
import io.tocsin.bench.peers.feed.PeerRow;
import io.tocsin.bench.throughput.Round;
import io.tocsin.bench.throughput.Row;
import io.tocsin.bench.throughput.Task;
import java.util.Arrays;
import java.util.stream.Stream;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every engine does the work of the reference. Times nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContenderTest {
    /** Twelve seconds of event time: a window of ten seconds fills and a silence ends. */
    private static final int READINGS = 1_200_000;

    /** A second, for a row that takes minutes otherwise. */
    private static final int FEW = 100_000;

    private final Workload many = Workload.make(READINGS, 1).closed();
    private final Workload few = Workload.make(FEW, 1).closed();

    private static Stream<Arguments> rows(boolean differ) {
        return Arrays.stream(Task.values())
                .flatMap(task -> Arrays.stream(Contender.values())
                        .filter(contender -> contender.has(task) && contender.differs(task) == differ)
                        .map(contender -> Arguments.of(task, contender)));
    }

    private static Stream<Arguments> equalRows() {
        return rows(false);
    }

    private static Stream<Arguments> otherRows() {
        return rows(true);
    }

    @ParameterizedTest
    @MethodSource("equalRows")
    void shouldHaveTheResultsOfTheReference(Task task, Contender contender) throws Exception {
        Workload workload = workload(task, contender);

        Row row = contender.create(task, workload);
        int rounds = row instanceof CalledRow ? 2 : 1; // the engine runs on
        for (int i = 0; i < rounds; i++) {
            Round round = Round.run(row, workload, 1);

            assertThat(round.resultCount()).isPositive();
            assertThatNoException().isThrownBy(() -> new Expected(task, workload).check(contender, round));
        }
    }

    @ParameterizedTest
    @MethodSource("otherRows")
    void shouldHaveAllWindowsButThoseOfSilences(Task task, Contender contender) throws Exception {
        PeerRow row = (PeerRow) contender.create(task, many);

        assertThat(row.wrongWindows()).isBetween(0.001, 0.05);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTimeEveryChangeOfAnAlarm(PacedContender contender) throws Exception {
        OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
        PacedFeed feed = new PacedFeed(clock, 20_000, 100_000_000, 1_000_000_000);

        contender.create(clock).run(feed);

        assertThat(feed.latencies().getTotalCount()).isEqualTo(changes(2_000, 22_000));
    }

    private static long changes(long skipped, long count) {
        boolean[] active = new boolean[PacedFeed.SENSOR_COUNT];
        long changes = 0;
        for (long i = 0; i < count; i++) {
            int sensorId = PacedFeed.sensorId(i);
            boolean isActive =
                    active[sensorId] ? PacedFeed.value(i) > Workload.CLEAR_AT : PacedFeed.value(i) > Workload.LIMIT;
            changes += isActive != active[sensorId] && i >= skipped ? 1 : 0;
            active[sensorId] = isActive;
        }
        return changes;
    }

    private Workload workload(Task task, Contender contender) {
        return contender.readingsMax(task) <= FEW ? few : many;
    }
}
