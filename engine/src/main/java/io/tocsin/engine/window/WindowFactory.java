package io.tocsin.engine.window;

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
import java.util.Collection;
import java.util.List;

/** Creates the windows of every kind of plan node. */
public final class WindowFactory {
    /** Bytes at most that a key with large panes may keep. */
    private static final long LARGE_KEY_LENGTH_MAX = 1 << 20;
    /** Longest span of time; longer ones might overflow sums of panes. */
    private static final long SPAN_NS_MAX = Long.MAX_VALUE / 8;

    private WindowFactory() {}

    /** Creates windows without times in states; the parameters are those of the method below. */
    public static KeyedWindows create(
            Window window,
            Collection<Aggregate> aggregates,
            long outOfOrdernessNs,
            long latenessNs,
            WindowHandler handler) {
        return create(window, aggregates, List.of(), outOfOrdernessNs, latenessNs, handler);
    }

    /**
     * Creates windows, with no key opened yet, for an unknown number of keys.
     *
     * @param timeIn the states whose durations are aggregated
     * @param outOfOrdernessNs how far the watermark lags behind the newest sample
     * @param latenessNs how long after its end a window may still change; irrelevant for windows that time does not
     *     close
     * @throws IllegalArgumentException when a key would need too much memory
     */
    public static KeyedWindows create(
            Window window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long outOfOrdernessNs,
            long latenessNs,
            WindowHandler handler) {
        return create(window, aggregates, timeIn, outOfOrdernessNs, latenessNs, KeyedWindows.ANY_NUMBER, handler);
    }

    /**
     * Creates windows, with no key opened yet, for an expected number of keys: few keys take little memory.
     *
     * @param expectedKeys at least 1, or {@link KeyedWindows#ANY_NUMBER}
     * @throws IllegalArgumentException when a key would need too much memory
     */
    public static KeyedWindows create(
            Window window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long outOfOrdernessNs,
            long latenessNs,
            int expectedKeys,
            WindowHandler handler) {
        return create(window, aggregates, timeIn, outOfOrdernessNs, latenessNs, expectedKeys, false, handler);
    }

    /**
     * Creates windows, with no key opened yet, that may know the value before their first sample.
     *
     * @param carries whether they are told of it: {@link Panes#carry}; only where time alone decides the ends
     * @throws IllegalArgumentException when a key would need too much memory
     */
    public static KeyedWindows create(
            Window window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long outOfOrdernessNs,
            long latenessNs,
            int expectedKeys,
            boolean carries,
            WindowHandler handler) {
        KeyedWindows windows =
                make(window, aggregates, timeIn, outOfOrdernessNs, latenessNs, expectedKeys, carries, handler);
        if (windows.panes().isLarge()) {
            long spanNs = Math.min(WindowTimes.plus(outOfOrdernessNs, latenessNs), SPAN_NS_MAX);
            long paneCount = morePanes(window, spanNs);
            // The current pane's cache line does not count, so that plans accepted before it existed are still
            // accepted.
            long room = LARGE_KEY_LENGTH_MAX + CurrentPanes.LENGTH - windows.bytesPerKey();
            if (room < 0 || paneCount > room / windows.panes().length()) {
                throw new IllegalArgumentException("with percentiles or distinct, a window may need at most "
                        + LARGE_KEY_LENGTH_MAX + " bytes of state a key: make its slide or step longer, or"
                        + " out-of-orderness and lateness shorter, bytesPerPane="
                        + windows.panes().length());
            }
        }
        return windows;
    }

    /** Panes that a key may come to keep besides those in {@link KeyedWindows#bytesPerKey}. */
    private static long morePanes(Window window, long spanNs) {
        if (window instanceof CumulativeWindow cumulative) {
            return spanNs / cumulative.stepNs() + 1 + 2 * (spanNs / cumulative.sizeNs() + 1);
        }
        if (window instanceof CalendarWindow calendar) {
            return spanNs / calendar.stepNs() + 1;
        }
        return window instanceof SessionWindow ? SessionWindows.DEFAULT_MAX_PER_KEY - 1 : 0;
    }

    private static KeyedWindows make(
            Window window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long outOfOrdernessNs,
            long latenessNs,
            int expectedKeys,
            boolean carries,
            WindowHandler handler) {
        if (window instanceof AlignedWindow aligned) {
            Panes panes = new Panes(aggregates, timeIn, true, carries);
            return new AlignedWindows(aligned, panes, outOfOrdernessNs, latenessNs, expectedKeys, handler);
        }
        if (window instanceof CumulativeWindow cumulative) {
            return new CumulativeWindows(cumulative, new Panes(aggregates, timeIn, true, carries), latenessNs, handler);
        }
        if (window instanceof CalendarWindow calendar) {
            return new CalendarWindows(calendar, new Panes(aggregates, timeIn, true, carries), latenessNs, handler);
        }
        if (window instanceof SessionWindow session) {
            return new SessionWindows(
                    session, aggregates, timeIn, latenessNs, SessionWindows.DEFAULT_MAX_PER_KEY, handler);
        }
        if (window instanceof CountWindow count) {
            return new CountWindows(count, aggregates, timeIn, handler);
        }
        if (window instanceof StateWindow state) {
            return new StateWindows(state, aggregates, timeIn, handler);
        }
        if (window instanceof RollingWindow rolling) {
            return new RollingWindows(rolling, aggregates, timeIn, RollingWindows.DEFAULT_MAX_PER_KEY, handler);
        }
        // The interface is sealed: a new kind of window needs a branch here.
        throw new AssertionError("no windows for type=" + window.type());
    }
}
