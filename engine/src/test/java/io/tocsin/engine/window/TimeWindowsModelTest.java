package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.testkit.Seeds;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shortcuts about windows agree with the windows' ends. */
class TimeWindowsModelTest {
    private static final int KINDS_OF_EACH = 300;
    private static final int TIMES_OF_EACH = 50;
    private static final long HOUR_NS = 3_600_000_000_000L;
    /** 2025-10-25: with the hour that comes twice in the night after. */
    private static final long BASE_NS = 489_264 * HOUR_NS;

    @Test
    void shouldSayWhenATimeIsInNoWindowAnyMoreWhenAnotherHasPassed() {
        Seeds.forEach(KINDS_OF_EACH, seed -> {
            Random random = Seeds.random(seed);
            check(random, aligned(random), 1);
            check(random, cumulative(random), 1);
            check(random, new CalendarWindow(ZoneId.of("Europe/Berlin"), shifts(random)), HOUR_NS / 2);
        });
    }

    private static Window aligned(Random random) {
        long slideNs = 1L + random.nextInt(20);
        return new AlignedWindow(slideNs + random.nextInt(40), slideNs, random.nextInt((int) slideNs));
    }

    private static Window cumulative(Random random) {
        long stepNs = 1L + random.nextInt(10);
        long sizeNs = stepNs * (1L + random.nextInt(5));
        return new CumulativeWindow(sizeNs, stepNs, random.nextInt((int) sizeNs));
    }

    private static List<LocalTime> shifts(Random random) {
        return random.nextBoolean()
                ? List.of(LocalTime.of(2, 30))
                : List.of(LocalTime.of(6, 0), LocalTime.of(14, 0), LocalTime.of(22, 0));
    }

    private static void check(Random random, Window window, long unitNs) {
        TimeWindows windows = TimeWindows.of(window);
        for (int i = 0; i < TIMES_OF_EACH; i++) {
            long timeNs = BASE_NS + random.nextInt(200) * unitNs;
            long afterNs = timeNs + random.nextInt(-100, 100) * unitNs;
            assertThat(windows.isOver(timeNs, afterNs))
                    .as("%s, time=%d, after=%d", window, timeNs, afterNs)
                    .isEqualTo(windows.firstEndNs(timeNs, afterNs) == TimeWindows.NO_END);

            long endNs = windows.firstEndNs(afterNs, afterNs);
            assertThat(timeNs < windows.nextStartNs(endNs))
                    .as("%s, time=%d, end=%d", window, timeNs, endNs)
                    .isEqualTo(windows.firstEndNs(timeNs, endNs) == TimeWindows.NO_END);
        }
    }
}
