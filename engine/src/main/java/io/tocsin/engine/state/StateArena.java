package io.tocsin.engine.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap records of one size, addressed by a dense index: the state of one operator, a line a key. The memory comes
 * in chunks of {@value #MAX_CHUNK_SLOTS} slots or, when slots are large, of as many as make {@value
 * #LARGE_CHUNK_LENGTH} bytes, so that growing copies nothing and a rule over three sensors costs little.
 *
 * <p>Slots of keys, which are added only when sensors are linked, can be {@link #ofKeys}: the first chunk has one slot
 * and doubles, which copies, so that a rule over one sensor costs one slot. If every reading touches them they can be
 * {@link #ofHotSlots} too: all of the first MiB lies in one piece, so that the way to a slot is one load shorter, which
 * is a fifth of what a missing alarm costs a reading. That piece doubles in the same way; the chunks behind it have the
 * same length. Nobody may keep an address of either over {@link #addSlot()}.
 *
 * <p>One writer thread. Nothing is allocated but by {@link #addSlot()}, once a chunk or doubling.
 */
public final class StateArena {
    /** The most slots of a chunk. */
    public static final int MAX_CHUNK_SLOTS = 256;

    private static final int LARGE_CHUNK_LENGTH = 1 << 20;
    private static final int CACHE_LINE_LENGTH = 64;

    private final int slotLength;
    private final int chunkShift;
    private final int slotMask;
    /** Slots that the first chunk begins with. */
    private final int firstSlots;

    private UnsafeBuffer[] chunks = new UnsafeBuffer[4];
    private long[] addresses = new long[4];
    private int chunkCount;
    /** How many slots the chunks have room for. */
    private int roomCount;

    private int slotCount;

    /**
     * @param slotLength bytes of one record, a multiple of 8
     */
    public StateArena(int slotLength) {
        this(slotLength, MAX_CHUNK_SLOTS, MAX_CHUNK_SLOTS);
    }

    private StateArena(int slotLength, int maxChunkSlots, int firstSlots) {
        if (slotLength <= 0 || slotLength % Long.BYTES != 0) {
            throw new IllegalArgumentException("slotLength must be a positive multiple of 8, slotLength=" + slotLength);
        }
        this.slotLength = slotLength;
        int chunkSlots = Math.max(1, Integer.highestOneBit(Math.min(maxChunkSlots, LARGE_CHUNK_LENGTH / slotLength)));
        this.chunkShift = Integer.numberOfTrailingZeros(chunkSlots);
        this.slotMask = chunkSlots - 1;
        this.firstSlots = Math.min(firstSlots, chunkSlots);
    }

    /**
     * An arena of slots of keys: few cost little.
     *
     * @param slotLength bytes of one record, a multiple of 8
     */
    public static StateArena ofKeys(int slotLength) {
        return new StateArena(slotLength, MAX_CHUNK_SLOTS, 1);
    }

    /**
     * An arena in which the slots of a chunk, and no more, lie in one piece.
     *
     * @param slotLength bytes of one record, a multiple of 8
     * @param maxChunkSlots the most slots of a chunk, fewer when they are large
     */
    public static StateArena ofChunks(int slotLength, int maxChunkSlots) {
        return new StateArena(slotLength, maxChunkSlots, maxChunkSlots);
    }

    /**
     * An arena of slots of keys of which the first lie in one piece.
     *
     * @param slotLength bytes of one record, a multiple of 8
     */
    public static StateArena ofHotSlots(int slotLength) {
        return new StateArena(slotLength, LARGE_CHUNK_LENGTH, 1);
    }

    /** Slots of one chunk, a power of two: those of a chunk lie one behind the other. */
    public int chunkSlots() {
        return slotMask + 1;
    }

    /** Adds a zeroed slot and returns its index. Addresses of slots of keys change by it. */
    public int addSlot() {
        if (slotCount == roomCount) {
            addRoom();
        }
        return slotCount++;
    }

    private void addRoom() {
        if (chunkCount == 1 && roomCount < chunkSlots()) {
            UnsafeBuffer old = chunks[0];
            roomCount *= 2;
            setChunk(0, roomCount);
            chunks[0].putBytes(0, old, 0, old.capacity());
            BufferUtil.free(old.byteBuffer());
            return;
        }
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
            addresses = Arrays.copyOf(addresses, addresses.length * 2);
        }
        int slots = chunkCount == 0 ? firstSlots : chunkSlots();
        setChunk(chunkCount++, slots);
        roomCount += slots;
    }

    private void setChunk(int chunk, int slots) {
        int length = slots * slotLength;
        ByteBuffer memory =
                ByteBuffer.allocateDirect(length + CACHE_LINE_LENGTH - 1).order(ByteOrder.nativeOrder());
        int begin = (int) (-BufferUtil.address(memory) & (CACHE_LINE_LENGTH - 1));
        chunks[chunk] = new UnsafeBuffer(memory, begin, length);
        addresses[chunk] = chunks[chunk].addressOffset();
    }

    /** The buffer that holds the slot. */
    public UnsafeBuffer chunk(int slot) {
        return chunks[slot >>> chunkShift];
    }

    /** Where in its {@link #chunk} the slot begins, bytes. */
    public int offset(int slot) {
        return (slot & slotMask) * slotLength;
    }

    /**
     * The slot's address, for the fields that every reading touches: {@link org.agrona.UnsafeApi} at an address is one
     * instruction, a buffer costs two loads and a barrier against optimization each time. Checked where Agrona's
     * buffers are, so in every test.
     */
    public long address(int slot) {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK && (slot < 0 || slot >= slotCount)) {
            throw new IndexOutOfBoundsException("slot=" + slot + ", slotCount=" + slotCount);
        }
        return addresses[slot >>> chunkShift] + (long) (slot & slotMask) * slotLength;
    }

    /** Where the first chunk begins, 0 before there is one. Its slots lie one behind the other. */
    public long firstChunkAddress() {
        return addresses[0];
    }

    /** Slots of the first chunk. */
    public int firstChunkCount() {
        return Math.min(slotCount, chunkSlots());
    }

    /** How many slots there are. */
    public int slotCount() {
        return slotCount;
    }

    /** Bytes of memory in use. */
    public long byteCount() {
        return (long) roomCount * slotLength;
    }

    /**
     * Adds the first {@code length} bytes of every slot to a digest, in order.
     *
     * @param length bytes of a slot that are a result; what follows is not
     */
    public void digest(MessageDigest digest, int length) {
        byte[] bytes = new byte[length];
        for (int slot = 0; slot < slotCount; slot++) {
            chunk(slot).getBytes(offset(slot), bytes);
            digest.update(bytes);
        }
    }

    /** Writes all slots. */
    public void writeTo(StateOutput out) {
        out.putInt(slotLength);
        out.putInt(slotCount);
        for (int slot = 0; slot < slotCount; slot += chunkSlots()) {
            int count = Math.min(chunkSlots(), slotCount - slot);
            out.putMemory(chunk(slot), 0, count * slotLength);
        }
    }

    /** Reads all slots into this empty arena. */
    public void readFrom(StateInput in) {
        int storedLength = in.getInt();
        if (storedLength != slotLength || slotCount != 0) {
            throw new IllegalStateException(
                    "expected an arena of slotLength=" + slotLength + ", found " + storedLength);
        }
        int storedCount = in.getInt();
        while (slotCount < storedCount) {
            int first = slotCount;
            int count = Math.min(chunkSlots(), storedCount - first);
            while (roomCount < first + count) {
                addRoom();
            }
            slotCount = first + count;
            in.getMemory(chunk(first), 0, count * slotLength);
        }
    }
}
