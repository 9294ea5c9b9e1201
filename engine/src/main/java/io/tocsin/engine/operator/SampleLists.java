package io.tocsin.engine.operator;

import io.tocsin.engine.state.NodeLists;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Held readings in many lists, each sorted by event time and, within one instant, by arrival. The lists are doubly
 * linked and filled from the end, so a reading nearly in order costs one step. The nodes of all lists share one arena
 * and are reused.
 *
 * <p>The head of a list is stored at an address in its owner's memory.
 *
 * <pre>
 *   list:  head 4 | tail 4 | count 4
 *   node:  time 8 | value 8 | previous 4 | next 4 | quality 4 | flags 4 | and, if asked for, sensor 4 | pad 4
 * </pre>
 *
 * <p>One thread. Allocates only when more readings are held than ever before.
 */
public final class SampleLists {
    /** No node. */
    public static final int NIL = NodeLists.NIL;

    /** Bytes of the head of a list. */
    public static final int LIST_LENGTH = 12;

    private static final int COUNT_OFFSET = 8;

    private static final int TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int PREVIOUS_OFFSET = 16;
    private static final int NEXT_OFFSET = 20;
    private static final int QUALITY_OFFSET = 24;
    private static final int FLAGS_OFFSET = 28;
    private static final int NODE_LENGTH = 32;
    private static final int ORIGIN_OFFSET = 32;
    private static final int NODE_WITH_ORIGIN_LENGTH = 40;

    private final int nodeLength;
    private final NodeLists lists;
    private final StateArena nodes;

    public SampleLists() {
        this(false);
    }

    /**
     * @param keepsOrigin whether each node stores the sensor of its reading
     */
    SampleLists(boolean keepsOrigin) {
        this.nodeLength = keepsOrigin ? NODE_WITH_ORIGIN_LENGTH : NODE_LENGTH;
        this.lists = new NodeLists(nodeLength, PREVIOUS_OFFSET);
        this.nodes = lists.nodes();
    }

    /** Initialises an empty list. */
    public static void open(long list) {
        NodeLists.open(list);
        UnsafeApi.putInt(list + COUNT_OFFSET, 0);
    }

    /** The oldest node, or {@link #NIL}. */
    public static int head(long list) {
        return NodeLists.head(list);
    }

    /** The newest node, or {@link #NIL}. */
    public static int tail(long list) {
        return NodeLists.tail(list);
    }

    /** Number of held readings. */
    public static int count(long list) {
        return UnsafeApi.getInt(list + COUNT_OFFSET);
    }

    public int next(int node) {
        return UnsafeApi.getInt(nodes.address(node) + NEXT_OFFSET);
    }

    public int previous(int node) {
        return UnsafeApi.getInt(nodes.address(node) + PREVIOUS_OFFSET);
    }

    public long timeNs(int node) {
        return UnsafeApi.getLong(nodes.address(node) + TIME_OFFSET);
    }

    public double value(int node) {
        return UnsafeApi.getDouble(nodes.address(node) + VALUE_OFFSET);
    }

    int quality(int node) {
        return UnsafeApi.getInt(nodes.address(node) + QUALITY_OFFSET);
    }

    public int flags(int node) {
        return UnsafeApi.getInt(nodes.address(node) + FLAGS_OFFSET);
    }

    public void flags(int node, int flags) {
        UnsafeApi.putInt(nodes.address(node) + FLAGS_OFFSET, flags);
    }

    /** The sensor of a reading, if nodes store it. */
    int origin(int node) {
        return UnsafeApi.getInt(nodes.address(node) + ORIGIN_OFFSET);
    }

    void origin(int node, int sensorId) {
        UnsafeApi.putInt(nodes.address(node) + ORIGIN_OFFSET, sensorId);
    }

    /** Inserts a reading behind all readings that are not newer, and returns its node. */
    public int insert(long list, long timeNs, double value, int quality, int flags) {
        int after = tail(list);
        while (after != NIL && timeNs(after) > timeNs) {
            after = previous(after);
        }
        int node = lists.take();
        long at = nodes.address(node);
        UnsafeApi.putLong(at + TIME_OFFSET, timeNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        UnsafeApi.putInt(at + QUALITY_OFFSET, quality);
        UnsafeApi.putInt(at + FLAGS_OFFSET, flags);
        lists.insertAfter(list, after, node);
        UnsafeApi.putInt(list + COUNT_OFFSET, count(list) + 1);
        return node;
    }

    /** Moves the times of all readings by a duration, which may be negative. */
    public void move(long list, long byNs) {
        for (int node = head(list); node != NIL; node = next(node)) {
            UnsafeApi.putLong(nodes.address(node) + TIME_OFFSET, timeNs(node) + byNs);
        }
    }

    /** Removes the oldest reading; its node may be reused. */
    public void removeHead(long list) {
        int node = head(list);
        lists.unlink(list, node);
        UnsafeApi.putInt(list + COUNT_OFFSET, count(list) - 1);
        lists.free(node);
    }

    /** Removes all readings older than a time, with the same effect as repeated {@link #removeHead}. */
    public void removeBefore(long list, long timeNs) {
        int node = head(list);
        int removed = 0;
        while (node != NIL && timeNs(node) < timeNs) {
            int next = next(node);
            // Nodes are part of the digest, so each is left as if it had been the head.
            UnsafeApi.putInt(nodes.address(node) + PREVIOUS_OFFSET, NIL);
            lists.free(node);
            node = next;
            removed++;
        }
        if (removed > 0) {
            lists.beginWith(list, node);
            UnsafeApi.putInt(list + COUNT_OFFSET, count(list) - removed);
        }
    }

    public long byteCount() {
        return nodes.byteCount();
    }

    public void digest(MessageDigest digest) {
        nodes.digest(digest, nodeLength);
    }

    /** The first reusable node, which must be stored separately from {@link #writeTo}. */
    public int freeNode() {
        return lists.freeNode();
    }

    public void writeTo(StateOutput out) {
        nodes.writeTo(out);
    }

    public void readFrom(StateInput in, int storedFreeNode) {
        lists.freeNode(storedFreeNode);
        nodes.readFrom(in);
    }
}
