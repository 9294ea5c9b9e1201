package io.tocsin.engine.keyed;

import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.state.NodeLists;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * A list of entries per key, the last written entry at its end. The nodes of all keys share one arena and are reused.
 * Times never go back and all entries of a list live equally long, so the expired entries are at the beginning.
 *
 * <pre>
 *   cell  | head 4 | tail 4 | count 4 | pad 4 |
 *   node  | previous 4 | next 4 | deadline 8 | value 8 | more … |
 * </pre>
 *
 * <p>One thread. Allocates only when more nodes than ever before are needed.
 */
final class EntryLists {
    static final int NIL = NodeLists.NIL;
    static final int CELL_LENGTH = 16;

    /** Receives removed nodes. */
    @FunctionalInterface
    interface Removal {
        void removed(int node);
    }

    /** Value of the previous node of a free node. */
    private static final int FREE = -2;

    private static final int COUNT_OFFSET = 8;
    private static final int PREVIOUS_OFFSET = 0;
    private static final int NEXT_OFFSET = 4;
    private static final int DEADLINE_OFFSET = 8;
    private static final int VALUE_OFFSET = 16;
    /** Offset of a node's own fields. */
    static final int MORE_OFFSET = 24;

    private final CurrentKey key;
    private final StateTtl ttl;
    private final int maxPerKey;
    private final int maxInAll;
    private final int nodeLength;
    private final Removal removal;
    private final NodeLists lists;
    private final StateArena nodes;
    private int usedCount;
    private long refusedCount;

    EntryLists(CurrentKey key, StateTtl ttl, int maxPerKey, int maxInAll, int nodeLength, Removal removal) {
        this.key = key;
        this.ttl = ttl;
        this.maxPerKey = maxPerKey;
        this.maxInAll = maxInAll;
        this.nodeLength = nodeLength;
        this.removal = removal;
        this.lists = new NodeLists(nodeLength, PREVIOUS_OFFSET);
        this.nodes = lists.nodes();
    }

    static void init(long cell) {
        NodeLists.open(cell);
    }

    /** The first entry, {@link #NIL} when there is none. Removes expired entries. */
    int first(long cell) {
        int node = NodeLists.head(cell);
        while (node != NIL && key.isExpired(ttl, UnsafeApi.getLong(nodes.address(node) + DEADLINE_OFFSET))) {
            remove(cell, node);
            node = NodeLists.head(cell);
        }
        return node;
    }

    int next(int node) {
        return UnsafeApi.getInt(nodes.address(node) + NEXT_OFFSET);
    }

    /** Number of entries that have not expired. */
    int count(long cell) {
        first(cell);
        return UnsafeApi.getInt(cell + COUNT_OFFSET);
    }

    double value(int node) {
        return UnsafeApi.getDouble(nodes.address(node) + VALUE_OFFSET);
    }

    /** Writes an existing entry and moves it to the end. */
    void touch(long cell, int node, double value) {
        if (next(node) != NIL) {
            lists.unlink(cell, node);
            lists.insertAfter(cell, NodeLists.tail(cell), node);
        }
        write(node, value);
    }

    /**
     * Adds an entry at the end.
     *
     * @return its node, or {@link #NIL} when there is no room for it
     */
    int add(long cell, double value) {
        if (count(cell) == maxPerKey || usedCount == maxInAll) {
            refusedCount++;
            return NIL;
        }
        int node = lists.take();
        usedCount++;
        lists.insertAfter(cell, NodeLists.tail(cell), node);
        addToCount(cell, 1);
        write(node, value);
        return node;
    }

    void remove(long cell, int node) {
        lists.unlink(cell, node);
        addToCount(cell, -1);
        removal.removed(node);
        // The content of a freed node is no longer part of the state.
        UnsafeApi.setMemory(nodes.address(node), nodeLength, (byte) 0);
        UnsafeApi.putInt(nodes.address(node) + PREVIOUS_OFFSET, FREE);
        lists.free(node);
        usedCount--;
    }

    /** Whether a node is in use as an entry of some list. */
    boolean isUsed(int node) {
        return UnsafeApi.getInt(nodes.address(node) + PREVIOUS_OFFSET) != FREE;
    }

    void clear(long cell) {
        for (int node = NodeLists.head(cell); node != NIL; node = NodeLists.head(cell)) {
            remove(cell, node);
        }
    }

    /** Address of a node's own fields. */
    long more(int node) {
        return nodes.address(node) + MORE_OFFSET;
    }

    int nodeCount() {
        return nodes.slotCount();
    }

    long refusedCount() {
        return refusedCount;
    }

    long stateBytes() {
        return nodes.byteCount();
    }

    void digest(MessageDigest digest) {
        nodes.digest(digest, nodeLength);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(refusedCount).array());
    }

    void writeTo(StateOutput out) {
        out.putInt(lists.freeNode());
        out.putInt(usedCount);
        out.putLong(refusedCount);
        nodes.writeTo(out);
    }

    void readFrom(StateInput in) {
        lists.freeNode(in.getInt());
        usedCount = in.getInt();
        refusedCount = in.getLong();
        nodes.readFrom(in);
    }

    private void write(int node, double value) {
        long at = nodes.address(node);
        UnsafeApi.putLong(at + DEADLINE_OFFSET, key.deadlineNs(ttl));
        UnsafeApi.putLong(at + VALUE_OFFSET, Double.doubleToLongBits(value));
    }

    private static void addToCount(long cell, int change) {
        UnsafeApi.putInt(cell + COUNT_OFFSET, UnsafeApi.getInt(cell + COUNT_OFFSET) + change);
    }
}
