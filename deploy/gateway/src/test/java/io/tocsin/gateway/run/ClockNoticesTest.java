package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ClockStep;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockNoticesTest {
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ClockNotices notices = new ClockNotices(sensor -> "s" + sensor, MINUTE_NS, log::add);

    @Test
    void shouldLogTenLinesAMinuteAndCountTheRest() throws Exception {
        notices.start();
        for (int sensor = 0; sensor < 13; sensor++) {
            notices.onClockRestart(sensor, 2 * MINUTE_NS, MINUTE_NS);
        }
        notices.stop();

        assertThat(log).hasSize(11);
        assertThat(log.get(9)).startsWith("sensor s9: its clock restarts, back by 1m");
        assertThat(log.get(10)).startsWith("clocks: 3 more steps and restarts");
    }

    @Test
    void shouldLogAReportThatComesWhileItSleeps() throws Exception {
        notices.start();
        for (int sensor = 0; sensor < 3; sensor++) {
            notices.onBehind(sensor, 2 * MINUTE_NS, MINUTE_NS);
            while (log.size() <= sensor) {
                Thread.onSpinWait();
            }
        }
        notices.stop();

        assertThat(log).hasSize(3);
    }

    @Test
    void shouldStopWithoutHavingStarted() throws Exception {
        notices.accept(new ClockStep(0, 0));
        notices.stop();

        assertThat(log).isEmpty();
    }
}
