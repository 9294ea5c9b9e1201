package io.tocsin.engine.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap records of one size, addressed by a dense index: the state of one operator, one record a key. Memory is
 * allocated in chunks of {@value #MAX_CHUNK_SLOTS} slots or, when slots are large, of {@value #LARGE_CHUNK_LENGTH}
 * bytes, so growing copies nothing and a rule over three sensors costs little.
 *
 * <p>Slots of keys, which are added only when sensors are linked, can use {@link #ofKeys}: the first chunk begins with
 * one slot and doubles by copying, so a rule over one sensor costs one slot. Slots touched by every reading can use
 * {@link #ofHotSlots}: in addition the first MiB is contiguous, which saves a load on the way to a slot, a fifth of the
 * cost of a reading in a missing alarm. That chunk doubles in the same way; later chunks have the same length. An
 * address in either kind of arena is invalid after {@link #addSlot()}.
 *
 * <p>One writer thread. Only {@link #addSlot()} allocates, once a chunk or doubling.
 */
public final class StateArena {
    /** The most slots of a chunk. */
    public static final int MAX_CHUNK_SLOTS = 256;

    private static final int LARGE_CHUNK_LENGTH = 1 << 20;
    private static final int CACHE_LINE_LENGTH = 64;

    private final int slotLength;
    private final int chunkShift;
    private final int slotMask;
    /** Slots of the first chunk at its start. */
    private final int firstSlots;

    private UnsafeBuffer[] chunks = new UnsafeBuffer[4];
    private long[] addresses = new long[4];
    private int chunkCount;
    /** Slots that the chunks have room for. */
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
     * Creates an arena for slots of keys, in which few keys cost little.
     *
     * @param slotLength bytes of one record, a multiple of 8
     */
    public static StateArena ofKeys(int slotLength) {
        return new StateArena(slotLength, MAX_CHUNK_SLOTS, 1);
    }

    /**
     * Creates an arena in which exactly the slots of a chunk are contiguous.
     *
     * @param slotLength bytes of one record, a multiple of 8
     * @param maxChunkSlots the most slots of a chunk, fewer when they are large
     */
    public static StateArena ofChunks(int slotLength, int maxChunkSlots) {
        return new StateArena(slotLength, maxChunkSlots, maxChunkSlots);
    }

    /**
     * Creates an arena for slots of keys of which the first are contiguous.
     *
     * @param slotLength bytes of one record, a multiple of 8
     */
    public static StateArena ofHotSlots(int slotLength) {
        return new StateArena(slotLength, LARGE_CHUNK_LENGTH, 1);
    }

    /** Slots of one chunk, a power of two; the slots of a chunk are contiguous. */
    public int chunkSlots() {
        return slotMask + 1;
    }

    /** Adds a zeroed slot and returns its index. In an arena for slots of keys, addresses of slots become invalid. */
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

    /** Offset of the slot in its {@link #chunk}, bytes. */
    public int offset(int slot) {
        return (slot & slotMask) * slotLength;
    }

    /**
     * The slot's address, for the fields that every reading touches. {@link org.agrona.UnsafeApi} at an address is one
     * instruction, whereas a buffer costs two loads and a barrier against optimization each time. Bounds are checked
     * where Agrona checks buffers, and so in every test.
     */
    public long address(int slot) {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK && (slot < 0 || slot >= slotCount)) {
            throw new IndexOutOfBoundsException("slot=" + slot + ", slotCount=" + slotCount);
        }
        return addresses[slot >>> chunkShift] + (long) (slot & slotMask) * slotLength;
    }

    /** Address of the first chunk, 0 before there is one. Its slots are contiguous. */
    public long firstChunkAddress() {
        return addresses[0];
    }

    /** Slots of the first chunk. */
    public int firstChunkCount() {
        return Math.min(slotCount, chunkSlots());
    }

    /** Number of slots. */
    public int slotCount() {
        return slotCount;
    }

    /** Bytes of allocated memory. */
    public long byteCount() {
        return (long) roomCount * slotLength;
    }

    /**
     * Adds the first {@code length} bytes of every slot to a digest, in order.
     *
     * @param length bytes of a slot that are a result of the journal; the remaining bytes are not digested
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
