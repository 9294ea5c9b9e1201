package io.tocsin.engine.window;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/**
 * The windows of many keys over one stream of samples: one slot a key, off-heap, bounded. Windows that close are
 * emitted to a {@link WindowHandler}.
 *
 * <p>The watermark of a key never goes back. The watermark advances before the sample is added, so windows that do not
 * contain the sample may close first. Only {@link #openSlot()} allocates. One thread.
 */
public interface KeyedWindows {
    /** Expected number of keys when it is unknown. */
    int ANY_NUMBER = Integer.MAX_VALUE;

    /** Value of {@link #nextEndNs} when no watermark closes a window. */
    long NO_END = Long.MAX_VALUE;

    /** The arithmetic of the panes that the handler receives. */
    Panes panes();

    /** Opens the windows of one more key and returns its slot. */
    int openSlot();

    /**
     * Adds a sample.
     *
     * @param timeNs event time, epoch ns
     * @param watermarkNs the key's watermark, which already includes this sample's time
     */
    void onSample(int slot, long timeNs, double value, long watermarkNs);

    /** Advances the key's watermark without a sample. */
    void onWatermark(int slot, long watermarkNs);

    /** Closes every open window of a key at the end of its samples. Later samples begin new windows. */
    void finish(int slot);

    /** Closes the windows of a key that no watermark closes, while no sample comes. Later samples begin new windows. */
    default void finishUntimed(int slot) {}

    /**
     * Moves the windows of a key, and the times of their samples, after a step of the key's clock.
     *
     * @return false when time alone decides where windows end, as for windows aligned to the clock; nothing was moved
     *     then
     */
    boolean moveClock(int slot, long byNs);

    /** Forgets the windows of a key, as if the key were new. Its open windows must have been finished. */
    void restart(int slot);

    /**
     * Emits, oldest first, every window of a key that has samples and may still change: open windows, and closed ones
     * within their lateness. {@code isUpdate} says whether the window was emitted before. Changes nothing.
     */
    void giveKept(int slot, WindowHandler keptHandler);

    /** The least watermark that closes a window of this key, or {@link #NO_END}. */
    long nextEndNs(int slot);

    /**
     * The number of other windows with the same end emitted before the window being emitted. Only windows defined by
     * single samples can share an end.
     */
    default long givenBefore(int slot) {
        return 0;
    }

    /** Samples that came too late for every window that would contain them. */
    long lateCount();

    /** Samples that this kind of window cannot use, had no room for, or gave up for newer ones. */
    long droppedCount();

    /** Bytes of state for one key. */
    int bytesPerKey();

    /** Bytes of state memory. */
    long stateBytes();

    /** Adds the state to a digest, without the parts that a restart or another order of housekeeping may change. */
    void digest(MessageDigest digest);

    /** Writes all state. */
    void writeTo(StateOutput out);

    /** Reads all state into this new object. */
    void readFrom(StateInput in);
}
