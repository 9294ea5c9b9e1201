package io.tocsin.engine.window;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Collection;
import org.agrona.UnsafeApi;

/**
 * Windows over a number of samples of a key, in the order of arrival. After every {@code slide} samples a window over
 * the last {@code size} samples is emitted, or over all while there have been fewer, like Flink's
 * {@code countWindow(size, slide)}. A window's start is the least event time of its samples; its end is just after the
 * greatest.
 *
 * <p>Time closes no count window: the watermark is ignored, no sample is late, and {@link #finish} emits nothing. As in
 * Flink, a window that lacks samples never closes. {@link #giveKept} emits such windows.
 *
 * <p>A key's samples are kept in a ring of panes. Every window contains a pane wholly or not at all. A sample is added
 * to one pane, and a window is the merge of its panes.
 *
 * <pre>
 *   slot  | samples in current pane 4 | its index 4 | full panes since last window 4 | full panes 4 | pane 0 | …
 *   pane  | least time 8 | greatest time 8 | samples ({@link PaneLayout}) |
 * </pre>
 *
 * <p>One thread. Allocates only in {@link #openSlot()}.
 */
public final class CountWindows implements KeyedWindows {
    private static final int SAMPLES_OFFSET = 0;
    private static final int INDEX_OFFSET = 4;
    private static final int SINCE_OFFSET = 8;
    private static final int FULL_OFFSET = 12;
    private static final int HEADER_LENGTH = 16;

    private static final int LEAST_OFFSET = 0;
    private static final int GREATEST_OFFSET = 8;
    private static final int PANE_OFFSET = 16;

    private final int samplesOfPane;
    private final int panesOfSlide;
    private final int panesOfWindow;
    private final Panes panes;
    private final int paneLength;
    private final int slotLength;
    private final StateArena arena;
    private final StateArena scratch;
    private final WindowHandler handler;

    /** Throws {@link IllegalArgumentException} when a window's panes would exceed the addressable memory. */
    public CountWindows(
            CountWindow window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            WindowHandler handler) {
        this.samplesOfPane = BigInteger.valueOf(window.size())
                .gcd(BigInteger.valueOf(window.slide()))
                .intValueExact();
        this.panesOfSlide = window.slide() / samplesOfPane;
        this.panesOfWindow = window.size() / samplesOfPane;
        this.panes = new Panes(aggregates, timeIn, false);
        this.paneLength = PANE_OFFSET + panes.length();
        long length = HEADER_LENGTH + (long) panesOfWindow * paneLength;
        if (length > Integer.MAX_VALUE / StateArena.MAX_CHUNK_SLOTS) {
            throw new IllegalArgumentException("a window has too many panes, size=" + window.size() + ", slide="
                    + window.slide() + ", panes=" + panesOfWindow);
        }
        this.slotLength = (int) length;
        this.arena = StateArena.ofKeys(slotLength);
        this.scratch = StateArena.ofKeys(paneLength);
        this.handler = handler;
        scratch.addSlot();
    }

    @Override
    public Panes panes() {
        return panes;
    }

    @Override
    public int openSlot() {
        return arena.addSlot();
    }

    @Override
    public void onSample(int slot, long timeNs, double value, long watermarkNs) {
        long at = arena.address(slot);
        int index = UnsafeApi.getInt(at + INDEX_OFFSET);
        long pane = paneAt(at, index);
        int samples = UnsafeApi.getInt(at + SAMPLES_OFFSET);
        if (samples == 0) {
            clear(pane);
        }
        widen(pane, timeNs, timeNs);
        panes.add(pane + PANE_OFFSET, timeNs, value);
        samples++;
        if (samples < samplesOfPane) {
            UnsafeApi.putInt(at + SAMPLES_OFFSET, samples);
            return;
        }
        UnsafeApi.putInt(at + SAMPLES_OFFSET, 0);
        UnsafeApi.putInt(at + INDEX_OFFSET, index + 1 == panesOfWindow ? 0 : index + 1);
        int full = Math.min(UnsafeApi.getInt(at + FULL_OFFSET) + 1, panesOfWindow);
        UnsafeApi.putInt(at + FULL_OFFSET, full);
        int since = UnsafeApi.getInt(at + SINCE_OFFSET) + 1;
        UnsafeApi.putInt(at + SINCE_OFFSET, since == panesOfSlide ? 0 : since);
        if (since == panesOfSlide) {
            give(slot, at, full, handler);
        }
    }

    @Override
    public void onWatermark(int slot, long watermarkNs) {
        // Time closes no count window.
    }

    /** Emits nothing: a window that lacks samples does not close. */
    @Override
    public void finish(int slot) {
        // Flink keeps such windows open too.
    }

    @Override
    public boolean moveClock(int slot, long byNs) {
        long at = arena.address(slot);
        for (int index = 0; index < panesOfWindow; index++) {
            long pane = paneAt(at, index);
            // Panes without samples move too; they are cleared before they take a sample.
            UnsafeApi.putLong(pane + LEAST_OFFSET, UnsafeApi.getLong(pane + LEAST_OFFSET) + byNs);
            UnsafeApi.putLong(pane + GREATEST_OFFSET, UnsafeApi.getLong(pane + GREATEST_OFFSET) + byNs);
            panes.move(pane + PANE_OFFSET, byNs);
        }
        return true;
    }

    /** Does nothing: samples are counted whatever their times. */
    @Override
    public void restart(int slot) {
        // Time closes no count window.
    }

    @Override
    public void giveKept(int slot, WindowHandler keptHandler) {
        long at = arena.address(slot);
        int full = UnsafeApi.getInt(at + FULL_OFFSET);
        boolean isPaneBegun = UnsafeApi.getInt(at + SAMPLES_OFFSET) > 0;
        // The windows that have begun, by the number of panes between the last full pane and their end.
        int missing = panesOfSlide - UnsafeApi.getInt(at + SINCE_OFFSET);
        for (; missing <= panesOfWindow; missing += panesOfSlide) {
            int held = Math.min(full, panesOfWindow - missing);
            if (held > 0 || isPaneBegun) {
                give(slot, at, held, keptHandler);
            }
        }
    }

    /** Always {@link #NO_END}: no watermark closes a count window. */
    @Override
    public long nextEndNs(int slot) {
        return NO_END;
    }

    /** Always 0: no sample is late. */
    @Override
    public long lateCount() {
        return 0;
    }

    /** Always 0: every sample is counted. */
    @Override
    public long droppedCount() {
        return 0;
    }

    @Override
    public int bytesPerKey() {
        return slotLength;
    }

    @Override
    public long stateBytes() {
        return arena.byteCount() + scratch.byteCount();
    }

    @Override
    public void digest(MessageDigest digest) {
        arena.digest(digest, slotLength);
    }

    @Override
    public void writeTo(StateOutput out) {
        arena.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        arena.readFrom(in);
    }

    /** Emits the window over the last full panes and the pane that has begun. */
    private void give(int slot, long at, int fullPanes, WindowHandler to) {
        long merged = scratch.address(0);
        clear(merged);
        int indexAtHand = UnsafeApi.getInt(at + INDEX_OFFSET);
        int index = indexAtHand - fullPanes;
        index += index < 0 ? panesOfWindow : 0;
        for (int i = 0; i < fullPanes; i++) {
            merge(merged, paneAt(at, index));
            index = index + 1 == panesOfWindow ? 0 : index + 1;
        }
        if (UnsafeApi.getInt(at + SAMPLES_OFFSET) > 0) {
            merge(merged, paneAt(at, indexAtHand));
        }
        long greatestNs = UnsafeApi.getLong(merged + GREATEST_OFFSET);
        to.onWindow(
                slot,
                UnsafeApi.getLong(merged + LEAST_OFFSET),
                WindowTimes.plus(greatestNs, 1),
                merged + PANE_OFFSET,
                false);
    }

    private void merge(long into, long pane) {
        widen(into, UnsafeApi.getLong(pane + LEAST_OFFSET), UnsafeApi.getLong(pane + GREATEST_OFFSET));
        panes.merge(into + PANE_OFFSET, pane + PANE_OFFSET);
    }

    private static void clear(long pane) {
        UnsafeApi.putLong(pane + LEAST_OFFSET, Long.MAX_VALUE);
        UnsafeApi.putLong(pane + GREATEST_OFFSET, Long.MIN_VALUE);
        Panes.clear(pane + PANE_OFFSET);
    }

    private static void widen(long pane, long leastNs, long greatestNs) {
        if (leastNs < UnsafeApi.getLong(pane + LEAST_OFFSET)) {
            UnsafeApi.putLong(pane + LEAST_OFFSET, leastNs);
        }
        if (greatestNs > UnsafeApi.getLong(pane + GREATEST_OFFSET)) {
            UnsafeApi.putLong(pane + GREATEST_OFFSET, greatestNs);
        }
    }

    private long paneAt(long at, int index) {
        return at + HEADER_LENGTH + (long) index * paneLength;
    }
}
