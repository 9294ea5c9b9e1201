package io.tocsin.engine.window;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import org.agrona.UnsafeApi;

/**
 * Windows that are open while the value of a key is in a range. The first sample in the range opens a window at its
 * time. The first sample outside closes the window and does not belong to it: the window ends at that sample's time, or
 * 1 ns after its start when both are the same instant.
 *
 * <p>The samples of a key come in the order of event time, and in the order of arrival within one instant; a sample
 * older than the last is late and dropped. Time alone closes nothing, because the last value holds between samples.
 * {@link #finish} closes the open window just after its last sample, and {@link #giveKept} emits the open window up to
 * there. No window changes after it is closed.
 *
 * <pre>
 *   slot  | start 8 | last time 8 | is open 8 | samples ({@link PaneLayout}) |
 * </pre>
 *
 * <p>One thread. Allocates only in {@link #openSlot()}.
 */
public final class StateWindows implements KeyedWindows {
    private static final int START_OFFSET = 0;
    private static final int LAST_OFFSET = 8;
    private static final int OPEN_OFFSET = 16;
    private static final int PANE_OFFSET = 24;

    private final double least;
    private final double greatest;
    private final Panes panes;
    private final int slotLength;
    private final StateArena arena;
    private final WindowHandler handler;
    private long lateCount;

    public StateWindows(
            StateWindow window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            WindowHandler handler) {
        this.least = window.least();
        this.greatest = window.greatest();
        this.panes = new Panes(aggregates, timeIn, true);
        this.slotLength = PANE_OFFSET + panes.length();
        this.arena = StateArena.ofKeys(slotLength);
        this.handler = handler;
    }

    @Override
    public Panes panes() {
        return panes;
    }

    @Override
    public int openSlot() {
        int slot = arena.addSlot();
        UnsafeApi.putLong(arena.address(slot) + LAST_OFFSET, Long.MIN_VALUE);
        return slot;
    }

    @Override
    public void onSample(int slot, long timeNs, double value, long watermarkNs) {
        long at = arena.address(slot);
        if (timeNs < UnsafeApi.getLong(at + LAST_OFFSET)) {
            lateCount++;
            return;
        }
        UnsafeApi.putLong(at + LAST_OFFSET, timeNs);
        boolean isOpen = isOpen(at);
        if (value >= least && value <= greatest) {
            if (!isOpen) {
                UnsafeApi.putLong(at + START_OFFSET, timeNs);
                UnsafeApi.putLong(at + OPEN_OFFSET, 1);
                Panes.clear(at + PANE_OFFSET);
            }
            panes.add(at + PANE_OFFSET, timeNs, value);
        } else if (isOpen) {
            close(slot, at, timeNs);
        }
    }

    @Override
    public void onWatermark(int slot, long watermarkNs) {
        // Time closes no state window.
    }

    @Override
    public void finish(int slot) {
        long at = arena.address(slot);
        if (isOpen(at)) {
            close(slot, at, behindLastNs(at));
        }
    }

    @Override
    public void finishUntimed(int slot) {
        finish(slot);
    }

    @Override
    public boolean moveClock(int slot, long byNs) {
        long at = arena.address(slot);
        if (UnsafeApi.getLong(at + LAST_OFFSET) != Long.MIN_VALUE) {
            UnsafeApi.putLong(at + LAST_OFFSET, UnsafeApi.getLong(at + LAST_OFFSET) + byNs);
        }
        if (isOpen(at)) {
            UnsafeApi.putLong(at + START_OFFSET, UnsafeApi.getLong(at + START_OFFSET) + byNs);
            panes.move(at + PANE_OFFSET, byNs);
        }
        return true;
    }

    @Override
    public void restart(int slot) {
        long at = arena.address(slot);
        UnsafeApi.putLong(at + LAST_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + OPEN_OFFSET, 0);
    }

    @Override
    public void giveKept(int slot, WindowHandler keptHandler) {
        long at = arena.address(slot);
        if (isOpen(at)) {
            keptHandler.onWindow(slot, UnsafeApi.getLong(at + START_OFFSET), behindLastNs(at), at + PANE_OFFSET, false);
        }
    }

    /** Always {@link #NO_END}: no watermark closes a state window. */
    @Override
    public long nextEndNs(int slot) {
        return NO_END;
    }

    /** Samples older than the last sample of their key. */
    @Override
    public long lateCount() {
        return lateCount;
    }

    /** Always 0: a sample outside the range closes the window. */
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
        return arena.byteCount();
    }

    @Override
    public void digest(MessageDigest digest) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(lateCount).array());
        arena.digest(digest, slotLength);
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(lateCount);
        arena.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        lateCount = in.getLong();
        arena.readFrom(in);
    }

    private void close(int slot, long at, long timeNs) {
        long startNs = UnsafeApi.getLong(at + START_OFFSET);
        long endNs = Math.max(timeNs, WindowTimes.plus(startNs, 1));
        UnsafeApi.putLong(at + OPEN_OFFSET, 0);
        handler.onWindow(slot, startNs, endNs, at + PANE_OFFSET, false);
    }

    private static boolean isOpen(long at) {
        return UnsafeApi.getLong(at + OPEN_OFFSET) != 0;
    }

    private static long behindLastNs(long at) {
        return WindowTimes.plus(UnsafeApi.getLong(at + LAST_OFFSET), 1);
    }
}
