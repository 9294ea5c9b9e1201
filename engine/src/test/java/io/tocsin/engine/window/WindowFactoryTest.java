package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.AlignedWindow;
import io.tocsin.engine.plan.CalendarWindow;
import io.tocsin.engine.plan.CountWindow;
import io.tocsin.engine.plan.CumulativeWindow;
import io.tocsin.engine.plan.SessionWindow;
import io.tocsin.engine.plan.StateWindow;
import io.tocsin.engine.plan.Window;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowFactoryTest {
    @Test
    void shouldMakeTheWindowsOfEveryKind() {
        assertThat(made(new AlignedWindow(2, 1, 0))).isInstanceOf(AlignedWindows.class);
        assertThat(made(new SessionWindow(1, 0))).isInstanceOf(SessionWindows.class);
        assertThat(made(new CountWindow(2, 1))).isInstanceOf(CountWindows.class);
        assertThat(made(new CumulativeWindow(2, 1, 0))).isInstanceOf(CumulativeWindows.class);
        assertThat(made(new CalendarWindow(ZoneOffset.UTC, List.of(LocalTime.NOON))))
                .isInstanceOf(CalendarWindows.class);
        assertThat(made(new StateWindow(0, 1))).isInstanceOf(StateWindows.class);
    }

    private static KeyedWindows made(Window window) {
        return WindowFactory.create(window, List.of(Aggregate.COUNT), 0, 0, (slot, start, end, pane, isUpdate) -> {});
    }
}
