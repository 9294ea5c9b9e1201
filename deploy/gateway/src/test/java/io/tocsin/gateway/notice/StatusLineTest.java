package io.tocsin.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.tally.InputTally;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private final Counters counters = new Counters();
    private final InputTally first = new InputTally("plant", "topic filter a/#", TimeUnits.MS);
    private final InputTally second = new InputTally("plant", "topic filter b/#", TimeUnits.MS);
    private long nowNs;
    private long active = 2;
    private final StatusLine status = new StatusLine(counters, List.of(first, second), () -> active, () -> nowNs);

    private String after(int seconds) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
        return status.next();
    }

    private void drop(InputTally tally, Counter reason, int count) {
        counters.add(reason, count);
        tally.dropped(reason, count);
    }

    @Test
    void shouldSayRateActiveAlarmsAndDropsOfTheMinute() {
        counters.add(Counter.RECEIVED, 72_000);
        drop(first, Counter.DROPPED_BAD_JSON, 3);
        drop(second, Counter.DROPPED_BAD_JSON, 4);
        counters.add(Counter.DROPPED_DUPLICATE, 5);
        assertThat(after(59)).isNull();
        assertThat(after(1))
                .isEqualTo(
                        "status: 1,200.0 readings/s, 2 alarms active, dropped since the last status: droppedBadJson 3"
                                + " (plant, topic filter a/#), droppedBadJson 4 (plant, topic filter b/#), droppedDuplicate 5");

        counters.add(Counter.RECEIVED, 30);
        drop(second, Counter.DROPPED_BAD_JSON, 1);
        active = 0;
        assertThat(after(60))
                .isEqualTo("status: 0.5 readings/s, 0 alarms active, dropped since the last status: droppedBadJson 1"
                        + " (plant, topic filter b/#)");
        assertThat(after(30)).isNull();
        assertThat(after(30)).isEqualTo("status: 0.0 readings/s, 0 alarms active, dropped since the last status: none");
    }
}
