package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions of fixed and dynamic gaps against an oracle over random streams, and the cases S05 and S06. */
class SessionWindowsModelTest {
    private static final int RUNS = 50;

    @Test
    void shouldGiveTheRowsOfTheOracle() {
        Seeds.forEach(RUNS, SessionWindowsModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        boolean isDynamic = random.nextBoolean();
        SessionWindow window =
                isDynamic ? new SessionWindow(0, 1 + random.nextInt(3)) : new SessionWindow(1 + random.nextInt(40), 0);
        long latenessNs = random.nextInt(3) == 0 ? 0 : random.nextInt(120);
        int maxPerKey = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : SessionWindows.DEFAULT_MAX_PER_KEY;
        WindowModel.Kind kind = new WindowModel.Kind() {
            @Override
            public KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler) {
                return new SessionWindows(window, aggregates, timeIn, latenessNs, maxPerKey, handler);
            }

            @Override
            public NaiveKind naive() {
                return new NaiveSessions(window, latenessNs, maxPerKey);
            }

            @Override
            public double value(Random random) {
                return random.nextInt(8) == 0 ? random.nextGaussian() * 30 : random.nextInt(30) - 3;
            }

            @Override
            public boolean holdsToEnd() {
                return false;
            }
        };
        long outOfOrdernessNs = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
        WindowModel.run(random, kind, random.nextInt(1_000) - 500, 1, outOfOrdernessNs);
    }

    @Test
    void shouldMergeSessionsThatOnlyTouch() {
        SeenWindows seen = new SeenWindows();
        SessionWindows windows = sessions(0, 1, 0, seen);
        int slot = windows.openSlot();
        // The values are the gaps: [0, 1) [1, 2) [2, 3), [4, 5) [5, 6); then one that covers another.
        windows.onSample(slot, 2, 1, 0);
        windows.onSample(slot, 0, 1, 0);
        windows.onSample(slot, 1, 1, 0);
        windows.onSample(slot, 5, 1, 0);
        windows.onSample(slot, 4, 1, 0);
        windows.onSample(slot, 14, 3, 0);
        windows.onSample(slot, 15, 1, 0);
        windows.finish(slot);
        assertThat(seen.rows()).containsExactly("0-3 n=3", "4-6 n=2", "14-17 n=2");
    }

    @Test
    void shouldBeginASessionJustBehindTheGap() {
        SeenWindows seen = new SeenWindows();
        SessionWindows windows = sessions(3_000, 0, 0, seen);
        int slot = windows.openSlot();
        for (long timeNs : new long[] {0, 1_000, 2_500, 5_501, 6_000, 6_000, 6_050}) {
            windows.onSample(slot, timeNs, 1, 0);
        }
        windows.onWatermark(slot, 12_001);
        windows.onSample(slot, 15_000, 10, 12_001);
        windows.onSample(slot, 15_000, 20, 12_001);
        windows.onWatermark(slot, 18_000);
        assertThat(seen.rows()).containsExactly("0-5500 n=3", "5501-9050 n=4", "15000-18000 n=2");
    }

    @Test
    void shouldExtendTheSessionWhoseEndTheSampleItselfReaches() {
        SeenWindows seen = new SeenWindows();
        SessionWindows windows = sessions(10, 0, 0, seen);
        int slot = windows.openSlot();
        windows.onSample(slot, 0, 1, 0);
        windows.onSample(slot, 10, 1, 10);
        assertThat(seen.rows()).isEmpty();
        windows.onWatermark(slot, 20);
        // Had time alone reached the end, the session would have been closed.
        windows.onSample(slot, 20, 1, 20);
        windows.onWatermark(slot, 30);
        assertThat(seen.rows()).containsExactly("0-20 n=2", "20-30 n=1");
    }

    @Test
    void shouldGiveOneUpdateWhenALateSampleBridgesClosedSessions() {
        SeenWindows seen = new SeenWindows();
        SessionWindows windows = sessions(10, 0, 100, seen);
        int slot = windows.openSlot();
        windows.onSample(slot, 0, 1, 0);
        windows.onSample(slot, 15, 1, 15);
        windows.onSample(slot, 50, 1, 50);
        windows.onSample(slot, 8, 1, 50);
        windows.onSample(slot, 42, 1, 50);
        windows.onSample(slot, 30, 1, 50);
        windows.finish(slot);
        assertThat(seen.rows()).containsExactly("0-10 n=1", "15-25 n=1", "0-25 n=3 update", "30-40 n=1", "42-60 n=2");
    }

    @Test
    void shouldRefuseAndCountWhenAKeyIsFullOrAGapIsNone() {
        SeenWindows seen = new SeenWindows();
        SessionWindows windows =
                new SessionWindows(new SessionWindow(0, 1), List.of(Aggregate.COUNT), List.of(), 0, 2, seen.handler());
        int slot = windows.openSlot();
        windows.onSample(slot, 0, 5, 0);
        windows.onSample(slot, 10, 5, 0);
        windows.onSample(slot, 20, 5, 0);
        windows.onSample(slot, 11, 0, 0);
        windows.onSample(slot, 11, -1, 0);
        windows.onSample(slot, 11, Double.NaN, 0);
        windows.onSample(slot, 11, Double.POSITIVE_INFINITY, 0);
        assertThat(windows.droppedCount()).isEqualTo(5);
        windows.onSample(slot, 11, 1, 0);
        windows.finish(slot);
        assertThat(seen.rows()).containsExactly("0-5 n=1", "10-15 n=2");
    }

    @Test
    void shouldStandTheEndsOfTime() {
        SeenWindows seen = new SeenWindows();
        SessionWindows windows = sessions(10, 0, Long.MAX_VALUE, seen);
        int slot = windows.openSlot();
        windows.onSample(slot, Long.MIN_VALUE, 1, Long.MIN_VALUE);
        windows.onSample(slot, Long.MAX_VALUE - 11, 1, Long.MIN_VALUE);
        windows.onSample(slot, Long.MAX_VALUE - 10, 1, Long.MIN_VALUE);
        windows.onSample(slot, Long.MAX_VALUE, 1, Long.MIN_VALUE);
        assertThat(windows.droppedCount()).isEqualTo(2);
        windows.finish(slot);
        assertThat(seen.rows())
                .containsExactly(
                        Long.MIN_VALUE + "-" + (Long.MIN_VALUE + 10) + " n=1",
                        Long.MAX_VALUE - 11 + "-" + (Long.MAX_VALUE - 1) + " n=1");
    }

    private static SessionWindows sessions(long gapNs, long gapPerUnitNs, long latenessNs, SeenWindows seen) {
        return new SessionWindows(
                new SessionWindow(gapNs, gapPerUnitNs),
                List.of(Aggregate.COUNT),
                List.of(),
                latenessNs,
                SessionWindows.DEFAULT_MAX_PER_KEY,
                seen.handler());
    }

    /** Sessions as a plain list. */
    private static final class NaiveSessions extends NaiveKind {
        private final SessionWindow window;
        private final long latenessNs;
        private final int maxPerKey;
        private final List<Naive> sessions = new ArrayList<>();

        NaiveSessions(SessionWindow window, long latenessNs, int maxPerKey) {
            this.window = window;
            this.latenessNs = latenessNs;
            this.maxPerKey = maxPerKey;
        }

        @Override
        void onSample(NaiveWindows.Sample sample, long watermarkBeforeNs, long watermarkNs) {
            take(sample, watermarkBeforeNs, watermarkNs);
            onWatermark(watermarkNs);
        }

        private void take(NaiveWindows.Sample sample, long beforeNs, long watermarkNs) {
            long gap = window.gapNs() > 0 ? window.gapNs() : (long) (sample.value() * window.gapPerUnitNs());
            if (gap <= 0) {
                droppedCount++;
                return;
            }
            sessions.removeIf(session -> session.endNs + latenessNs <= beforeNs);
            Naive merged = new Naive(sample.timeNs(), sample.timeNs() + gap);
            List<Naive> touched = sessions.stream()
                    .filter(session -> session.startNs <= merged.endNs && session.endNs >= merged.startNs)
                    .toList();
            for (Naive session : touched) {
                merged.startNs = Math.min(merged.startNs, session.startNs);
                merged.endNs = Math.max(merged.endNs, session.endNs);
                merged.isGiven |= session.isGiven;
                merged.samples.addAll(session.samples);
            }
            if (merged.endNs + latenessNs <= beforeNs) {
                lateCount++;
                return;
            }
            if (touched.isEmpty()
                    && sessions.stream()
                                    .filter(each -> each.endNs + latenessNs > watermarkNs)
                                    .count()
                            >= maxPerKey) {
                droppedCount++;
                return;
            }
            merged.samples.add(sample);
            sessions.removeAll(touched);
            sessions.add(merged);
            sessions.sort(Comparator.comparingLong(session -> session.startNs));
            if (merged.endNs <= beforeNs) {
                merged.isClosed = true;
                give(merged);
            }
        }

        @Override
        void onWatermark(long watermarkNs) {
            for (Naive session : sessions) {
                if (!session.isClosed && session.endNs <= watermarkNs) {
                    session.isClosed = true;
                    give(session);
                }
            }
        }

        @Override
        void finish() {
            onWatermark(Long.MAX_VALUE);
        }

        @Override
        List<Row> kept(long watermarkNs) {
            return sessions.stream()
                    .filter(session -> session.endNs + latenessNs > watermarkNs)
                    .map(Naive::row)
                    .toList();
        }

        @Override
        long nextEndNs() {
            return sessions.stream()
                    .filter(session -> !session.isClosed)
                    .mapToLong(session -> session.endNs)
                    .min()
                    .orElse(KeyedWindows.NO_END);
        }
    }
}
