package io.tocsin.bench.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinCondition.Interval;
import io.tocsin.engine.plan.join.JoinCondition.SameWindow;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Apache Flink as the oracle of our joins, as {@link FlinkOracleTest} has it as that of our windows, with the same
 * settings. {@link FlinkJoinJob} says what of Flink each kind of join is compared with, docs/semantics.md where they
 * differ on purpose.
 */
class FlinkJoinOracleTest {
    private static final int CASES_OF_JOB = 40;
    private static final int CASES_OF_PLANT = 8;
    private static final int CYCLES = 1;

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
    void shouldGiveFlinksRowsWhenJoinIsRandom(JoinKind kind) throws Exception {
        JoinTally tally = new JoinTally();
        for (List<JoinCase> cases : jobs(kind)) {
            List<JoinOutcome> flinks = FlinkJoinRun.of(cases, cluster);
            for (int i = 0; i < cases.size(); i++) {
                tally.add(cases.get(i), TocsinJoinRun.of(cases.get(i)), flinks.get(i));
            }
        }
        check(kind.name(), tally);
        assertThat(tally.lateCount()).as("late samples").isPositive();
        assertThat(tally.aloneCount() > 0).as("without a partner").isEqualTo(kind != JoinKind.INTERVAL);
    }

    /** No part of Flink is replaced here, so Flink chooses the input that it reads first. */
    @ParameterizedTest
    @EnumSource(names = {"INTERVAL", "WINDOW"})
    void shouldGiveTheRowsOfFlinksApiWhenNothingIsLate(JoinKind kind) throws Exception {
        JoinTally tally = new JoinTally();
        for (List<JoinCase> random : jobs(kind)) {
            List<JoinCase> cases = random.stream()
                    .map(each -> each.with(each.join().condition(), each.disorderNs()))
                    .toList();
            List<JoinOutcome> flinks = FlinkJoinRun.byApi(cases, cluster);
            for (int i = 0; i < cases.size(); i++) {
                tally.add(cases.get(i), TocsinJoinRun.of(cases.get(i)).with(JoinRow::withoutCause), flinks.get(i));
            }
        }
        check(kind + " by the API", tally);
    }

    // A comparison that finds nothing must be one that could: Flink gets another plan than we.

    @Test
    void shouldNoticeAnotherOutOfOrderness() throws Exception {
        assertThat(noticing(
                        each -> each.with(each.join().condition(), each.join().outOfOrdernessNs() + 1)))
                .isEqualTo(EnumSet.allOf(JoinKind.class));
    }

    @Test
    void shouldNoticeAnotherCondition() throws Exception {
        assertThat(noticing(each ->
                        each.with(other(each.join().condition()), each.join().outOfOrdernessNs())))
                .isEqualTo(EnumSet.allOf(JoinKind.class));
    }

    /** The kinds of join for which a different plan on Flink's side must be detected. */
    private static Set<JoinKind> noticing(UnaryOperator<JoinCase> plant) throws Exception {
        List<JoinCase> cases = new ArrayList<>();
        for (JoinKind kind : JoinKind.values()) {
            cases.addAll(cases(kind, 1, CASES_OF_PLANT));
        }
        List<JoinOutcome> flinks = FlinkJoinRun.of(cases.stream().map(plant).toList(), cluster);
        Set<JoinKind> noticing = EnumSet.noneOf(JoinKind.class);
        for (int i = 0; i < cases.size(); i++) {
            JoinOutcome ours = TocsinJoinRun.of(cases.get(i));
            if (!JoinTally.differences(cases.get(i), ours, flinks.get(i)).isEmpty()) {
                noticing.add(JoinKind.values()[i / CASES_OF_PLANT]);
            }
        }
        return noticing;
    }

    /** A condition that is hardly another one. */
    private static JoinCondition other(JoinCondition condition) {
        if (condition instanceof Interval interval) {
            return new Interval(interval.lowerNs(), interval.upperNs() + 1);
        }
        if (((SameWindow) condition).window() instanceof AlignedWindow aligned) {
            return new SameWindow(new AlignedWindow(aligned.sizeNs() + 1, aligned.slideNs(), aligned.offsetNs()));
        }
        CumulativeWindow cumulative = (CumulativeWindow) ((SameWindow) condition).window();
        return new SameWindow(new CumulativeWindow(
                cumulative.sizeNs() + cumulative.stepNs(), cumulative.stepNs(), cumulative.offsetNs()));
    }

    private static List<List<JoinCase>> jobs(JoinKind kind) {
        int cycles = Integer.getInteger("tocsin.cycles", CYCLES);
        long seed = Long.getLong("tocsin.seed", 1);
        System.out.println("flink-oracle, " + kind + " join: cycles=" + cycles + ", seed=" + seed);
        return LongStream.range(0, cycles)
                .mapToObj(cycle -> cases(kind, seed + cycle * CASES_OF_JOB, CASES_OF_JOB))
                .toList();
    }

    private static List<JoinCase> cases(JoinKind kind, long firstSeed, int count) {
        return LongStream.range(firstSeed, firstSeed + count)
                .mapToObj(seed -> RandomJoin.of(seed, kind))
                .toList();
    }

    private static void check(String what, JoinTally tally) {
        System.out.println("flink-oracle, " + what + " join: " + tally);
        assertThat(tally.differences()).isEmpty();
        assertThat(tally.rowCount()).isPositive();
    }
}
