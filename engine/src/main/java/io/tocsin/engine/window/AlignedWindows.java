package io.tocsin.engine.window;

import static io.tocsin.engine.window.CurrentPanes.SETTLED_OFFSET;
import static io.tocsin.engine.window.CurrentPanes.START_OFFSET;
import static io.tocsin.engine.window.CurrentPanes.UNTIL_OFFSET;
import static io.tocsin.engine.window.PaneRings.HAND_FIRST_END_OFFSET;
import static io.tocsin.engine.window.PaneRings.NEWEST_OFFSET;
import static io.tocsin.engine.window.PaneRings.TOLD_WATERMARK_OFFSET;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tumbling and sliding windows over the samples of many keys. A sample goes into one pane, whatever the number of
 * windows that hold it; a window that closes is the merge of its panes ({@link WindowMerge}).
 *
 * <p>A key's panes are a ring ({@link PaneRings}), as long as what can matter at once: from the oldest window that may
 * still change to the newest sample. Only windows with samples are ever looked at, so silence costs nothing however
 * long it is.
 *
 * <p>A window closes when the watermark reaches its end. A sample belongs to the windows that hold its time and for
 * which {@code end + lateness > watermark}; into closed ones of them it is an update. Samples further ahead of the
 * watermark than the out-of-orderness allows, or so near the ends of time that their windows lie beyond, are dropped
 * and counted.
 *
 * <p>The handler must not call these windows: what it is given lies in memory that they use. One thread; allocates with
 * {@link #openSlot()} only.
 */
public final class AlignedWindows implements KeyedWindows {
    private static final long SPAN_NS_MAX = Long.MAX_VALUE / 32;

    private final AlignedWindow window;
    private final long sizeNs;
    private final long slideNs;
    private final long outOfOrdernessNs;
    private final long latenessNs;
    private final long lowestTimeNs;
    private final long highestTimeNs;
    private final Panes panes;
    private final PaneRings rings;
    private final CurrentPanes hands;
    private final long paneNs;
    private final AlignedResults results;
    private long lateCount;
    private long droppedCount;

    /** As the other, of any number of keys. */
    public AlignedWindows(
            AlignedWindow window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long outOfOrdernessNs,
            long latenessNs,
            WindowHandler handler) {
        this(
                window,
                new Panes(aggregates, timeIn, true),
                outOfOrdernessNs,
                latenessNs,
                KeyedWindows.ANY_NUMBER,
                handler);
    }

    /**
     * @param outOfOrdernessNs how far a sample may be ahead of the watermark
     * @param latenessNs how long a closed window may still change
     * @param expectedKeys how many keys there will hardly be more of
     * @throws IllegalArgumentException when a key would need too much memory
     */
    AlignedWindows(
            AlignedWindow window,
            Panes panes,
            long outOfOrdernessNs,
            long latenessNs,
            int expectedKeys,
            WindowHandler handler) {
        if (window.sizeNs() > SPAN_NS_MAX || isNoSpan(outOfOrdernessNs) || isNoSpan(latenessNs)) {
            throw new IllegalArgumentException("a span of time must be at least 0 and at most " + SPAN_NS_MAX
                    + ", sizeNs=" + window.sizeNs() + ", outOfOrdernessNs=" + outOfOrdernessNs + ", latenessNs="
                    + latenessNs);
        }
        this.window = window;
        this.sizeNs = window.sizeNs();
        this.slideNs = window.slideNs();
        this.outOfOrdernessNs = outOfOrdernessNs;
        this.latenessNs = latenessNs;
        long keptNs = sizeNs + outOfOrdernessNs + latenessNs;
        // No sum or difference of times below can leave the range of long, but those that say so.
        this.lowestTimeNs = Long.MIN_VALUE + keptNs + 8 * sizeNs;
        this.highestTimeNs = Long.MAX_VALUE - keptNs - 8 * sizeNs;
        this.panes = panes;
        this.paneNs = window.paneNs();
        long stacksLength = WindowMerge.length(sizeNs / paneNs, panes);
        this.rings = new PaneRings(window, keptNs, panes, stacksLength, expectedKeys);
        this.hands = new CurrentPanes(rings, panes.length());
        this.results = new AlignedResults(window, latenessNs, panes, rings, hands, stacksLength, handler);
    }

    private static boolean isNoSpan(long spanNs) {
        return spanNs < 0 || spanNs > SPAN_NS_MAX;
    }

    @Override
    public Panes panes() {
        return panes;
    }

    @Override
    public int openSlot() {
        int slot = rings.openKey();
        hands.open();
        results.reset(slot);
        return slot;
    }

    @Override
    public void onSample(int slot, long timeNs, double value, long watermarkNs) {
        long line = hands.line(slot);
        if (watermarkNs < UnsafeApi.getLong(line + UNTIL_OFFSET)
                && watermarkNs >= UnsafeApi.getLong(line + SETTLED_OFFSET)
                && isIn(UnsafeApi.getLong(line + START_OFFSET), timeNs)) {
            UnsafeApi.putLong(line + SETTLED_OFFSET, watermarkNs);
            panes.add(hands.samples(line), timeNs, value);
        } else {
            // One that goes back is refused its word: the ring is no longer than what lies ahead of the watermark.
            long settledNs = UnsafeApi.getLong(line + SETTLED_OFFSET);
            onSampleElsewhere(slot, line, timeNs, value, Math.min(Math.max(watermarkNs, settledNs), NO_END - 1));
        }
    }

    @Override
    public void onWatermark(int slot, long watermarkNs) {
        long header = rings.header(slot);
        long reachedNs = Math.min(watermarkNs, NO_END - 1);
        if (AlignedResults.nextEnd(header) <= reachedNs) {
            long line = hands.line(slot);
            results.close(slot, line, header, reachedNs);
            hands.settle(line, header);
        } else if (UnsafeApi.getLong(header + TOLD_WATERMARK_OFFSET) < reachedNs) {
            // It has changed nothing: kept apart, for only the journal's records may change the digest.
            UnsafeApi.putLong(header + TOLD_WATERMARK_OFFSET, reachedNs);
        }
    }

    @Override
    public void finish(int slot) {
        onWatermark(slot, NO_END - 1);
    }

    @Override
    public boolean moveClock(int slot, long byNs) {
        return false;
    }

    @Override
    public void restart(int slot) {
        rings.clearKey(slot);
        hands.clear(slot);
        results.reset(slot);
    }

    @Override
    public void giveKept(int slot, WindowHandler keptHandler) {
        long header = rings.header(slot);
        long settledNs = UnsafeApi.getLong(hands.line(slot) + SETTLED_OFFSET);
        long toldNs = UnsafeApi.getLong(header + TOLD_WATERMARK_OFFSET);
        results.emitKept(slot, header, Math.max(settledNs, toldNs), keptHandler);
    }

    @Override
    public long nextEndNs(int slot) {
        long untilNs = UnsafeApi.getLong(hands.line(slot) + UNTIL_OFFSET);
        return untilNs == CurrentPanes.NEVER ? AlignedResults.nextEnd(rings.header(slot)) : untilNs;
    }

    @Override
    public long lateCount() {
        return lateCount;
    }

    @Override
    public long droppedCount() {
        return droppedCount;
    }

    @Override
    public int bytesPerKey() {
        return rings.bytesPerKey() + CurrentPanes.LENGTH;
    }

    @Override
    public long stateBytes() {
        return rings.byteCount() + hands.byteCount();
    }

    /** The windows that may still change are all that later results come from. */
    @Override
    public void digest(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + panes.length());
        UnsafeBuffer view = new UnsafeBuffer(bytes);
        WindowHandler each = (slot, startNs, endNs, pane, isUpdate) -> {
            view.putInt(0, isUpdate ? ~slot : slot);
            view.putLong(Integer.BYTES, endNs);
            for (int offset = 0; offset < panes.length(); offset += Long.BYTES) {
                view.putLong(Integer.BYTES + Long.BYTES + offset, UnsafeApi.getLong(pane + offset));
            }
            digest.update(bytes.array(), 0, Integer.BYTES + Long.BYTES + panes.length());
        };
        for (int slot = 0; slot < rings.keyCount(); slot++) {
            long header = rings.header(slot);
            results.emitKept(slot, header, UnsafeApi.getLong(hands.line(slot) + SETTLED_OFFSET), each);
        }
        view.putLong(0, lateCount);
        view.putLong(Long.BYTES, droppedCount);
        view.putInt(2 * Long.BYTES, rings.keyCount());
        digest.update(bytes.array(), 0, 2 * Long.BYTES + Integer.BYTES);
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(lateCount);
        out.putLong(droppedCount);
        hands.putBackAll();
        rings.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        lateCount = in.getLong();
        droppedCount = in.getLong();
        rings.readFrom(in);
        hands.takeAll();
    }

    private boolean isIn(long paneStartNs, long timeNs) {
        // Without a current pane the difference wraps around; then no watermark is below its first end and no time is
        // accepted.
        return Long.compareUnsigned(timeNs - paneStartNs, paneNs) < 0;
    }

    /** A sample before which windows close, into another pane, or into closed windows. */
    private void onSampleElsewhere(int slot, long line, long timeNs, double value, long watermarkNs) {
        long header = rings.header(slot);
        if (AlignedResults.nextEnd(header) <= watermarkNs) {
            // None of these windows holds the sample: had it moved the watermark, it would lie behind it.
            results.close(slot, line, header, watermarkNs);
        }
        UnsafeApi.putLong(line + SETTLED_OFFSET, watermarkNs);
        if (timeNs < lowestTimeNs || timeNs > highestTimeNs || timeNs - outOfOrdernessNs > watermarkNs) {
            droppedCount++;
            hands.settle(line, header);
            return;
        }
        long start = UnsafeApi.getLong(line + START_OFFSET);
        long firstEnd = UnsafeApi.getLong(header + HAND_FIRST_END_OFFSET);
        int index = UnsafeApi.getInt(header + PaneRings.HAND_INDEX_OFFSET);
        if (isIn(start + paneNs, timeNs)) {
            start += paneNs;
            index = rings.indexAfter(index, 1);
            firstEnd = firstEnd <= start ? firstEnd + slideNs : firstEnd;
        } else if (isIn(start - paneNs, timeNs)) {
            start -= paneNs;
            index = rings.indexAfter(index, -1);
            firstEnd = firstEnd - slideNs > start ? firstEnd - slideNs : firstEnd;
        } else if (!isIn(start, timeNs)) {
            start = rings.startOf(timeNs);
            index = rings.indexOf(start);
            firstEnd = window.firstEndAfterNs(start);
        }
        if (firstEnd > watermarkNs) {
            enter(slot, line, header, start, firstEnd, index, timeNs, value);
            results.openUntil(header, firstEnd, start, index);
        } else if (lastEnd(start, firstEnd) + latenessNs > watermarkNs) {
            enter(slot, line, header, start, firstEnd, index, timeNs, value);
            results.onLateSample(slot, line, header, start, firstEnd, index, timeNs, value, watermarkNs);
        } else {
            lateCount++;
        }
        hands.settle(line, header);
    }

    /** Adds a sample to a pane, and makes it the current pane. */
    private void enter(
            int slot, long line, long header, long start, long firstEnd, int index, long timeNs, double value) {
        UnsafeApi.putLong(header + HAND_FIRST_END_OFFSET, firstEnd);
        if (start != UnsafeApi.getLong(line + START_OFFSET)) {
            boolean isNew = start > UnsafeApi.getLong(header + NEWEST_OFFSET);
            hands.take(slot, line, start, index, isNew);
            if (isNew) {
                UnsafeApi.putLong(header + NEWEST_OFFSET, start);
            }
        }
        panes.add(hands.samples(line), timeNs, value);
    }

    private long lastEnd(long start, long firstEnd) {
        return firstEnd + (start + sizeNs - firstEnd) / slideNs * slideNs;
    }
}
