package io.tocsin.engine.pipeline.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsualWaitTest {
    private static final long AWAKE_NS = 25_000;
    private static final long LONG_NS = 1_000_000_000;

    private final UsualWait wait = new UsualWait(AWAKE_NS);

    @Test
    void shouldExpectARecordSoonAtFirstAndWhileRecordsComeSoon() {
        assertThat(wait.isShort()).isTrue();
        records(100, AWAKE_NS - 1);
        assertThat(wait.isShort()).isTrue();
    }

    @Test
    void shouldExpectNoneAfterAFewLongWaits() {
        records(4, LONG_NS);
        assertThat(wait.isShort()).isFalse();
    }

    @Test
    void shouldStayAwakeAgainAfterADozenShortWaitsHoweverLongThePauseWas() {
        records(100, LONG_NS);
        records(12, 1_000);
        assertThat(wait.isShort()).isTrue();
    }

    @Test
    void shouldTakeADutyForAWaitOfAtLeastThatLength() {
        IntStream.range(0, 100).forEach(i -> wait.onDuty(AWAKE_NS / 2));
        assertThat(wait.isShort()).isTrue();
        IntStream.range(0, 100).forEach(i -> wait.onDuty(LONG_NS));
        assertThat(wait.isShort()).isFalse();
        IntStream.range(0, 100).forEach(i -> wait.onDuty(0));
        assertThat(wait.isShort()).as("a duty that comes at once tells nothing").isFalse();
    }

    @Test
    void shouldNeverSleepWhenAwakeForEver() {
        UsualWait spinning = new UsualWait(EngineWait.FOR_EVER);
        IntStream.range(0, 100).forEach(i -> spinning.onRecord(LONG_NS));
        assertThat(spinning.isShort()).isTrue();
    }

    private void records(int count, long waitedNs) {
        IntStream.range(0, count).forEach(i -> wait.onRecord(waitedNs));
    }
}
