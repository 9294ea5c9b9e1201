package io.tocsin.engine.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.BitUtil;

/**
 * Names, of sensors or of states, and their dense ids: the edge's way from the bytes of a name to an index of flat arrays, without making
 * a {@code String}.
 *
 * <p>Threads: one writer at a time ({@link #add}, guarded by the caller), any number of readers, which take no lock.
 * A reader that finds an id sees the whole name, for the table's cell is written last, with release semantics.
 * Capacity is fixed; full is {@link #FULL}.
 */
public final class NameDictionary {
    /** Nobody has this name yet. */
    public static final int UNKNOWN = -1;
    /** The dictionary holds as many names as it may. */
    public static final int FULL = -2;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int EMPTY = 0;

    private final int capacity;
    private final int mask;
    /** Open addressing; a cell is id + 1, 0 is empty. */
    private final int[] cells;

    private final byte[][] names;
    private volatile int size;

    /**
     * @param capacity the most names it will ever hold
     */
    public NameDictionary(int capacity) {
        if (capacity < 1 || capacity > 1 << 28) {
            throw new IllegalArgumentException("a dictionary holds 1 to 268435456 names, capacity=" + capacity);
        }
        this.capacity = capacity;
        this.cells = new int[BitUtil.findNextPositivePowerOfTwo(capacity * 2)];
        this.mask = cells.length - 1;
        this.names = new byte[capacity][];
    }

    /**
     * @param bytes holds the name, UTF-8
     * @param offset of the name, bytes
     * @param length of the name, bytes
     * @return its id, or {@link #UNKNOWN}
     */
    public int idOf(byte[] bytes, int offset, int length) {
        int index = hash(bytes, offset, length) & mask;
        while (true) {
            int cell = (int) CELL.getAcquire(cells, index);
            if (cell == EMPTY) {
                return UNKNOWN;
            }
            byte[] name = names[cell - 1];
            if (Arrays.equals(name, 0, name.length, bytes, offset, offset + length)) {
                return cell - 1;
            }
            index = (index + 1) & mask;
        }
    }

    /** As {@link #idOf(byte[], int, int)}, for callers that may allocate. */
    public int idOf(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return idOf(bytes, 0, bytes.length);
    }

    /**
     * Gives a name that is not in the dictionary the next id. One writer at a time.
     *
     * @return the id, or {@link #FULL}
     */
    public int add(byte[] bytes, int offset, int length) {
        int id = size;
        if (id == capacity) {
            return FULL;
        }
        names[id] = Arrays.copyOfRange(bytes, offset, offset + length);
        int index = hash(bytes, offset, length) & mask;
        while (cells[index] != EMPTY) {
            index = (index + 1) & mask;
        }
        CELL.setRelease(cells, index, id + 1);
        size = id + 1;
        return id;
    }

    /**
     * @param id an id that this dictionary gave
     * @return its name; allocates
     */
    public String name(int id) {
        return new String(names[id], StandardCharsets.UTF_8);
    }

    /** How many names there are: the next id. */
    public int size() {
        return size;
    }

    /** The most names there may be. */
    public int capacity() {
        return capacity;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        long h = length;
        for (int i = offset, end = offset + length; i < end; i++) {
            h = h * 31 + bytes[i];
        }
        // Finalizer of MurmurHash3: names differ mostly in their last characters, cells use the low bits.
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        return (int) h;
    }
}
