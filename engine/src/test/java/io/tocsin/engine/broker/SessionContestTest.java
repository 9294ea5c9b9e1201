package io.tocsin.engine.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionContestTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final SessionContest contest = new SessionContest("gw");

    @Test
    void shouldBelieveTheBroker() {
        assertThat(contest.onTakenOver())
                .startsWith("another client with id gw is connected: the broker gave it the session");
        assertThat(contest.isContested()).isTrue();
        contest.onSettled();
        assertThat(contest.isContested()).isFalse();
    }

    @Test
    void shouldSuspectAnotherClientWhenConnectionsAreClosedSoonAndInARow() {
        assertThat(contest.onClosed(SECOND_NS)).isNull();
        assertThat(contest.onClosed(SECOND_NS)).isNull();
        assertThat(contest.onClosed(SECOND_NS)).startsWith("another client with id gw is connected: probably");
        assertThat(contest.onClosed(SECOND_NS)).isNotNull();
        assertThat(contest.onClosed(SessionContest.QUICK_NS)).as("it lived").isNull();
        assertThat(contest.isContested()).isFalse();
    }

    @Test
    void shouldSuspectNobodyWhenTheBrokerIsAwayBetween() {
        for (int i = 0; i < 10; i++) {
            assertThat(contest.onClosed(SECOND_NS)).isNull();
            assertThat(contest.onClosed(SECOND_NS)).isNull();
            contest.onOtherEnd();
        }
    }
}
