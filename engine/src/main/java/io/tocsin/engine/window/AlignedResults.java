package io.tocsin.engine.window;

import static io.tocsin.engine.window.CurrentPanes.SETTLED_OFFSET;
import static io.tocsin.engine.window.CurrentPanes.START_OFFSET;
import static io.tocsin.engine.window.PaneRings.NEWEST_GIVEN_OFFSET;
import static io.tocsin.engine.window.PaneRings.NEWEST_OFFSET;
import static io.tocsin.engine.window.PaneRings.NEXT_END_INDEX_OFFSET;
import static io.tocsin.engine.window.PaneRings.NEXT_END_OFFSET;

import io.tocsin.engine.plan.window.AlignedWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The results of {@link AlignedWindows}: closes the windows of a key, emits those again that a late sample changes, and
 * keeps the end of the next window that closes.
 *
 * <p>A window is the merge of its panes; the merge of a window that closes builds on the one before it
 * ({@link WindowMerge}), one that is emitted again is made anew. The handler must not call these windows. One thread;
 * allocates nothing.
 */
final class AlignedResults {
    private final AlignedWindow window;
    private final long sizeNs;
    private final long slideNs;
    private final long latenessNs;
    private final long paneNs;
    private final PaneRings rings;
    private final CurrentPanes hands;
    private final WindowMerge merge;
    private final WindowMerge mergeAgain;
    /** Keeps the memory of the next three. */
    private final UnsafeBuffer scratch;

    private final long merged;
    private final long mergedAgain;
    private final long scratchStacks;
    private final WindowHandler handler;

    /**
     * @param stacksLength bytes of the stacks of one key's {@link WindowMerge}
     * @param latenessNs how long a closed window may still change
     */
    AlignedResults(
            AlignedWindow window,
            long latenessNs,
            Panes panes,
            PaneRings rings,
            CurrentPanes hands,
            long stacksLength,
            WindowHandler handler) {
        this.window = window;
        this.sizeNs = window.sizeNs();
        this.slideNs = window.slideNs();
        this.latenessNs = latenessNs;
        this.paneNs = window.paneNs();
        this.rings = rings;
        this.hands = hands;
        this.handler = handler;
        this.merge = new WindowMerge(rings, panes, rings.groupKeys);
        this.mergeAgain = new WindowMerge(rings, panes, 1);
        ByteBuffer memory = ByteBuffer.allocateDirect(2 * panes.length() + (int) stacksLength);
        this.scratch = new UnsafeBuffer(memory.order(ByteOrder.nativeOrder()));
        this.merged = scratch.addressOffset();
        this.mergedAgain = merged + panes.length();
        this.scratchStacks = mergedAgain + panes.length();
    }

    /** The end of the next window of a key that closes; {@link KeyedWindows#NO_END}: none has samples. */
    static long nextEnd(long header) {
        return UnsafeApi.getLong(header + NEXT_END_OFFSET);
    }

    /** The key has no samples, or none yet. */
    void reset(int slot) {
        merge.reset(rings.stacksOfGroup(slot), rings.indexInGroup(slot));
    }

    /** A window that holds the pane is open: none that is closes later than the next. */
    void openUntil(long header, long end, long start, int index) {
        if (end < nextEnd(header)) {
            UnsafeApi.putLong(header + NEXT_END_OFFSET, end);
            UnsafeApi.putInt(header + NEXT_END_INDEX_OFFSET, rings.indexAfter(index, (int) ((end - start) / paneNs)));
        }
    }

    /** The pane has a new sample but windows that hold it have closed: emits those again that may still change. */
    void onLateSample(
            int slot,
            long line,
            long header,
            long start,
            long firstEnd,
            int index,
            long timeNs,
            double value,
            long watermarkNs) {
        merge.addLate(rings.stacksOfGroup(slot), rings.indexInGroup(slot), start, timeNs, value);
        if (start > UnsafeApi.getLong(header + NEWEST_GIVEN_OFFSET)) {
            UnsafeApi.putLong(header + NEWEST_GIVEN_OFFSET, start);
        }
        long openEnd = window.firstEndAfterNs(watermarkNs);
        if (openEnd <= start + sizeNs) {
            openUntil(header, openEnd, start, index);
        }
        long end = Math.max(firstEnd, window.firstEndAfterNs(watermarkNs - latenessNs));
        int endIndex = rings.indexAfter(index, (int) ((end - start) / paneNs));
        hands.putBack(slot, line);
        mergeAgain.reset(scratchStacks, 0);
        for (; end <= watermarkNs && end <= start + sizeNs; end += slideNs) {
            long pane = mergeAgain.merge(rings.ring(slot), scratchStacks, 0, end, endIndex, mergedAgain);
            endIndex = rings.indexAfter(endIndex, rings.panesOfSlide);
            // A window that closed without a sample has its first row now.
            handler.onWindow(slot, end - sizeNs, end, pane, Panes.count(pane) > 1);
        }
    }

    /** Closes every window up to the watermark, the oldest first. At least one does. */
    void close(int slot, long line, long header, long watermarkNs) {
        UnsafeApi.putLong(line + SETTLED_OFFSET, watermarkNs);
        long firstEnd = nextEnd(header);
        long lastEnd = firstEnd > watermarkNs - slideNs ? firstEnd : watermarkNs;
        // A pane that begins behind the last of them is in none: nearly always so, for the next sample moves the
        // watermark.
        if (UnsafeApi.getLong(line + START_OFFSET) < lastEnd) {
            hands.putBack(slot, line);
        }
        long ring = rings.ring(slot);
        long stacks = rings.stacksOfGroup(slot);
        int keyInGroup = rings.indexInGroup(slot);
        for (long end = firstEnd; end <= watermarkNs; end = nextEnd(header)) {
            int endIndex = UnsafeApi.getInt(header + NEXT_END_INDEX_OFFSET);
            long pane = merge.merge(ring, stacks, keyInGroup, end, endIndex, merged);
            if (merge.newestPaneNs() > UnsafeApi.getLong(header + NEWEST_GIVEN_OFFSET)) {
                UnsafeApi.putLong(header + NEWEST_GIVEN_OFFSET, merge.newestPaneNs());
            }
            stepBehind(slot, line, header, ring, end, endIndex);
            handler.onWindow(slot, end - sizeNs, end, pane, false);
        }
    }

    /** Makes the next end that of the next window with samples. */
    private void stepBehind(int slot, long line, long header, long ring, long end, int endIndex) {
        long next = end + slideNs;
        int index = rings.indexAfter(endIndex, rings.panesOfSlide);
        if (UnsafeApi.getLong(header + NEWEST_GIVEN_OFFSET) < next - sizeNs) {
            long newest = UnsafeApi.getLong(header + NEWEST_OFFSET);
            if (newest < end) {
                next = KeyedWindows.NO_END;
            } else if (newest >= next) {
                hands.putBack(slot, line);
                // Nothing before the end is in the next window; the first pane behind it says which one is.
                long start = end;
                int paneIndex = endIndex;
                while (!rings.has(ring, paneIndex, start)) {
                    start += paneNs;
                    paneIndex = rings.indexAfter(paneIndex, 1);
                }
                long skipped = (start - end) / slideNs;
                next += skipped * slideNs;
                index = rings.indexAfter(index, (int) skipped * rings.panesOfSlide);
            }
        }
        UnsafeApi.putLong(header + NEXT_END_OFFSET, next);
        UnsafeApi.putInt(header + NEXT_END_INDEX_OFFSET, index);
    }

    /** Emits the windows with samples that may still change, the oldest first. */
    void emitKept(int slot, long header, long watermarkNs, WindowHandler keptHandler) {
        long newest = UnsafeApi.getLong(header + NEWEST_OFFSET);
        if (newest == PaneRings.NO_PANE || newest + sizeNs + latenessNs <= watermarkNs) {
            return;
        }
        long end = window.firstEndAfterNs(watermarkNs - latenessNs);
        int endIndex = rings.indexOf(end);
        long ring = rings.ring(slot);
        hands.putBack(slot, hands.line(slot));
        mergeAgain.reset(scratchStacks, 0);
        for (; end <= newest + sizeNs; end += slideNs) {
            long pane = mergeAgain.merge(ring, scratchStacks, 0, end, endIndex, mergedAgain);
            endIndex = rings.indexAfter(endIndex, rings.panesOfSlide);
            if (Panes.count(pane) > 0) {
                keptHandler.onWindow(slot, end - sizeNs, end, pane, end < nextEnd(header));
            }
        }
    }
}
