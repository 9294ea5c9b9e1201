package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import java.lang.management.ManagementFactory;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No kind of windows allocates for a sample, a late one, a row or a watermark once its arenas have grown. */
class WindowAllocationTest {
    private static final Aggregate[] ALL = Aggregate.values();
    private static final Aggregate[] SMALL = Arrays.copyOf(ALL, Aggregate.P50.ordinal());
    private static final List<TimeInState> STATES =
            List.of(TimeInState.above("high", 50), TimeInState.between("low", 0, 20));
    private static final int KEYS = 4;
    private static final int SAMPLES = 100_000;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LATENESS_NS = 100 * SECOND_NS;
    /** The JVM may allocate a little in our thread's name; one object a sample would be millions. */
    private static final long SLACK_BYTES = 4_096;

    private long rowCount;
    private double valueSum;
    /** In the middle of a month, for boundaries of a calendar that are new do allocate. */
    private long timeNs = TimeUnit.DAYS.toNanos(10);

    static Stream<Window> windows() {
        return Stream.of(
                new AlignedWindow(10 * SECOND_NS, 10 * SECOND_NS, 0),
                new AlignedWindow(340 * SECOND_NS, 20 * SECOND_NS, 0),
                new SessionWindow(5 * SECOND_NS, 0),
                new SessionWindow(0, SECOND_NS / 8),
                new CountWindow(100, 15),
                new CountWindow(20, 20),
                new CumulativeWindow(3_600 * SECOND_NS, 60 * SECOND_NS, 0),
                new CalendarWindow(
                        ZoneId.of("Europe/Berlin"),
                        List.of(LocalTime.of(6, 0), LocalTime.of(6, 20), LocalTime.of(22, 0))),
                new StateWindow(20, 60),
                new RollingWindow(300 * SECOND_NS));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void shouldAllocateNothingWhenSamplesPass(Window window) {
        Aggregate[] aggregates = window instanceof RollingWindow ? SMALL : ALL;
        KeyedWindows[] made = new KeyedWindows[1];
        KeyedWindows windows = WindowFactory.create(
                window,
                List.of(aggregates),
                STATES,
                20 * SECOND_NS,
                LATENESS_NS,
                (slot, start, end, pane, isUpdate) -> {
                    rowCount++;
                    valueSum += made[0].panes().secondsIn(pane, 0, end)
                            + made[0].panes().secondsIn(pane, 1, end);
                    for (Aggregate aggregate : aggregates) {
                        double value = made[0].panes().result(pane, aggregate, end);
                        // A rate has none with one instant, nor has an average by time whose samples come late.
                        valueSum += Double.isFinite(value) ? value : 0;
                    }
                });
        made[0] = windows;
        for (int key = 0; key < KEYS; key++) {
            windows.openSlot();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long threadId = Thread.currentThread().getId();
        drive(windows);
        threads.getThreadAllocatedBytes(threadId);
        rowCount = 0;
        long stateBytes = windows.stateBytes();
        long before = threads.getThreadAllocatedBytes(threadId);
        drive(windows);
        long allocated = threads.getThreadAllocatedBytes(threadId) - before;

        assertThat(allocated).isLessThan(SLACK_BYTES);
        assertThat(windows.stateBytes()).isEqualTo(stateBytes);
        assertThat(rowCount).isPositive();
        assertThat(valueSum).isNotNaN();
    }

    private void drive(KeyedWindows windows) {
        for (int i = 0; i < SAMPLES; i++) {
            timeNs += i % 64 == 0 ? 20 * SECOND_NS : SECOND_NS / 4;
            long late = i % 16 == 0 ? i % 100 * SECOND_NS : 0;
            int key = i / KEYS % KEYS;
            // More values than are counted exactly, and than there are buckets.
            double value = i * 37 % 100 + i % 1_000 * 1e-4;
            windows.onSample(key, timeNs - late, value, timeNs - 20 * SECOND_NS);
            if (i % 50 == 0) {
                windows.onWatermark(key, timeNs - 20 * SECOND_NS);
            }
        }
    }
}
