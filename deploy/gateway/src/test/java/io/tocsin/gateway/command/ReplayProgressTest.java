package io.tocsin.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.run.Replay;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ReplayProgressTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long T0 = 1_795_195_860_000_000_000L;

    private final StringWriter err = new StringWriter();
    private long nowNs = 17;
    private final ReplayProgress progress =
            new ReplayProgress(new PrintWriter(err, true), 10_000, () -> nowNs, SECOND_NS);

    @Test
    void shouldSayNothingWhenTheReplayIsQuick() {
        nowNs += SECOND_NS - 1;
        progress.reached(9_999, T0);

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldTellPositionRateAndTimeOnceAnInterval() {
        progress.reached(1_000, T0);
        nowNs += 2 * SECOND_NS;
        progress.reached(3_000, T0);
        nowNs += SECOND_NS / 2;
        progress.reached(3_500, T0);
        nowNs += SECOND_NS / 2;
        progress.reached(7_500, Replay.NO_TIME);

        assertThat(err.toString().lines())
                .containsExactly(
                        "replay: 3,000 of 10,000 records, 30.0 %, 1,000/s, at 2026-11-20T17:31:00Z",
                        "replay: 7,500 of 10,000 records, 75.0 %, 4,500/s");
    }
}
