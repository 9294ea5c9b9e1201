package io.tocsin.engine.window;

import static io.tocsin.engine.window.WindowLists.NIL;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.CalendarWindow;
import java.util.Collection;

/**
 * Days or shifts by local time over the samples of many keys. Windows follow each other without overlap, and
 * {@link CalendarBoundaries} decides where they begin. When the clocks change, a window may be longer or shorter than
 * usual, or missing.
 *
 * <p>A key keeps the windows that have samples and may still change. The search for a sample's window begins at the
 * newest. The watermark that includes the sample judges lateness exactly as the previous watermark would: the two
 * differ only for the newest sample, and no window closed by that sample contains it.
 *
 * <p>Samples before the year {@value CalendarBoundaries#FIRST_YEAR} or after {@value CalendarBoundaries#LAST_YEAR}
 * (UTC) are refused and counted as dropped. All keys share the boundaries, which are not state.
 *
 * <pre>
 *   node: … | start 8 | end 8 | samples ({@link PaneLayout}) |                           {@link WindowLists}
 * </pre>
 *
 * <p>One thread. Allocates only in {@link #openSlot()}, when more windows than ever before are kept at once, and for
 * boundaries of a new stretch of time.
 */
public final class CalendarWindows extends ListedWindows {
    private final CalendarBoundaries boundaries;
    private final long latenessNs;

    /**
     * @param latenessNs how long after its end a window may still change
     */
    public CalendarWindows(
            CalendarWindow window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long latenessNs,
            WindowHandler handler) {
        this(window, new Panes(aggregates, timeIn, true), latenessNs, handler);
    }

    CalendarWindows(CalendarWindow window, Panes panes, long latenessNs, WindowHandler handler) {
        super(panes, new WindowLists(panes.length()), handler);
        this.boundaries = new CalendarBoundaries(window);
        this.latenessNs = latenessNs;
    }

    @Override
    public void onSample(int slot, long timeNs, double value, long watermarkNs) {
        onWatermark(slot, watermarkNs);
        lists.removeExpired(slot, latenessNs, watermarkNs, NIL);
        if (!CalendarBoundaries.isKnown(timeNs)) {
            droppedCount++;
            return;
        }
        int node = lists.lastStartingBy(slot, timeNs);
        if (node == NIL || timeNs >= lists.endNs(node)) {
            node = begin(slot, node, timeNs, watermarkNs);
            if (node == NIL) {
                return;
            }
        }
        long pane = lists.content(node);
        panes.add(pane, timeNs, value);
        if (lists.endNs(node) <= watermarkNs) {
            // A window that closed without samples is emitted for the first time by its first late sample.
            handler.onWindow(slot, lists.startNs(node), lists.endNs(node), pane, Panes.count(pane) > 1);
        }
    }

    @Override
    public void onWatermark(int slot, long watermarkNs) {
        if (lists.nextEndNs(slot) <= watermarkNs) {
            int node = lists.firstEndingAfter(slot, lists.watermarkNs(slot));
            while (node != NIL && lists.endNs(node) <= watermarkNs) {
                handler.onWindow(slot, lists.startNs(node), lists.endNs(node), lists.content(node), false);
                node = lists.next(node);
            }
            lists.nextEndNs(slot, node == NIL ? NO_END : lists.endNs(node));
        }
        lists.watermarkNs(slot, watermarkNs);
    }

    @Override
    public void giveKept(int slot, WindowHandler keptHandler) {
        long watermarkNs = lists.watermarkNs(slot);
        for (int node = lists.head(slot); node != NIL; node = lists.next(node)) {
            long endNs = lists.endNs(node);
            if (!WindowTimes.isExpired(endNs, latenessNs, watermarkNs)) {
                keptHandler.onWindow(slot, lists.startNs(node), endNs, lists.content(node), endNs <= watermarkNs);
            }
        }
    }

    /**
     * Adds the window of a sample for which no window is kept.
     *
     * @return the window's node, or {@link WindowLists#NIL} when the sample is too late
     */
    private int begin(int slot, int previous, long timeNs, long watermarkNs) {
        long endNs = boundaries.endNs(timeNs);
        if (WindowTimes.isExpired(endNs, latenessNs, watermarkNs)) {
            lateCount++;
            return NIL;
        }
        int node = lists.insertAfter(slot, previous, boundaries.startNs(timeNs), endNs);
        Panes.clear(lists.content(node));
        lists.nextEndFrom(slot, watermarkNs);
        return node;
    }
}
