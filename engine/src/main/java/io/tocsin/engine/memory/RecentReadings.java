package io.tocsin.engine.memory;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last readings of one source that may redeliver them, in the order of the journal, to recognise a redelivered
 * reading. A ring, whose oldest entry is overwritten, and a hash index over it.
 *
 * <pre>
 *   entry   0            8            16      20        24
 *          +------------+------------+-------+---------+
 *          | event time | value bits | sensor| quality |
 *          +------------+------------+-------+---------+
 *   index   0      4          8
 *          +------+----------+
 *          | hash | entry + 1|   open addressing, linear probing, at most half full; 0 0 is free
 *          +------+----------+
 * </pre>
 *
 * <p>One thread. Off-heap; allocates only at construction. The index is no state, because it is computed from the ring.
 */
final class RecentReadings {
    /** Matches every quality, in entries copied from a memory without qualities. */
    static final int ANY_QUALITY = -1;

    private static final int TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int SENSOR_OFFSET = 16;
    private static final int QUALITY_OFFSET = 20;
    private static final int ENTRY_LENGTH = 24;

    private static final int HASH_OFFSET = 0;
    private static final int ENTRY_OFFSET = 4;
    private static final int SLOT_LENGTH = 8;
    /** Sensor of an entry that was forgotten. */
    private static final int NO_SENSOR = -1;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final int capacity;
    private final int mask;
    private final UnsafeBuffer entries;
    private final UnsafeBuffer index;
    /** Index of the next entry to write: after the newest, and in a full ring over the oldest. */
    private int next;

    private int count;

    /**
     * @param capacity number of readings to remember, positive
     */
    RecentReadings(int capacity) {
        this.capacity = capacity;
        int slots = BitUtil.findNextPositivePowerOfTwo(2 * capacity);
        this.mask = slots - 1;
        this.entries = memory(capacity * ENTRY_LENGTH);
        this.index = memory(slots * SLOT_LENGTH);
    }

    private static UnsafeBuffer memory(int length) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder()));
    }

    /** Bytes of a memory of this capacity. */
    static long bytes(int capacity) {
        return (long) capacity * ENTRY_LENGTH + (long) BitUtil.findNextPositivePowerOfTwo(2 * capacity) * SLOT_LENGTH;
    }

    int capacity() {
        return capacity;
    }

    /** Whether the reading is remembered. */
    boolean contains(int sensorId, long eventTimeNs, long valueBits, int quality) {
        int hash = hash(sensorId, eventTimeNs, valueBits);
        for (int slot = hash & mask; entryAt(slot) >= 0; slot = (slot + 1) & mask) {
            if (hashAt(slot) == hash && isEntry(entryAt(slot), sensorId, eventTimeNs, valueBits, quality)) {
                return true;
            }
        }
        return false;
    }

    private boolean isEntry(int entry, int sensorId, long eventTimeNs, long valueBits, int quality) {
        int at = entry * ENTRY_LENGTH;
        int knownQuality = entries.getInt(at + QUALITY_OFFSET);
        return entries.getLong(at + TIME_OFFSET) == eventTimeNs
                && entries.getLong(at + VALUE_OFFSET) == valueBits
                && entries.getInt(at + SENSOR_OFFSET) == sensorId
                && (knownQuality == quality || knownQuality == ANY_QUALITY);
    }

    /** Remembers a reading, in place of the oldest when the ring is full. */
    void add(int sensorId, long eventTimeNs, long valueBits, int quality) {
        if (count == capacity) {
            removeFromIndex(next);
        } else {
            count++;
        }
        int at = next * ENTRY_LENGTH;
        entries.putLong(at + TIME_OFFSET, eventTimeNs);
        entries.putLong(at + VALUE_OFFSET, valueBits);
        entries.putInt(at + SENSOR_OFFSET, sensorId);
        entries.putInt(at + QUALITY_OFFSET, quality);
        addToIndex(next);
        next = next + 1 == capacity ? 0 : next + 1;
    }

    /** Forgets all readings of a sensor whose clock restarts; visits every entry. */
    void forget(int sensorId) {
        for (int entry = 0; entry < count; entry++) {
            int at = entry * ENTRY_LENGTH;
            if (entries.getInt(at + SENSOR_OFFSET) == sensorId) {
                removeFromIndex(entry);
                entries.putInt(at + SENSOR_OFFSET, NO_SENSOR);
            }
        }
    }

    /** Copies the newest readings of another memory, as many as have room; this memory must be empty. */
    void copyFrom(RecentReadings other) {
        for (int i = Math.max(0, other.count - capacity); i < other.count; i++) {
            int at = other.entryByAge(i) * ENTRY_LENGTH;
            add(
                    other.entries.getInt(at + SENSOR_OFFSET),
                    other.entries.getLong(at + TIME_OFFSET),
                    other.entries.getLong(at + VALUE_OFFSET),
                    other.entries.getInt(at + QUALITY_OFFSET));
        }
    }

    /** The entry at a position in the order of age, the oldest first. */
    private int entryByAge(int i) {
        int entry = count == capacity ? next + i : i;
        return entry >= capacity ? entry - capacity : entry;
    }

    private void addToIndex(int entry) {
        int sensorId = entries.getInt(entry * ENTRY_LENGTH + SENSOR_OFFSET);
        if (sensorId == NO_SENSOR) {
            return;
        }
        int hash = hashOf(entry);
        int slot = hash & mask;
        while (entryAt(slot) >= 0) {
            slot = (slot + 1) & mask;
        }
        put(slot, hash, entry);
    }

    /**
     * Removes an entry and moves back the entries that probing would no longer find (Knuth, volume 3, 6.4, algorithm
     * R).
     */
    private void removeFromIndex(int entry) {
        if (entries.getInt(entry * ENTRY_LENGTH + SENSOR_OFFSET) == NO_SENSOR) {
            return;
        }
        int hole = hashOf(entry) & mask;
        while (entryAt(hole) != entry) {
            hole = (hole + 1) & mask;
        }
        int slot = (hole + 1) & mask;
        while (entryAt(slot) >= 0) {
            int home = hashAt(slot) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                put(hole, hashAt(slot), entryAt(slot));
                hole = slot;
            }
            slot = (slot + 1) & mask;
        }
        put(hole, 0, NO_SENSOR);
    }

    private void put(int slot, int hash, int entry) {
        index.putInt(slot * SLOT_LENGTH + HASH_OFFSET, hash);
        index.putInt(slot * SLOT_LENGTH + ENTRY_OFFSET, entry + 1);
    }

    private int hashAt(int slot) {
        return index.getInt(slot * SLOT_LENGTH + HASH_OFFSET);
    }

    /** The entry in a slot of the index, below 0 when the slot is free. */
    private int entryAt(int slot) {
        return index.getInt(slot * SLOT_LENGTH + ENTRY_OFFSET) - 1;
    }

    private int hashOf(int entry) {
        int at = entry * ENTRY_LENGTH;
        return hash(
                entries.getInt(at + SENSOR_OFFSET),
                entries.getLong(at + TIME_OFFSET),
                entries.getLong(at + VALUE_OFFSET));
    }

    private static int hash(int sensorId, long eventTimeNs, long valueBits) {
        long mixed = (eventTimeNs + sensorId) * MULTIPLIER;
        mixed = (mixed ^ (mixed >>> 32) ^ valueBits) * MULTIPLIER;
        return (int) (mixed >>> 32);
    }

    /** Adds the remembered readings to a digest, in the order of arrival. */
    void digest(MessageDigest digest) {
        byte[] entry = new byte[ENTRY_LENGTH];
        for (int i = 0; i < count; i++) {
            entries.getBytes(entryByAge(i) * ENTRY_LENGTH, entry);
            digest.update(entry);
        }
    }

    void writeTo(StateOutput out) {
        out.putInt(capacity);
        out.putInt(count);
        for (int i = 0; i < count; i++) {
            out.putMemory(entries, entryByAge(i) * ENTRY_LENGTH, ENTRY_LENGTH);
        }
    }

    static RecentReadings read(StateInput in) {
        int capacity = in.getInt();
        int count = in.getInt();
        if (capacity <= 0 || count < 0 || count > capacity) {
            throw new IllegalStateException("impossible memory of readings, capacity=" + capacity + ", count=" + count);
        }
        RecentReadings readings = new RecentReadings(capacity);
        readings.count = count;
        readings.next = count == capacity ? 0 : count;
        for (int entry = 0; entry < count; entry++) {
            in.getMemory(readings.entries, entry * ENTRY_LENGTH, ENTRY_LENGTH);
            readings.addToIndex(entry);
        }
        return readings;
    }
}
