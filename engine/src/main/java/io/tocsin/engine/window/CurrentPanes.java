package io.tocsin.engine.window;

import io.tocsin.engine.state.StateArena;
import org.agrona.UnsafeApi;

/**
 * The current pane of each key, in one cache line. A usual sample goes into the same pane as the sample before it and
 * closes no window; it touches nothing else. Cache misses dominate the cost of a sample, and a separate header and pane
 * would cost two in sequence.
 *
 * <pre>
 *   0        8        16       24                       64
 *  +--------+--------+--------+------------------------+
 *  | until  | settled| start  | samples, or where they |
 *  |        |        |        | are: 8 bytes           |
 *  +--------+--------+--------+------------------------+
 * </pre>
 *
 * <p>Below the watermark <i>until</i> no window closes and the pane takes samples directly. <i>Until</i> is the key's
 * next end, or {@link #NEVER} when a window that contains the pane has closed. <i>Settled</i> is the watermark of the
 * latest sample.
 *
 * <p>Samples of up to {@value #SAMPLES_LENGTH_MAX} bytes (count, sum, least and greatest) are moved from the key's ring
 * to this line and back, because copying them is cheap. Until {@link #putBack} the ring lacks the pane or holds an
 * outdated copy. Larger summaries, and those of windows with many panes, stay in the ring.
 *
 * <p>The state is that of the {@link PaneRings}: call {@link #putBackAll} before the rings are written and
 * {@link #takeAll} after they were read. One thread; allocates only in {@link #open}.
 */
final class CurrentPanes {
    /** Value of <i>until</i> for a pane that takes no sample directly. */
    static final long NEVER = Long.MIN_VALUE;

    static final int UNTIL_OFFSET = 0;
    static final int SETTLED_OFFSET = 8;
    static final int START_OFFSET = 16;
    private static final int SAMPLES_OFFSET = 24;
    /** Bytes of a key. */
    static final int LENGTH = 64;

    private static final int SAMPLES_LENGTH_MAX = LENGTH - SAMPLES_OFFSET;
    /**
     * Greatest number of panes of a window whose samples are copied. With more panes, the current pane changes at
     * nearly every sample.
     */
    private static final int PANES_MAX = 16;

    private final StateArena lines = StateArena.ofHotSlots(LENGTH);
    private final PaneRings rings;
    private final int samplesLength;
    private final boolean areHere;
    /** Address of the arena's first chunk, cached to save a load for each sample. */
    private long firstAddress;

    private int firstCount;

    /**
     * @param rings the other panes of the keys
     * @param samplesLength bytes of a pane's samples
     */
    CurrentPanes(PaneRings rings, int samplesLength) {
        this.rings = rings;
        this.samplesLength = samplesLength;
        this.areHere = samplesLength <= SAMPLES_LENGTH_MAX && rings.panesOfWindow <= PANES_MAX;
    }

    /** Adds a cache line without a current pane, for the key that was opened last. */
    void open() {
        clear(addLine());
    }

    /** Clears the current pane of a key. */
    void clear(int key) {
        long line = line(key);
        UnsafeApi.putLong(line + UNTIL_OFFSET, NEVER);
        UnsafeApi.putLong(line + SETTLED_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(line + START_OFFSET, PaneRings.NO_PANE);
    }

    /** Address of a key's cache line. */
    long line(int key) {
        return key < firstCount ? firstAddress + (long) key * LENGTH : lines.address(key);
    }

    /** Address of the samples of the current pane. */
    long samples(long line) {
        return areHere ? line + SAMPLES_OFFSET : UnsafeApi.getLong(line + SAMPLES_OFFSET);
    }

    long byteCount() {
        return lines.byteCount();
    }

    /**
     * Makes another pane the current one.
     *
     * @param isNew whether the pane cannot be in the ring. A pane that is not in the ring begins empty, and the caller
     *     adds a sample at once
     */
    void take(int key, long line, long startNs, int index, boolean isNew) {
        putBack(key, line);
        UnsafeApi.putInt(rings.header(key) + PaneRings.HAND_INDEX_OFFSET, index);
        UnsafeApi.putLong(line + START_OFFSET, startNs);
        if (isNew && areHere) {
            Panes.clear(line + SAMPLES_OFFSET);
            return;
        }
        long ring = rings.ring(key);
        // The pane replaced in the ring is too old for any window: the ring spans the out-of-orderness and the
        // lateness.
        if (!rings.has(ring, index, startNs)) {
            rings.begin(ring, index, startNs);
        }
        fetch(line, rings.samples(ring, index));
    }

    /** Copies the current pane back into the ring. */
    void putBack(int key, long line) {
        long startNs = UnsafeApi.getLong(line + START_OFFSET);
        if (areHere && startNs != PaneRings.NO_PANE) {
            int index = UnsafeApi.getInt(rings.header(key) + PaneRings.HAND_INDEX_OFFSET);
            rings.put(rings.ring(key), index, startNs, line + SAMPLES_OFFSET);
        }
    }

    /** Computes <i>until</i> from the windows that have closed. */
    void settle(long line, long header) {
        long firstEnd = UnsafeApi.getLong(header + PaneRings.HAND_FIRST_END_OFFSET);
        // No window that contains the pane has closed, so the key's next end is at or before the first of their ends.
        boolean isOpen = firstEnd > UnsafeApi.getLong(line + SETTLED_OFFSET);
        long until = isOpen ? UnsafeApi.getLong(header + PaneRings.NEXT_END_OFFSET) : NEVER;
        UnsafeApi.putLong(line + UNTIL_OFFSET, until);
    }

    /** Copies all current panes back into the rings. */
    void putBackAll() {
        for (int key = 0; key < rings.keyCount(); key++) {
            long line = line(key);
            long header = rings.header(key);
            putBack(key, line);
            UnsafeApi.putLong(header + PaneRings.HAND_START_OFFSET, UnsafeApi.getLong(line + START_OFFSET));
            UnsafeApi.putLong(header + PaneRings.SETTLED_WATERMARK_OFFSET, UnsafeApi.getLong(line + SETTLED_OFFSET));
        }
    }

    /** Loads the current panes of all keys from the rings. */
    void takeAll() {
        while (lines.slotCount() < rings.keyCount()) {
            int key = addLine();
            long line = line(key);
            long header = rings.header(key);
            long startNs = UnsafeApi.getLong(header + PaneRings.HAND_START_OFFSET);
            UnsafeApi.putLong(line + START_OFFSET, startNs);
            UnsafeApi.putLong(line + SETTLED_OFFSET, UnsafeApi.getLong(header + PaneRings.SETTLED_WATERMARK_OFFSET));
            if (startNs != PaneRings.NO_PANE) {
                int index = UnsafeApi.getInt(header + PaneRings.HAND_INDEX_OFFSET);
                fetch(line, rings.samples(rings.ring(key), index));
            }
            settle(line, header);
        }
    }

    private int addLine() {
        int key = lines.addSlot();
        firstAddress = lines.firstChunkAddress();
        firstCount = lines.firstChunkCount();
        return key;
    }

    private void fetch(long line, long samples) {
        if (areHere) {
            PaneRings.copy(line + SAMPLES_OFFSET, samples, samplesLength);
        } else {
            UnsafeApi.putLong(line + SAMPLES_OFFSET, samples);
        }
    }
}
