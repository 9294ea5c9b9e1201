package io.tocsin.engine.window;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/**
 * The windows of many keys over one stream of samples: a slot a key, off-heap, bounded. Gives the windows that close to
 * a {@link WindowHandler}.
 *
 * <p>The watermark of a key never goes back. A sample moves it before it is taken, so a window may close first that the
 * sample then does not belong to. Only {@link #openSlot()} allocates. One thread.
 */
public interface KeyedWindows {
    /** In place of how many keys are expected: nobody knows. */
    int ANY_NUMBER = Integer.MAX_VALUE;

    /** {@link #nextEndNs}: no watermark closes anything. */
    long NO_END = Long.MAX_VALUE;

    /** The arithmetic of the panes that the handler is given. */
    Panes panes();

    /** Opens the windows of one more key. */
    int openSlot();

    /**
     * Takes a sample.
     *
     * @param timeNs event time, epoch ns
     * @param watermarkNs of the key, this sample's time already in it
     */
    void onSample(int slot, long timeNs, double value, long watermarkNs);

    /** The key's watermark has risen without a sample. */
    void onWatermark(int slot, long watermarkNs);

    /** No sample comes any more: every open window closes, and no later sample finds one. */
    void finish(int slot);

    /** No sample comes for now: windows close that no watermark closes. Later samples begin others. */
    default void finishUntimed(int slot) {}

    /**
     * A key's clock was put forward or back: its windows, and the times of their samples, move with it.
     *
     * @return false when windows end by the time alone, as those that are aligned to the clock: nothing was moved
     */
    boolean moveClock(int slot, long byNs);

    /** Forgets the windows of a key, as if it were new; what was open must have been finished. */
    void restart(int slot);

    /**
     * Gives every window of a key that has samples and may still change: the open ones and the closed ones within their
     * lateness, the oldest first. {@code isUpdate} says whether it was given before. Changes nothing.
     */
    void giveKept(int slot, WindowHandler keptHandler);

    /** The least watermark that closes a window of this key, or {@link #NO_END}. */
    long nextEndNs(int slot);

    /**
     * While a window is given: how many with its end were given before it and are others. Only windows that follow from
     * single samples can have one end.
     */
    default long givenBefore(int slot) {
        return 0;
    }

    /** Samples that came too late for every window they belong to. */
    long lateCount();

    /** Samples that were no samples to this kind of window, had no room in it, or lost it to others. */
    long droppedCount();

    /** Bytes of state for one key. */
    int bytesPerKey();

    /** Bytes of state memory. */
    long stateBytes();

    /** Adds the state to a digest: what a restart or another order of housekeeping may change is not in it. */
    void digest(MessageDigest digest);

    /** Writes all state. */
    void writeTo(StateOutput out);

    /** Reads all state into these new windows. */
    void readFrom(StateInput in);
}
