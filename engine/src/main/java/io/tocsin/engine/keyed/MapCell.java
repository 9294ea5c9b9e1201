package io.tocsin.engine.keyed;

import io.tocsin.engine.function.MapState;
import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.agrona.UnsafeApi;

/**
 * A map per key: a list of its entries, see {@link EntryLists}, and one hash table over the entries of all keys. The
 * table is computed from the entries and neither stored nor digested.
 *
 * <pre>
 *   node  | … | slot of the key 4, -1: free | pad 4 | map key 8 |
 * </pre>
 */
final class MapCell extends StateCell implements MapState {
    private static final int SLOT_OFFSET = 0;
    private static final int MAP_KEY_OFFSET = 8;
    private static final int NODE_LENGTH = EntryLists.MORE_OFFSET + 16;
    private static final int NIL = EntryLists.NIL;
    private static final int FEWEST_BUCKETS = 64;

    private final EntryLists lists;
    private final int maxPerKey;
    private int[] buckets = newBuckets(FEWEST_BUCKETS);
    /** By node: the next node of the same bucket. */
    private int[] chain = new int[FEWEST_BUCKETS];

    private int walkNext = NIL;
    private int walkAt = NIL;
    private int walkTurn;

    MapCell(CurrentKey key, String declaration, int maxPerKey, int maxInAll, StateTtl ttl) {
        super(key, declaration, EntryLists.CELL_LENGTH);
        this.maxPerKey = maxPerKey;
        this.lists = new EntryLists(key, ttl, maxPerKey, maxInAll, NODE_LENGTH, this::unhash);
    }

    @Override
    void init(long cellAddress) {
        EntryLists.init(cellAddress);
    }

    @Override
    public boolean contains(long mapKey) {
        return find(mapKey) != NIL;
    }

    @Override
    public double getOrDefault(long mapKey, double other) {
        int node = find(mapKey);
        return node == NIL ? other : lists.value(node);
    }

    @Override
    public boolean put(long mapKey, double value) {
        endWalk();
        int node = find(mapKey);
        if (node != NIL) {
            lists.touch(address(), node, value);
            return true;
        }
        node = lists.add(address(), value);
        if (node == NIL) {
            return false;
        }
        long at = lists.more(node);
        UnsafeApi.putInt(at + SLOT_OFFSET, key.slot());
        UnsafeApi.putLong(at + MAP_KEY_OFFSET, mapKey);
        hash(node);
        return true;
    }

    @Override
    public void remove(long mapKey) {
        endWalk();
        int node = find(mapKey);
        if (node != NIL) {
            lists.remove(address(), node);
        }
    }

    @Override
    public int size() {
        return lists.count(address());
    }

    @Override
    public void clear() {
        endWalk();
        lists.clear(address());
    }

    @Override
    public void rewind() {
        walkAt = NIL;
        walkNext = lists.first(address());
        walkTurn = key.turn();
    }

    @Override
    public boolean next() {
        walkAt = walkTurn == key.turn() ? walkNext : NIL;
        if (walkAt == NIL) {
            return false;
        }
        walkNext = lists.next(walkAt);
        return true;
    }

    @Override
    public long mapKey() {
        return mapKeyOf(atWalk());
    }

    @Override
    public double value() {
        return lists.value(atWalk());
    }

    private int atWalk() {
        if (walkAt == NIL) {
            throw new NoSuchElementException("the iteration is at no entry, state=" + declaration());
        }
        return walkAt;
    }

    private void endWalk() {
        walkAt = NIL;
        walkNext = NIL;
    }

    private int find(long mapKey) {
        lists.first(address()); // removes expired entries
        int slot = key.slot();
        int node = buckets[bucket(slot, mapKey)];
        while (node != NIL && (slotOf(node) != slot || mapKeyOf(node) != mapKey)) {
            node = chain[node];
        }
        return node;
    }

    private void hash(int node) {
        if (node >= chain.length) {
            chain = Arrays.copyOf(chain, chain.length * 2);
            rehash(node);
        }
        int bucket = bucket(slotOf(node), mapKeyOf(node));
        chain[node] = buckets[bucket];
        buckets[bucket] = node;
    }

    /** Makes a table as large as the chain, with all entries except a new one. */
    private void rehash(int newNode) {
        buckets = newBuckets(chain.length);
        for (int node = 0; node < lists.nodeCount(); node++) {
            if (node != newNode && lists.isUsed(node)) {
                int bucket = bucket(slotOf(node), mapKeyOf(node));
                chain[node] = buckets[bucket];
                buckets[bucket] = node;
            }
        }
    }

    private void unhash(int node) {
        int bucket = bucket(slotOf(node), mapKeyOf(node));
        if (buckets[bucket] == node) {
            buckets[bucket] = chain[node];
            return;
        }
        int before = buckets[bucket];
        while (chain[before] != node) {
            before = chain[before];
        }
        chain[before] = chain[node];
    }

    private int bucket(int slot, long mapKey) {
        // Finalizer of MurmurHash3: neighbouring keys and times differ in few bits.
        long h = mapKey * 0x9E3779B97F4A7C15L + slot;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        return (int) h & (buckets.length - 1);
    }

    private int slotOf(int node) {
        return UnsafeApi.getInt(lists.more(node) + SLOT_OFFSET);
    }

    private long mapKeyOf(int node) {
        return UnsafeApi.getLong(lists.more(node) + MAP_KEY_OFFSET);
    }

    private static int[] newBuckets(int count) {
        int[] empty = new int[count];
        Arrays.fill(empty, NIL);
        return empty;
    }

    @Override
    long moreBytesPerKey() {
        return (long) maxPerKey * NODE_LENGTH;
    }

    @Override
    long refusedCount() {
        return lists.refusedCount();
    }

    @Override
    long stateBytes() {
        return lists.stateBytes() + (long) (buckets.length + chain.length) * Integer.BYTES;
    }

    @Override
    void digest(MessageDigest digest) {
        lists.digest(digest);
    }

    @Override
    void writeTo(StateOutput out) {
        lists.writeTo(out);
    }

    @Override
    void readFrom(StateInput in) {
        lists.readFrom(in);
        int length = FEWEST_BUCKETS;
        while (length < lists.nodeCount()) {
            length *= 2;
        }
        chain = new int[length];
        rehash(NIL);
    }
}
