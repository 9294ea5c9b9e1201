package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowFactoryTest {
    private static final CalendarWindow DAYS = new CalendarWindow(ZoneOffset.UTC, List.of(LocalTime.NOON));

    @Test
    void shouldMakeTheWindowsOfEveryKind() {
        assertThat(made(new AlignedWindow(2, 1, 0))).isInstanceOf(AlignedWindows.class);
        assertThat(made(new SessionWindow(1, 0))).isInstanceOf(SessionWindows.class);
        assertThat(made(new CountWindow(2, 1))).isInstanceOf(CountWindows.class);
        assertThat(made(new CumulativeWindow(2, 1, 0))).isInstanceOf(CumulativeWindows.class);
        assertThat(made(new CalendarWindow(ZoneOffset.UTC, List.of(LocalTime.NOON))))
                .isInstanceOf(CalendarWindows.class);
        assertThat(made(new StateWindow(0, 1))).isInstanceOf(StateWindows.class);
        assertThat(made(new RollingWindow(1))).isInstanceOf(RollingWindows.class);
    }

    /** Large panes are for windows of few. */
    @Test
    void shouldRefuseWhatWouldKeepTooManyLargePanes() {
        long spanNs = 1_000;
        for (Aggregate large : List.of(Aggregate.P50, Aggregate.DISTINCT)) {
            assertThat(made(new AlignedWindow(1_000, 100, 0), large, spanNs).bytesPerKey())
                    .isLessThan(1 << 20);
            made(new SessionWindow(1, 0), large, spanNs);
            made(new CountWindow(100, 1), large, spanNs);
            made(new CumulativeWindow(1_000, 10, 0), large, spanNs);
            made(new StateWindow(0, 1), large, spanNs);
            made(DAYS, large, TimeUnit.DAYS.toNanos(100));
            assertTooLarge(new AlignedWindow(1_000, 1, 0), large, 0);
            assertTooLarge(new AlignedWindow(1, 1, 0), large, spanNs);
            assertTooLarge(new CountWindow(1_000, 1), large, 0);
            assertTooLarge(new CumulativeWindow(1_000, 1, 0), large, spanNs);
            assertTooLarge(new CumulativeWindow(1, 1, 0), large, Long.MAX_VALUE);
            assertTooLarge(DAYS, large, TimeUnit.DAYS.toNanos(1_000));
            assertTooLarge(DAYS, large, Long.MAX_VALUE);
        }
    }

    private static void assertTooLarge(Window window, Aggregate large, long spanNs) {
        assertThatThrownBy(() -> made(window, large, spanNs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1048576 bytes of state a key");
        made(window, Aggregate.AVG, spanNs);
    }

    private static KeyedWindows made(Window window, Aggregate aggregate, long spanNs) {
        return WindowFactory.create(
                window, List.of(aggregate), spanNs / 2, spanNs - spanNs / 2, (slot, start, end, pane, isUpdate) -> {});
    }

    private static KeyedWindows made(Window window) {
        return WindowFactory.create(window, List.of(Aggregate.COUNT), 0, 0, (slot, start, end, pane, isUpdate) -> {});
    }
}
