package io.tocsin.engine.window;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * The memory of {@link AlignedWindows}: for every key a header, a ring of panes and the stacks of its
 * {@link WindowMerge}. Each pane stores its start time, so no pane need be cleared when time jumps.
 *
 * <p>Keys lie in groups of {@value #MAX_GROUP_KEYS}; groups are smaller when keys are large or few are expected. Within
 * a group the same field of all keys is contiguous. Keys that receive samples at the same time are at the same place of
 * their rings, so they share cache lines and pages.
 *
 * <pre>
 *   group:  header × 32 | pane 0 × 32 | pane 1 × 32 | … | stacks × 32, part by part
 *   header: next end | start of the current pane | its first end | places of the current pane and of the next end
 *           | newest pane | newest pane emitted | watermark settled | watermark received
 *   pane:   start | samples ({@link PaneLayout})
 * </pre>
 *
 * <p>The current pane is the pane of the latest sample; its first end is the end of the first window that contains it.
 * The place of an end is the place of the pane that begins there. {@link AlignedWindows} explains the header's fields.
 * The start of the current pane, the settled watermark and possibly that pane's samples are kept in
 * {@link CurrentPanes}; the ring holds them only in snapshots. All times are epoch ns. One thread; only
 * {@link #openKey} allocates.
 */
final class PaneRings {
    /** The most keys of a group. */
    private static final int MAX_GROUP_KEYS = 32;

    /** Start of a place without a pane. */
    static final long NO_PANE = Long.MIN_VALUE;

    static final int NEXT_END_OFFSET = 0;
    static final int HAND_START_OFFSET = 8;
    static final int HAND_FIRST_END_OFFSET = 16;
    static final int HAND_INDEX_OFFSET = 24;
    static final int NEXT_END_INDEX_OFFSET = 28;
    static final int NEWEST_OFFSET = 32;
    static final int NEWEST_GIVEN_OFFSET = 40;
    static final int SETTLED_WATERMARK_OFFSET = 48;
    static final int TOLD_WATERMARK_OFFSET = 56;

    private static final int HEADER_LENGTH = 64;
    private static final int START_LENGTH = Long.BYTES;
    /** Flag in a snapshot's number of keys: groups have the size for the expected keys. */
    private static final int IS_NARROW = 1 << 30;

    private static final int RING_LENGTH_MAX = 65_536;
    private static final int KEY_LENGTH_MAX = Integer.MAX_VALUE / StateArena.MAX_CHUNK_SLOTS;

    /** Panes of one window. */
    final int panesOfWindow;
    /** Panes between the ends of successive windows. */
    final int panesOfSlide;

    final int ringLength;
    final long paneNs;
    /** Keys of a group, a power of two. */
    final int groupKeys;

    private final AlignedWindow window;
    private final int entryLength;
    private final long entryStride;
    private final long stacksOffset;
    private final StateArena arena;
    private final int keyLength;
    private final int stacksLength;
    private final int paneLength;
    private final int groupMask;
    private int keyCount;

    /**
     * @param keptNs how long a pane is retained behind the newest pane, ns
     * @param panes the arithmetic of the panes
     * @param stacksLength bytes of stacks for one key, a multiple of 8
     * @param expectedKeys the number of keys expected
     * @throws IllegalArgumentException when a key would need too many panes or too much memory
     */
    PaneRings(AlignedWindow window, long keptNs, Panes panes, long stacksLength, int expectedKeys) {
        this.window = window;
        this.paneNs = window.paneNs();
        long neededLength = keptNs / paneNs + 2;
        if (neededLength > RING_LENGTH_MAX) {
            throw new IllegalArgumentException("a window must need at most " + RING_LENGTH_MAX
                    + " panes for size, out-of-orderness and lateness, panes=" + neededLength + ", paneNs=" + paneNs);
        }
        this.ringLength = (int) neededLength;
        this.panesOfWindow = (int) (window.sizeNs() / paneNs);
        this.panesOfSlide = (int) (window.slideNs() / paneNs);
        this.entryLength = START_LENGTH + panes.length();
        long neededBytes = HEADER_LENGTH + (long) ringLength * entryLength + stacksLength;
        if (neededBytes > KEY_LENGTH_MAX) {
            throw new IllegalArgumentException("a window must need at most " + KEY_LENGTH_MAX
                    + " bytes of state a key, bytesPerKey=" + neededBytes);
        }
        this.keyLength = (int) neededBytes;
        this.stacksLength = (int) stacksLength;
        this.paneLength = panes.length();
        int groupOfMost = BitUtil.findNextPositivePowerOfTwo(Math.min(MAX_GROUP_KEYS, expectedKeys));
        this.arena = StateArena.ofChunks(keyLength, groupOfMost);
        this.groupKeys = arena.chunkSlots();
        this.groupMask = groupKeys - 1;
        this.entryStride = (long) groupKeys * entryLength;
        this.stacksOffset = groupKeys * (HEADER_LENGTH + (long) ringLength * entryLength);
    }

    /** Adds a key without panes and returns its index. */
    int openKey() {
        if (keyCount == arena.slotCount()) {
            addGroup();
        }
        int key = keyCount++;
        clearKey(key);
        return key;
    }

    private void addGroup() {
        for (int i = 0; i < groupKeys; i++) {
            arena.addSlot();
        }
    }

    /** Removes all panes of a key. */
    void clearKey(int key) {
        long header = header(key);
        UnsafeApi.putLong(header + NEXT_END_OFFSET, KeyedWindows.NO_END);
        UnsafeApi.putLong(header + HAND_START_OFFSET, NO_PANE);
        UnsafeApi.putLong(header + HAND_FIRST_END_OFFSET, NO_PANE);
        UnsafeApi.putLong(header + NEWEST_OFFSET, NO_PANE);
        UnsafeApi.putLong(header + NEWEST_GIVEN_OFFSET, NO_PANE);
        UnsafeApi.putLong(header + SETTLED_WATERMARK_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(header + TOLD_WATERMARK_OFFSET, Long.MIN_VALUE);
        long ring = ring(key);
        for (int index = 0; index < ringLength; index++) {
            UnsafeApi.putLong(ring + index * entryStride, NO_PANE);
        }
    }

    int keyCount() {
        return keyCount;
    }

    int bytesPerKey() {
        return keyLength;
    }

    long byteCount() {
        return arena.byteCount();
    }

    /** Address of the key's header. */
    long header(int key) {
        return group(key) + (long) (key & groupMask) * HEADER_LENGTH;
    }

    /** Address of the key's ring, a parameter of the methods below. */
    long ring(int key) {
        return group(key) + (long) groupKeys * HEADER_LENGTH + (long) (key & groupMask) * entryLength;
    }

    /** Address of the {@link WindowMerge} stacks of the key's group. */
    long stacksOfGroup(int key) {
        return group(key) + stacksOffset;
    }

    /** Index of the key within its group. */
    int indexInGroup(int key) {
        return key & groupMask;
    }

    /** Address of the samples at a place of the ring, whichever pane is there. */
    long samples(long ring, int index) {
        return ring + index * entryStride + START_LENGTH;
    }

    /** Start of the pane at a place of the ring, or {@link #NO_PANE}. */
    long start(long ring, int index) {
        return UnsafeApi.getLong(ring + index * entryStride);
    }

    /** Whether the pane with this start is at its place of the ring. Such a pane has samples. */
    boolean has(long ring, int index, long startNs) {
        return UnsafeApi.getLong(ring + index * entryStride) == startNs;
    }

    /** Puts an empty pane at its place of the ring. The caller adds a sample at once. */
    void begin(long ring, int index, long startNs) {
        UnsafeApi.putLong(ring + index * entryStride, startNs);
        Panes.clear(samples(ring, index));
    }

    /** Puts a pane with samples at its place of the ring. */
    void put(long ring, int index, long startNs, long samples) {
        long pane = ring + index * entryStride;
        UnsafeApi.putLong(pane, startNs);
        copy(pane + START_LENGTH, samples, entryLength - START_LENGTH);
    }

    /** Copies a few bytes, a multiple of 8; faster for them than a call that copies memory. */
    static void copy(long into, long from, int length) {
        for (int offset = 0; offset < length; offset += Long.BYTES) {
            UnsafeApi.putLong(into + offset, UnsafeApi.getLong(from + offset));
        }
    }

    /** The place a number of panes forwards, or backwards when negative; at most a ring's length away. */
    int indexAfter(int index, int paneCount) {
        int after = index + paneCount;
        if (after >= ringLength) {
            return after - ringLength;
        }
        return after < 0 ? after + ringLength : after;
    }

    /** Start of the pane that contains a time. */
    long startOf(long timeNs) {
        return timeNs - Math.floorMod(timeNs - window.offsetNs(), paneNs);
    }

    /** The place of the pane with this start. */
    int indexOf(long startNs) {
        return (int) Math.floorMod((startNs - window.offsetNs()) / paneNs, (long) ringLength);
    }

    void writeTo(StateOutput out) {
        out.putInt(isNarrow() ? keyCount | IS_NARROW : keyCount);
        arena.writeTo(out);
    }

    void readFrom(StateInput in) {
        int stored = in.getInt();
        keyCount = stored & ~IS_NARROW;
        if (isNarrow() && (stored & IS_NARROW) == 0) {
            StateArena wide = StateArena.ofChunks(keyLength, MAX_GROUP_KEYS);
            wide.readFrom(in);
            takeFrom(wide);
        } else {
            arena.readFrom(in);
        }
    }

    /** Whether groups are smaller than the groups for an unknown number of keys. */
    private boolean isNarrow() {
        return groupKeys < StateArena.ofChunks(keyLength, MAX_GROUP_KEYS).chunkSlots();
    }

    /** Copies the keys from an arena with larger groups, part by part. */
    private void takeFrom(StateArena wide) {
        while (arena.slotCount() < keyCount) {
            addGroup();
        }
        int wideKeys = wide.chunkSlots();
        for (int key = 0; key < keyCount; key++) {
            long from = wide.address(key & -wideKeys);
            int wideIndex = key & (wideKeys - 1);
            long into = group(key);
            int index = key & groupMask;
            long done = copyPart(into, groupKeys, index, from, wideKeys, wideIndex, 0, HEADER_LENGTH);
            for (int pane = 0; pane < ringLength; pane++) {
                done = copyPart(into, groupKeys, index, from, wideKeys, wideIndex, done, entryLength);
            }
            if (stacksLength > 0) {
                done = copyPart(into, groupKeys, index, from, wideKeys, wideIndex, done, WindowMerge.FIELDS_LENGTH);
                while (done < keyLength) {
                    done = copyPart(into, groupKeys, index, from, wideKeys, wideIndex, done, paneLength);
                }
            }
        }
    }

    /**
     * Copies one key's share of a part between two groups.
     *
     * @param done bytes of each key in the previous parts
     * @return {@code done} plus the bytes of this part
     */
    private static long copyPart(
            long into, int intoKeys, int intoIndex, long from, int fromKeys, int fromIndex, long done, int length) {
        copy(
                into + done * intoKeys + (long) intoIndex * length,
                from + done * fromKeys + (long) fromIndex * length,
                length);
        return done + length;
    }

    private long group(int key) {
        return arena.address(key & ~groupMask);
    }
}
