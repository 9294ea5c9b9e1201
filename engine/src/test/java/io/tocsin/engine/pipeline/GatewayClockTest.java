package io.tocsin.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatewayClockTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    /** 2026-11-02T10:00:00Z. */
    private static final long NOW = 1_793_613_600L * SECOND;

    private long timerNs = 77 * SECOND;
    private long systemNs = NOW;
    /** How long it takes to read the system's clock. */
    private long interruptedNs;

    private GatewayClock clock() {
        return new GatewayClock(() -> timerNs, () -> {
            timerNs += interruptedNs;
            systemNs += interruptedNs;
            return systemNs;
        });
    }

    private void pass(long ns) {
        timerNs += ns;
        systemNs += ns;
    }

    @Test
    void shouldSayWhatTheSystemSaysAndRunOnTheTimer() {
        GatewayClock clock = clock();
        assertThat(clock.wallNs()).isEqualTo(NOW);
        assertThat(clock.elapsedNs()).isEqualTo(NOW);
        timerNs += 5 * SECOND;
        assertThat(clock.wallNs()).isEqualTo(NOW + 5 * SECOND);
        assertThat(clock.isSet()).isTrue();
    }

    @Test
    void shouldGiveAStepUntilItIsAnnouncedAndStampByItOnceItIsApplied() {
        GatewayClock clock = clock();
        pass(10 * SECOND);
        systemNs -= 3_600 * SECOND;
        ClockStep step = new ClockStep(NOW + 10 * SECOND, NOW + 10 * SECOND - 3_600 * SECOND);
        assertThat(clock.look()).isEqualTo(step);
        assertThat(clock.look()).as("the ring had no room").isEqualTo(step);
        clock.announced(step);
        pass(2 * SECOND);
        assertThat(clock.look()).isNull();
        assertThat(clock.wallNs()).as("it is still on its way").isEqualTo(NOW + 12 * SECOND);
        clock.applied(step);
        assertThat(clock.wallNs()).isEqualTo(NOW + 12 * SECOND - 3_600 * SECOND);
        assertThat(clock.elapsedNs()).isEqualTo(NOW + 12 * SECOND);
        assertThat(clock.wallNs(5)).isEqualTo(5 - 3_600 * SECOND);
    }

    @Test
    void shouldLookOnceASecond() {
        GatewayClock clock = clock();
        systemNs += 5 * SECOND;
        pass(999 * MILLI);
        assertThat(clock.look()).isNull();
        pass(MILLI);
        assertThat(clock.look()).isNotNull();
    }

    /** Up to a second is removed by a millisecond in a second; the clock never goes back for it. */
    @Test
    void shouldRemoveASmallDifferenceSlowly() {
        for (long differenceNs : new long[] {800 * MILLI, -800 * MILLI, SECOND, -SECOND, 3}) {
            timerNs = 77 * SECOND;
            systemNs = NOW;
            GatewayClock clock = clock();
            systemNs += differenceNs;
            long lastNs = clock.elapsedNs();
            for (int i = 0; i < 110_000; i++) {
                pass(10 * MILLI);
                assertThat(clock.look()).isNull();
                long elapsedNs = clock.elapsedNs();
                assertThat(elapsedNs - lastNs).isBetween(10 * MILLI - 10 * MILLI / 500, 10 * MILLI + 10 * MILLI / 500);
                lastNs = elapsedNs;
            }
            assertThat(clock.wallNs()).as("difference %d", differenceNs).isEqualTo(systemNs);
            assertThat(clock.stepsNs()).isZero();
        }
    }

    @Test
    void shouldNeverLetElapsedTimeGoBack() {
        Seeds.forEach(50, seed -> {
            Random random = Seeds.random(seed);
            GatewayClock clock = clock();
            long lastNs = clock.elapsedNs();
            for (int i = 0; i < 2_000; i++) {
                pass(random.nextInt(3) == 0 ? 0 : random.nextInt(1_500_000_000));
                if (random.nextInt(20) == 0) {
                    systemNs += (random.nextInt(9) - 4) * (random.nextBoolean() ? SECOND : 100 * MILLI);
                }
                ClockStep step = clock.look();
                if (step != null) {
                    clock.announced(step);
                    assertThat(clock.elapsedNs()).isGreaterThanOrEqualTo(lastNs);
                    clock.applied(step);
                    assertThat(Math.abs(clock.wallNs() - systemNs)).isLessThan(1_000);
                }
                assertThat(clock.elapsedNs()).isGreaterThanOrEqualTo(lastNs);
                lastNs = clock.elapsedNs();
            }
        });
    }

    /** A thread that was put aside between two looks at a clock knows nothing. */
    @Test
    void shouldNotTakeAnInterruptionForAStep() {
        GatewayClock clock = clock();
        pass(2 * SECOND);
        interruptedNs = 5 * SECOND;
        assertThat(clock.look()).isNull();
        interruptedNs = 0;
        systemNs += 90 * SECOND;
        assertThat(clock.look()).isNotNull();
    }

    @Test
    void shouldGoOnAsLongAsItWasDownWhenTheClockIsRight() {
        GatewayClock clock = clock();
        assertThat(clock.goOnFrom(NOW - 500 * SECOND - 20 * SECOND, 20 * SECOND))
                .isNull();
        assertThat(clock.wallNs()).isEqualTo(NOW);
        assertThat(clock.elapsedNs()).as("500 s down").isEqualTo(NOW - 20 * SECOND);
        assertThat(clock.stepsNs()).isEqualTo(20 * SECOND);
    }

    /**
     * No battery: 1970 at the start, behind a journal of today. No time is known to have passed; then a time server is
     * reached.
     */
    @Test
    void shouldStepBackWhenTheClockIsBehindTheJournal() {
        systemNs = 23 * SECOND + 1;
        GatewayClock clock = clock();
        ClockStep step = clock.goOnFrom(NOW - 5 * SECOND, 5 * SECOND);
        assertThat(step).isEqualTo(new ClockStep(NOW, 23 * SECOND + 1_000));
        assertThat(clock.elapsedNs()).isEqualTo(NOW - 5 * SECOND);
        assertThat(clock.wallNs()).isEqualTo(23 * SECOND + 1_000);
        assertThat(clock.isSet()).isFalse();
        pass(40 * SECOND);
        systemNs = NOW + 8 * 3_600 * SECOND;
        ClockStep right = clock.look();
        assertThat(right.toNs()).isBetween(systemNs - 1_000, systemNs + 1_000);
        clock.announced(right);
        clock.applied(right);
        assertThat(clock.isSet()).isTrue();
        assertThat(clock.elapsedNs()).isEqualTo(NOW + 35 * SECOND);
    }

    @Test
    void shouldGoOnWithoutAStepWhenTheClockIsLittleBehindTheJournal() {
        GatewayClock clock = clock();
        assertThat(clock.goOnFrom(NOW + 900 * MILLI, 0)).isNull();
        assertThat(clock.wallNs()).isEqualTo(NOW + 900 * MILLI);
        for (int i = 0; i < 1_000; i++) {
            pass(SECOND);
            assertThat(clock.look()).isNull();
        }
        assertThat(clock.wallNs()).as("removed slowly").isEqualTo(systemNs);
    }

    @Test
    void shouldTakeTheSystemsTimeWhenTheJournalHasNone() {
        systemNs = 5 * SECOND;
        GatewayClock clock = clock();
        assertThat(clock.goOnFrom(Long.MIN_VALUE, 0)).isNull();
        assertThat(clock.wallNs()).isEqualTo(5 * SECOND);
    }

    @Test
    void shouldBelieveAClockThatIsGiven() {
        GatewayClock clock = GatewayClock.believing(() -> systemNs, 10);
        assertThat(clock.wallNs()).isEqualTo(NOW);
        assertThat(clock.elapsedNs()).isEqualTo(NOW - 10);
        systemNs -= 3_600 * SECOND;
        assertThat(clock.look()).isNull();
        assertThat(clock.wallNs()).isEqualTo(systemNs);
    }

    @Test
    void shouldReadTheClockOfThisMachine() {
        GatewayClock clock = GatewayClock.ofSystem();
        long beforeNs = System.currentTimeMillis() * MILLI;
        assertThat(clock.wallNs()).isBetween(beforeNs - 100 * MILLI, beforeNs + 10 * SECOND);
    }
}
