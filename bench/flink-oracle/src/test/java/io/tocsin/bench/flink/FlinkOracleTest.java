package io.tocsin.bench.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Apache Flink as the oracle of our windows: the same plan over the same random streams in the gateway's fold and on a
 * Flink MiniCluster; every row, its values and the record at which it leaves must be the same, and every late sample.
 * {@link FlinkJob} says why the two can be compared, docs/semantics.md where they differ on purpose.
 *
 * <p>{@code -Dtocsin.cycles} is how many jobs of {@value #CASES_OF_JOB} streams each kind of window gets,
 * {@code -Dtocsin.seed} the seed of the first stream; the following ones have the following numbers. A difference names
 * the seed of its stream: with that and one cycle it is there again.
 */
class FlinkOracleTest {
    private static final int CASES_OF_JOB = 40;
    private static final int CASES_OF_PLANT = 8;
    private static final int CYCLES = 2;

    private static FlinkCluster cluster;

    @BeforeAll
    static void startFlink() throws Exception {
        cluster = FlinkCluster.start();
    }

    @AfterAll
    static void stopFlink() throws Exception {
        cluster.stop();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveFlinksRowsWhenStreamIsRandom(WindowKind kind) throws Exception {
        Tally tally = compare(kind.name(), seed -> RandomCase.of(seed, kind));
        if (kind != WindowKind.COUNT) {
            assertThat(tally.updateCount()).as("updates").isPositive();
            assertThat(tally.lateCount()).as("late samples").isPositive();
        }
    }

    @Test
    void shouldGiveFlinksRowsWhenAStreamIsOverAnother() throws Exception {
        compare("two streams", RandomCase::ofTwoStreams);
    }

    private static Tally compare(String what, LongFunction<OracleCase> cases) throws Exception {
        int cycles = Integer.getInteger("tocsin.cycles", CYCLES);
        long seed = Long.getLong("tocsin.seed", 1);
        System.out.println("flink-oracle, " + what + ": cycles=" + cycles + ", seed=" + seed);
        Tally tally = new Tally();
        for (int cycle = 0; cycle < cycles; cycle++) {
            compare(cases(cases, seed + (long) cycle * CASES_OF_JOB, CASES_OF_JOB), tally);
        }
        System.out.println("flink-oracle, " + what + ": " + tally);
        assertThat(tally.differences()).isEmpty();
        assertThat(tally.rowCount()).isPositive();
        return tally;
    }

    /** When Flink keeps them too, {@link MendedSessionWindows} can go. */
    @Test
    void shouldKeepSamplesThatFlinkForgets() throws Exception {
        // The first two make a session from 0 to 6; the third alone reaches from 0 to 6.
        OracleCase three = new OracleCase(
                0,
                List.of(
                        RandomCase.of(1, WindowKind.DYNAMIC_SESSION)
                                .withStream(new SessionWindow(0, 1), 10, 0)
                                .stream()),
                List.of("a/0"),
                List.of(arrival(0, 2), arrival(1, 5), arrival(0, 6)));
        assertThat(counts(TocsinRun.of(three))).containsExactly(3L);
        assertThat(counts(
                        FlinkRun.of(List.of(three), new FlinkJob(true), cluster).get(0)))
                .containsExactly(3L);
        assertThat(counts(FlinkRun.of(List.of(three), new FlinkJob(false), cluster)
                        .get(0)))
                .containsExactly(1L);
    }

    private static OracleCase.Arrival arrival(long timeNs, double value) {
        return new OracleCase.Arrival(0, timeNs, timeNs, value, Quality.GOOD, ReadingFlags.NONE);
    }

    private static List<Long> counts(Outcome outcome) {
        return outcome.streams().get(0).rows().values().stream()
                .flatMap(List::stream)
                .map(Row::count)
                .toList();
    }

    // A comparison that finds nothing must be one that could: Flink gets another plan than we.

    @Test
    void shouldNoticeAnotherLateness() throws Exception {
        UnaryOperator<OracleCase> plant = original -> {
            StreamNode stream = original.stream();
            return original.withStream(stream.window(), stream.outOfOrdernessNs(), 2 * stream.latenessNs() + 1);
        };
        assertThat(noticing(plant)).isEqualTo(EnumSet.complementOf(EnumSet.of(WindowKind.COUNT)));
    }

    @Test
    void shouldNoticeAnotherOutOfOrderness() throws Exception {
        UnaryOperator<OracleCase> plant = original -> {
            StreamNode stream = original.stream();
            return original.withStream(stream.window(), stream.outOfOrdernessNs() + 1, stream.latenessNs());
        };
        assertThat(noticing(plant)).isEqualTo(EnumSet.complementOf(EnumSet.of(WindowKind.COUNT)));
    }

    @Test
    void shouldNoticeAnotherWindow() throws Exception {
        UnaryOperator<OracleCase> plant = original -> {
            StreamNode stream = original.stream();
            return original.withStream(other(stream.window()), stream.outOfOrdernessNs(), stream.latenessNs());
        };
        assertThat(noticing(plant)).isEqualTo(EnumSet.allOf(WindowKind.class));
    }

    /** The kinds of window for which a different plan on Flink's side must be detected. */
    private static Set<WindowKind> noticing(UnaryOperator<OracleCase> plant) throws Exception {
        List<OracleCase> cases = new ArrayList<>();
        for (WindowKind kind : WindowKind.values()) {
            cases.addAll(cases(seed -> RandomCase.of(seed, kind), 1, CASES_OF_PLANT));
        }
        List<Outcome> flinks = FlinkRun.of(cases.stream().map(plant).toList(), new FlinkJob(true), cluster);
        Set<WindowKind> noticing = EnumSet.noneOf(WindowKind.class);
        for (int i = 0; i < cases.size(); i++) {
            if (!differences(cases.get(i), flinks.get(i)).isEmpty()) {
                noticing.add(WindowKind.values()[i / CASES_OF_PLANT]);
            }
        }
        return noticing;
    }

    /** A window that is hardly another one. */
    private static Window other(Window window) {
        if (window instanceof AlignedWindow aligned) {
            return new AlignedWindow(aligned.sizeNs() + 1, aligned.slideNs(), aligned.offsetNs());
        }
        if (window instanceof CumulativeWindow cumulative) {
            return new CumulativeWindow(
                    cumulative.sizeNs() + cumulative.stepNs(), cumulative.stepNs(), cumulative.offsetNs());
        }
        if (window instanceof CountWindow count) {
            return new CountWindow(count.size() + 1, count.slide());
        }
        SessionWindow session = (SessionWindow) window;
        return session.gapNs() > 0
                ? new SessionWindow(session.gapNs() + 1, 0)
                : new SessionWindow(0, session.gapPerUnitNs() + 1);
    }

    private static List<OracleCase> cases(LongFunction<OracleCase> cases, long firstSeed, int count) {
        return LongStream.range(firstSeed, firstSeed + count).mapToObj(cases).toList();
    }

    private static void compare(List<OracleCase> cases, Tally tally) throws Exception {
        List<Outcome> flinks = FlinkRun.of(cases, new FlinkJob(true), cluster);
        for (int i = 0; i < cases.size(); i++) {
            tally.add(cases.get(i), flinks.get(i), differences(cases.get(i), flinks.get(i)));
        }
    }

    private static List<String> differences(OracleCase oracleCase, Outcome flinks) {
        return Comparison.differences(oracleCase, TocsinRun.of(oracleCase), flinks);
    }
}
