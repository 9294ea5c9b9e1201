package io.tocsin.engine.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.BitUtil;

/**
 * Names, of sensors or of texts, and their dense ids. Converts the bytes of a name at the edge into an index of flat
 * arrays, without creating a {@code String}.
 *
 * <p>Threads: one writer at a time ({@link #add}, {@link #remove}, guarded by the caller), any number of readers, which
 * take no lock. A reader that finds an id sees the whole name, because the table's cell is written last, with release
 * semantics. The table is rebuilt when half of its cells are used. A reader of the old table does not find the newest
 * names, and therefore asks the writer; it may still find a name removed meanwhile.
 *
 * <p>Ids are never reused, so they rise with every name ever added. The memory of a removed name is released, and the
 * memory of ids once all {@value #CHUNK_IDS} of their chunk are removed. More ids than the capacity are refused with
 * {@link #FULL}.
 */
public final class NameDictionary {
    /** Answer for a name that is not in the dictionary. */
    public static final int UNKNOWN = -1;
    /** Refusal: all ids of the dictionary's capacity are used. */
    public static final int FULL = -2;

    /** The largest capacity of any dictionary. */
    public static final int MAX_CAPACITY = 1 << 28;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int EMPTY = 0;
    private static final int REMOVED = -1;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_IDS = 1 << CHUNK_SHIFT;
    private static final int FIRST_CELLS = 1 << 11;

    private final int capacity;
    private volatile Table table = new Table(FIRST_CELLS, new byte[4][][]);
    private volatile int size;
    /** Number of cells that are not empty. */
    private int usedCells;

    private volatile int nameCount;

    private static final class Table {
        /** Open addressing; a cell is id + 1, or EMPTY or REMOVED. At least half of the cells are empty. */
        private final int[] cells;

        private final int mask;
        /** Names by id, in chunks; a chunk is null before its first name and after all its names were removed. */
        private final byte[][][] names;

        Table(int cellCount, byte[][][] names) {
            this.cells = new int[cellCount];
            this.mask = cellCount - 1;
            this.names = names;
        }

        /** The name with an id, or null when it was removed. */
        byte[] name(int id) {
            byte[][] chunk = names[id >>> CHUNK_SHIFT];
            return chunk == null ? null : chunk[id & (CHUNK_IDS - 1)];
        }

        /** Writes a name that is already stored by its id into an empty cell. */
        void put(int id, byte[] name) {
            int index = hash(name, 0, name.length) & mask;
            while (cells[index] != EMPTY) {
                index = (index + 1) & mask;
            }
            CELL.setRelease(cells, index, id + 1);
        }

        /** The cell of a name, or -1. */
        int find(byte[] bytes, int offset, int length) {
            int index = hash(bytes, offset, length) & mask;
            while (true) {
                int cell = (int) CELL.getAcquire(cells, index);
                if (cell == EMPTY) {
                    return -1;
                }
                byte[] name = cell == REMOVED ? null : name(cell - 1);
                if (name != null && Arrays.equals(name, 0, name.length, bytes, offset, offset + length)) {
                    return index;
                }
                index = (index + 1) & mask;
            }
        }
    }

    /**
     * @param capacity the most ids the dictionary will ever assign
     */
    public NameDictionary(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "a dictionary must have a capacity of 1 to " + MAX_CAPACITY + " ids, capacity=" + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * @param bytes holds the name, UTF-8
     * @param offset of the name, bytes
     * @param length of the name, bytes
     * @return the name's id, or {@link #UNKNOWN}
     */
    public int idOf(byte[] bytes, int offset, int length) {
        Table now = table;
        int index = now.find(bytes, offset, length);
        int cell = index < 0 ? EMPTY : (int) CELL.getAcquire(now.cells, index);
        return cell > EMPTY ? cell - 1 : UNKNOWN;
    }

    /** As {@link #idOf(byte[], int, int)}, for callers that may allocate. */
    public int idOf(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return idOf(bytes, 0, bytes.length);
    }

    /**
     * Assigns the next id to a name that is not in the dictionary. One writer at a time.
     *
     * @return the id, or {@link #FULL}
     */
    public int add(byte[] bytes, int offset, int length) {
        int id = size;
        int count = nameCount;
        if (id == capacity) {
            return FULL;
        }
        Table now = tableWithRoom(id);
        int chunk = id >>> CHUNK_SHIFT;
        if (now.names[chunk] == null) {
            now.names[chunk] = new byte[CHUNK_IDS][];
        }
        byte[] name = Arrays.copyOfRange(bytes, offset, offset + length);
        now.names[chunk][id & (CHUNK_IDS - 1)] = name;
        now.put(id, name);
        usedCells++;
        nameCount = count + 1;
        size = id + 1;
        return id;
    }

    /**
     * Removes the name with an id. One writer at a time. A reader that has just found the id may still use it.
     *
     * @return whether there was a name to remove
     */
    public boolean remove(int id) {
        Table now = table;
        byte[] name = now.name(id);
        if (name == null) {
            return false;
        }
        CELL.setRelease(now.cells, now.find(name, 0, name.length), REMOVED);
        byte[][] chunk = now.names[id >>> CHUNK_SHIFT];
        chunk[id & (CHUNK_IDS - 1)] = null;
        boolean isFullOfIds = (id >>> CHUNK_SHIFT) < (size >>> CHUNK_SHIFT);
        if (isFullOfIds && Arrays.stream(chunk).allMatch(Objects::isNull)) {
            now.names[id >>> CHUNK_SHIFT] = null;
        }
        int count = nameCount;
        nameCount = count - 1;
        return true;
    }

    /** The table with an empty cell to spare and a place for the name of an id; rebuilt if necessary. */
    private Table tableWithRoom(int id) {
        Table now = table;
        int chunk = id >>> CHUNK_SHIFT;
        boolean hasPlace = chunk < now.names.length;
        if (hasPlace && (usedCells + 1) * 2L <= now.cells.length) {
            return now;
        }
        byte[][][] names = Arrays.copyOf(now.names, hasPlace ? now.names.length : chunk * 2);
        int cellCount = Math.max(FIRST_CELLS, BitUtil.findNextPositivePowerOfTwo((nameCount + 1) * 4));
        Table next = new Table(cellCount, names);
        for (int known = 0; known < id; known++) {
            byte[] name = next.name(known);
            if (name != null) {
                next.put(known, name);
            } else if (names[known >>> CHUNK_SHIFT] == null) {
                known |= CHUNK_IDS - 1;
            }
        }
        usedCells = nameCount;
        table = next;
        return next;
    }

    /**
     * @param id an id that this dictionary assigned
     * @return the name, or null when it was removed; allocates
     */
    public String name(int id) {
        byte[] name = table.name(id);
        return name == null ? null : new String(name, StandardCharsets.UTF_8);
    }

    /** Whether the name with an id has not been removed. */
    public boolean contains(int id) {
        return table.name(id) != null;
    }

    /** Number of names. */
    public int nameCount() {
        return nameCount;
    }

    /** Number of ids assigned, which is the next id. */
    public int size() {
        return size;
    }

    /** The most ids that can be assigned. */
    public int capacity() {
        return capacity;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        long h = length;
        for (int i = offset, end = offset + length; i < end; i++) {
            h = h * 31 + bytes[i];
        }
        // Finalizer of MurmurHash3: names differ mostly in their last characters, and cells use the low bits.
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        return (int) h;
    }
}
