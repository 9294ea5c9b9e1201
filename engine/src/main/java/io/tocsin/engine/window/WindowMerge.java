package io.tocsin.engine.window;

import org.agrona.UnsafeApi;

/**
 * Merges the panes of windows with ascending ends. A window of few panes is merged from all of them. A window of many
 * panes uses two stacks, so its cost does not depend on its number of panes:
 *
 * <pre>
 *   panes of the window:   front … | … flipped | … last end
 *                          suffix[front]       running
 * </pre>
 *
 * <p>{@code suffix[i]} is the merge of the flipped panes from the i-th to the last; {@code running} is the merge of the
 * panes behind them. The next window drops panes at the front, which is a step to a shorter suffix, and merges its new
 * panes into {@code running}. When no suffix is left, the window's panes are flipped: suffixes are computed over all of
 * them, from the last to the first, and {@code running} is emptied. (Two stacks as a queue; Tangwongsan, Hirzel,
 * Schneider: Low-Latency Sliding-Window Aggregation in Worst-Case Constant Time, 2017, section 3.)
 *
 * <p>A window that does not directly follow the previous one flips at once, so a jump of time costs no more than a
 * flip. Sums are only added to, never subtracted from; the result differs from a plain merge only by the order of
 * addition.
 *
 * <p>The stacks of several keys lie interleaved in memory that the caller owns, as described in {@link PaneRings}: last
 * end and front, running, suffixes. One thread; allocates nothing.
 */
final class WindowMerge {
    private static final int LAST_END_OFFSET = 0;
    private static final int FRONT_OFFSET = 8;
    /** Bytes of a key's last end and front. */
    static final int FIELDS_LENGTH = 16;

    private static final long NO_END = Long.MIN_VALUE;

    /** Greatest number of panes of a window that is merged from all its panes, without stacks. */
    private static final int FEW_PANES = 16;

    private final PaneRings rings;
    private final Panes panes;
    private final int interleaved;
    private final int panesOfWindow;
    private final int panesOfSlide;
    private final long paneNs;
    private final boolean isOfFew;
    private final boolean arePlain;
    private long newestPane;

    /**
     * @param interleaved number of keys whose stacks lie interleaved
     */
    WindowMerge(PaneRings rings, Panes panes, int interleaved) {
        this.rings = rings;
        this.panes = panes;
        this.interleaved = interleaved;
        this.panesOfWindow = rings.panesOfWindow;
        this.panesOfSlide = rings.panesOfSlide;
        this.paneNs = rings.paneNs;
        this.arePlain = panes.arePlain();
        this.isOfFew = panesOfWindow <= FEW_PANES;
    }

    /** Bytes of the stacks of one key. */
    static long length(long panesOfWindow, Panes panes) {
        return panesOfWindow <= FEW_PANES ? 0 : FIELDS_LENGTH + (panesOfWindow + 1) * panes.length();
    }

    /** Forgets all previous windows. */
    void reset(long stacks, int key) {
        if (!isOfFew) {
            UnsafeApi.putLong(fields(stacks, key) + LAST_END_OFFSET, NO_END);
        }
    }

    /**
     * Merges a window.
     *
     * @param ring of the key
     * @param stacks address of the interleaved stacks
     * @param key index of the key among the interleaved stacks
     * @param endNs end of the window, after the end of the previous one
     * @param endIndex place of the end in the ring
     * @param into address of the pane that receives the merge, unless the window is a single pane
     * @return address of the merge, empty when there are no samples
     */
    long merge(long ring, long stacks, int key, long endNs, int endIndex, long into) {
        if (panesOfWindow == 1) {
            int index = rings.indexAfter(endIndex, -1);
            if (rings.has(ring, index, endNs - paneNs)) {
                newestPane = endNs - paneNs;
                return rings.samples(ring, index);
            }
        }
        Panes.clear(into);
        newestPane = PaneRings.NO_PANE;
        if (isOfFew) {
            mergePanes(ring, panesOfWindow, endNs, endIndex, into);
            return into;
        }
        long fields = fields(stacks, key);
        long running = running(stacks, key);
        int front = UnsafeApi.getInt(fields + FRONT_OFFSET) + panesOfSlide;
        boolean isNext = UnsafeApi.getLong(fields + LAST_END_OFFSET) == endNs - panesOfSlide * paneNs;
        if (isNext && front < panesOfWindow) {
            mergePanes(ring, panesOfSlide, endNs, endIndex, running);
        } else {
            flip(ring, running, endNs, endIndex);
            front = 0;
        }
        UnsafeApi.putLong(fields + LAST_END_OFFSET, endNs);
        UnsafeApi.putInt(fields + FRONT_OFFSET, front);
        panes.merge(into, suffix(running, front));
        panes.merge(into, running);
        return into;
    }

    /** Start of the newest pane that the latest call of {@link #merge} found, {@link PaneRings#NO_PANE} for none. */
    long newestPaneNs() {
        return newestPane;
    }

    /**
     * Adds a sample to a pane of earlier windows, and to every merge that already contains the pane.
     *
     * @param startNs start of the sample's pane
     */
    void addLate(long stacks, int key, long startNs, long timeNs, double value) {
        if (isOfFew) {
            return;
        }
        long fields = fields(stacks, key);
        long lastEnd = UnsafeApi.getLong(fields + LAST_END_OFFSET);
        if (lastEnd == NO_END || startNs >= lastEnd) {
            return;
        }
        int front = UnsafeApi.getInt(fields + FRONT_OFFSET);
        long running = running(stacks, key);
        long flippedEnd = lastEnd - front * paneNs;
        if (startNs >= flippedEnd) {
            panes.add(running, timeNs, value);
            return;
        }
        long own = panesOfWindow - (flippedEnd - startNs) / paneNs;
        for (int i = front; i <= own; i++) {
            panes.add(suffix(running, i), timeNs, value);
        }
    }

    /** Merges the last panes before an end, oldest first. */
    private void mergePanes(long ring, int paneCount, long endNs, int endIndex, long into) {
        if (arePlain) {
            newestPane = PlainPanes.mergeRun(rings, ring, paneCount, endNs, endIndex, into);
            return;
        }
        int index = rings.indexAfter(endIndex, -paneCount);
        for (long start = endNs - paneCount * paneNs; start < endNs; start += paneNs) {
            if (rings.has(ring, index, start)) {
                panes.merge(into, rings.samples(ring, index));
                newestPane = start;
            }
            index = rings.indexAfter(index, 1);
        }
    }

    private void flip(long ring, long running, long endNs, int endIndex) {
        int index = endIndex;
        long start = endNs;
        long later = 0;
        for (int i = panesOfWindow - 1; i >= 0; i--) {
            index = rings.indexAfter(index, -1);
            start -= paneNs;
            long suffix = suffix(running, i);
            Panes.clear(suffix);
            if (rings.has(ring, index, start)) {
                panes.merge(suffix, rings.samples(ring, index));
                newestPane = Math.max(newestPane, start);
            }
            if (later != 0) {
                panes.merge(suffix, later);
            }
            later = suffix;
        }
        Panes.clear(running);
    }

    private static long fields(long stacks, int key) {
        return stacks + (long) key * FIELDS_LENGTH;
    }

    private long running(long stacks, int key) {
        return stacks + (long) interleaved * FIELDS_LENGTH + (long) key * panes.length();
    }

    private long suffix(long running, int index) {
        return running + (index + 1L) * interleaved * panes.length();
    }
}
