package io.tocsin.engine.state;

import org.agrona.UnsafeApi;

/**
 * Doubly linked lists whose nodes share one arena and are used again: how nodes are linked, taken and freed. Order and
 * content are the owner's.
 *
 * <p>The head of a list is in memory of its owner, at an address; the links of a node are where the owner says.
 *
 * <pre>
 *   list:  head 4 | tail 4 | …
 *   node:  … | previous 4 | next 4 | …         of a free node: next is the following free one
 * </pre>
 *
 * <p>One thread. Allocates only when a node is needed that was not before.
 */
public final class NodeLists {
    /** No node. */
    public static final int NIL = -1;

    private static final int HEAD_OFFSET = 0;
    private static final int TAIL_OFFSET = 4;

    private final StateArena nodes;
    private final int previousOffset;
    private final int nextOffset;
    private int freeNode = NIL;

    /**
     * @param nodeLength bytes of a node, a multiple of 8
     * @param linksOffset where in a node its links are
     */
    public NodeLists(int nodeLength, int linksOffset) {
        this.nodes = new StateArena(nodeLength);
        this.previousOffset = linksOffset;
        this.nextOffset = linksOffset + Integer.BYTES;
    }

    /** The nodes, free ones among them. */
    public StateArena nodes() {
        return nodes;
    }

    /** Makes an empty list. */
    public static void open(long list) {
        UnsafeApi.putInt(list + HEAD_OFFSET, NIL);
        UnsafeApi.putInt(list + TAIL_OFFSET, NIL);
    }

    /** The first node, or {@link #NIL}. */
    public static int head(long list) {
        return UnsafeApi.getInt(list + HEAD_OFFSET);
    }

    /** The last node, or {@link #NIL}. */
    public static int tail(long list) {
        return UnsafeApi.getInt(list + TAIL_OFFSET);
    }

    /** A node that is in no list; its content is undefined. */
    public int take() {
        int node = freeNode;
        if (node == NIL) {
            return nodes.addSlot();
        }
        freeNode = next(node);
        return node;
    }

    /** Frees a node that is in no list any more; its content stays, but for the link to the next. */
    public void free(int node) {
        UnsafeApi.putInt(nodes.address(node) + nextOffset, freeNode);
        freeNode = node;
    }

    /**
     * Links a node into a list.
     *
     * @param previous the node before it, {@link #NIL}: it becomes the head
     */
    public void insertAfter(long list, int previous, int node) {
        int next = previous == NIL ? head(list) : next(previous);
        long at = nodes.address(node);
        UnsafeApi.putInt(at + previousOffset, previous);
        UnsafeApi.putInt(at + nextOffset, next);
        linkForward(list, previous, node);
        linkBack(list, next, node);
    }

    /** Takes a node out of its list; its own links stay. */
    public void unlink(long list, int node) {
        int previous = UnsafeApi.getInt(nodes.address(node) + previousOffset);
        int next = next(node);
        linkForward(list, previous, next);
        linkBack(list, next, previous);
    }

    /** Makes a node the head, or the list empty; the nodes before it are in no list any more, their links stay. */
    public void beginWith(long list, int node) {
        linkForward(list, NIL, node);
        linkBack(list, node, NIL);
    }

    /** The first of the free nodes: state, to be stored beside that of the {@link #nodes()}. */
    public int freeNode() {
        return freeNode;
    }

    public void freeNode(int stored) {
        freeNode = stored;
    }

    private int next(int node) {
        return UnsafeApi.getInt(nodes.address(node) + nextOffset);
    }

    private void linkForward(long list, int from, int to) {
        UnsafeApi.putInt(from == NIL ? list + HEAD_OFFSET : nodes.address(from) + nextOffset, to);
    }

    private void linkBack(long list, int from, int to) {
        UnsafeApi.putInt(from == NIL ? list + TAIL_OFFSET : nodes.address(from) + previousOffset, to);
    }
}
