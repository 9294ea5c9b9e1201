package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.AlignedWindow;
import io.tocsin.engine.plan.CalendarWindow;
import io.tocsin.engine.plan.CountWindow;
import io.tocsin.engine.plan.CumulativeWindow;
import io.tocsin.engine.plan.SessionWindow;
import io.tocsin.engine.plan.StateWindow;
import io.tocsin.engine.plan.Window;
import java.util.Collection;

/** Makes the windows of every kind of the plan. */
public final class WindowFactory {
    private WindowFactory() {}

    /**
     * Windows without keys.
     *
     * @param outOfOrdernessNs how far the watermark is behind the newest sample
     * @param latenessNs how long a closed window may still change; nothing to windows that time does not close
     */
    public static KeyedWindows create(
            Window window,
            Collection<Aggregate> aggregates,
            long outOfOrdernessNs,
            long latenessNs,
            WindowHandler handler) {
        if (window instanceof AlignedWindow aligned) {
            return new AlignedWindows(aligned, aggregates, outOfOrdernessNs, latenessNs, handler);
        }
        if (window instanceof CumulativeWindow cumulative) {
            return new CumulativeWindows(cumulative, aggregates, latenessNs, handler);
        }
        if (window instanceof CalendarWindow calendar) {
            return new CalendarWindows(calendar, aggregates, latenessNs, handler);
        }
        if (window instanceof SessionWindow session) {
            return new SessionWindows(session, aggregates, latenessNs, SessionWindows.DEFAULT_MAX_PER_KEY, handler);
        }
        if (window instanceof CountWindow count) {
            return new CountWindows(count, aggregates, handler);
        }
        if (window instanceof StateWindow state) {
            return new StateWindows(state, aggregates, handler);
        }
        // The interface is sealed: whoever adds a kind adds it here.
        throw new AssertionError("no windows for type=" + window.type());
    }
}
