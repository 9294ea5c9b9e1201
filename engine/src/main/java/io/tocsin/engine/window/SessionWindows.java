package io.tocsin.engine.window;

import static io.tocsin.engine.window.WindowLists.NIL;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.SessionWindow;
import java.util.Collection;
import org.agrona.UnsafeApi;

/**
 * Sessions over the samples of many keys. A sample reaches from its time to its time plus its gap. Samples whose
 * reaches overlap or touch belong to one session, so a sample may extend a session or merge several into one.
 *
 * <p>A session is kept until the watermark has reached its end plus the lateness. Until then a sample can change it, as
 * in Flink. A sample's lateness depends on its session: the sample is dropped only if it would be alone in a session
 * that has already expired. A closed session that changes is emitted again as an update:
 *
 * <ul>
 *   <li>at once, if it still ends at or before the watermark;
 *   <li>when the watermark reaches its end, if it now ends behind the watermark and so is open again.
 * </ul>
 *
 * <p>One update may replace several emitted sessions: it replaces all windows within its bounds.
 *
 * <p>A sample exactly at the end of a session belongs to it. If this very sample moves the watermark to that end, the
 * session is still open for it, because the watermark before the sample decides. In every other case the watermark that
 * includes the sample decides alike: the two differ only for the newest sample, which lies behind the sessions it
 * closes.
 *
 * <p>Refused and counted as dropped are samples whose gap is less than 1 ns or not a number, samples whose reach ends
 * beyond the range of times, and samples that would begin a session when their key has its full number of sessions. No
 * session is given up for another.
 *
 * <pre>
 *   node: … | start 8 | end 8 | whether it was emitted 8 | samples ({@link PaneLayout}) |      {@link WindowLists}
 * </pre>
 *
 * <p>One thread. Allocates only in {@link #openSlot()}, and when more sessions than ever before are kept at once.
 */
public final class SessionWindows extends ListedWindows {
    /** Default limit of sessions per key, open ones and those within their lateness. */
    public static final int DEFAULT_MAX_PER_KEY = 64;

    private static final int PANE_OFFSET = Long.BYTES;

    private final long gapNs;
    private final long gapPerUnitNs;
    private final long latenessNs;
    private final int maxPerKey;

    /**
     * @param latenessNs how long after its end a session may still change
     * @param maxPerKey limit of sessions per key, above 0
     */
    public SessionWindows(
            SessionWindow window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long latenessNs,
            int maxPerKey,
            WindowHandler handler) {
        this(window, new Panes(aggregates, timeIn, false), latenessNs, maxPerKey, handler);
    }

    private SessionWindows(SessionWindow window, Panes panes, long latenessNs, int maxPerKey, WindowHandler handler) {
        super(panes, new WindowLists(PANE_OFFSET + panes.length()), handler);
        if (maxPerKey <= 0) {
            throw new IllegalArgumentException("maxPerKey must be at least 1, maxPerKey=" + maxPerKey);
        }
        this.gapNs = window.gapNs();
        this.gapPerUnitNs = window.gapPerUnitNs();
        this.latenessNs = latenessNs;
        this.maxPerKey = maxPerKey;
    }

    @Override
    public void onSample(int slot, long timeNs, double value, long watermarkNs) {
        // The cast turns NaN into 0 and values above the range into the greatest long.
        long reachNs = gapPerUnitNs == 0 ? gapNs : (long) (value * gapPerUnitNs);
        long endNs = timeNs + reachNs;
        if (reachNs <= 0 || endNs < timeNs || endNs == NO_END) {
            droppedCount++;
            onWatermark(slot, watermarkNs);
            return;
        }
        int touched = close(slot, watermarkNs, timeNs);
        lists.removeExpired(slot, latenessNs, watermarkNs, touched);
        put(slot, timeNs, endNs, value, watermarkNs);
    }

    @Override
    public void onWatermark(int slot, long watermarkNs) {
        close(slot, watermarkNs, NO_END);
    }

    @Override
    public boolean moveClock(int slot, long byNs) {
        lists.move(slot, byNs);
        for (int node = lists.head(slot); node != NIL; node = lists.next(node)) {
            panes.move(lists.content(node) + PANE_OFFSET, byNs);
        }
        return true;
    }

    @Override
    public void giveKept(int slot, WindowHandler keptHandler) {
        long watermarkNs = lists.watermarkNs(slot);
        for (int node = lists.head(slot); node != NIL; node = lists.next(node)) {
            if (!WindowTimes.isExpired(lists.endNs(node), latenessNs, watermarkNs)) {
                long content = lists.content(node);
                keptHandler.onWindow(
                        slot, lists.startNs(node), lists.endNs(node), content + PANE_OFFSET, isGiven(content));
            }
        }
    }

    /**
     * Closes the sessions up to the watermark, oldest first, except one that ends exactly where the next sample touches
     * it.
     *
     * @return that session, or {@link WindowLists#NIL}
     */
    private int close(int slot, long watermarkNs, long touchNs) {
        int touched = NIL;
        if (lists.nextEndNs(slot) <= watermarkNs) {
            int node = lists.firstEndingAfter(slot, lists.watermarkNs(slot));
            while (node != NIL && lists.endNs(node) <= watermarkNs) {
                if (lists.endNs(node) == touchNs) {
                    touched = node;
                } else {
                    give(slot, node);
                }
                node = lists.next(node);
            }
            lists.nextEndNs(slot, node == NIL ? NO_END : lists.endNs(node));
        }
        lists.watermarkNs(slot, watermarkNs);
        return touched;
    }

    private void put(int slot, long timeNs, long endNs, double value, long watermarkNs) {
        int node = lists.lastStartingBy(slot, endNs);
        if (node == NIL || lists.endNs(node) < timeNs) {
            if (WindowTimes.isExpired(endNs, latenessNs, watermarkNs)) {
                lateCount++;
                return;
            }
            if (lists.count(slot) == maxPerKey) {
                droppedCount++;
                return;
            }
            node = begin(slot, node, timeNs, endNs);
        } else {
            extend(slot, node, timeNs, endNs);
        }
        panes.add(lists.content(node) + PANE_OFFSET, timeNs, value);
        if (lists.endNs(node) <= watermarkNs) {
            give(slot, node);
        }
        lists.nextEndFrom(slot, watermarkNs);
    }

    private int begin(int slot, int previous, long startNs, long endNs) {
        int node = lists.insertAfter(slot, previous, startNs, endNs);
        UnsafeApi.putLong(lists.content(node), 0);
        Panes.clear(lists.content(node) + PANE_OFFSET);
        return node;
    }

    /** Extends a session to contain a sample, and merges the earlier sessions that the sample also touches into it. */
    private void extend(int slot, int node, long timeNs, long endNs) {
        long content = lists.content(node);
        int earlier = lists.previous(node);
        while (earlier != NIL && lists.endNs(earlier) >= timeNs) {
            long from = lists.content(earlier);
            panes.merge(content + PANE_OFFSET, from + PANE_OFFSET);
            UnsafeApi.putLong(content, UnsafeApi.getLong(content) | UnsafeApi.getLong(from));
            lists.startNs(node, lists.startNs(earlier));
            lists.remove(slot, earlier);
            earlier = lists.previous(node);
        }
        lists.startNs(node, Math.min(lists.startNs(node), timeNs));
        lists.endNs(node, Math.max(lists.endNs(node), endNs));
    }

    private void give(int slot, int node) {
        long content = lists.content(node);
        handler.onWindow(slot, lists.startNs(node), lists.endNs(node), content + PANE_OFFSET, isGiven(content));
        UnsafeApi.putLong(content, 1);
    }

    private static boolean isGiven(long content) {
        return UnsafeApi.getLong(content) != 0;
    }
}
