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
 * A reader that finds an id sees the whole name, for the table's cell is written last, with release semantics. The table doubles
 * when it is full; a reader that still looks into the old one does not find the newest names, and so asks the writer.
 * More names than the capacity are refused: {@link #FULL}.
 */
public final class NameDictionary {
    /** Nobody has this name yet. */
    public static final int UNKNOWN = -1;
    /** The dictionary holds as many names as it may. */
    public static final int FULL = -2;

    /** The most names that any dictionary holds. */
    public static final int MAX_CAPACITY = 1 << 28;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int EMPTY = 0;

    private static final int FIRST_ROOM = 1 << 10;

    private final int capacity;
    private volatile Table table;
    private volatile int size;

    /** Has room for as many names as {@code names} is long. */
    private static final class Table {
        /** Open addressing; a cell is id + 1, 0 is empty. At least half of them are. */
        private final int[] cells;

        private final int mask;
        private final byte[][] names;

        Table(byte[][] names, int count) {
            this.names = names;
            this.cells = new int[BitUtil.findNextPositivePowerOfTwo(names.length * 2)];
            this.mask = cells.length - 1;
            for (int id = 0; id < count; id++) {
                put(id);
            }
        }

        void put(int id) {
            byte[] name = names[id];
            int index = hash(name, 0, name.length) & mask;
            while (cells[index] != EMPTY) {
                index = (index + 1) & mask;
            }
            CELL.setRelease(cells, index, id + 1);
        }
    }

    /**
     * @param capacity the most names it will ever hold
     */
    public NameDictionary(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "a dictionary holds 1 to " + MAX_CAPACITY + " names, capacity=" + capacity);
        }
        this.capacity = capacity;
        this.table = new Table(new byte[Math.min(capacity, FIRST_ROOM)][], 0);
    }

    /**
     * @param bytes holds the name, UTF-8
     * @param offset of the name, bytes
     * @param length of the name, bytes
     * @return its id, or {@link #UNKNOWN}
     */
    public int idOf(byte[] bytes, int offset, int length) {
        Table now = table;
        int index = hash(bytes, offset, length) & now.mask;
        while (true) {
            int cell = (int) CELL.getAcquire(now.cells, index);
            if (cell == EMPTY) {
                return UNKNOWN;
            }
            byte[] name = now.names[cell - 1];
            if (Arrays.equals(name, 0, name.length, bytes, offset, offset + length)) {
                return cell - 1;
            }
            index = (index + 1) & now.mask;
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
        Table now = table;
        if (id == now.names.length) {
            int room = (int) Math.min(capacity, 2L * id);
            now = new Table(Arrays.copyOf(now.names, room), id);
            table = now;
        }
        now.names[id] = Arrays.copyOfRange(bytes, offset, offset + length);
        now.put(id);
        size = id + 1;
        return id;
    }

    /**
     * @param id an id that this dictionary gave
     * @return its name; allocates
     */
    public String name(int id) {
        return new String(table.names[id], StandardCharsets.UTF_8);
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
