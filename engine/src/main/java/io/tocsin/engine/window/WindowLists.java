package io.tocsin.engine.window;

import io.tocsin.engine.state.NodeLists;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Windows of many keys: for each key a list of windows that do not overlap, sorted by time. A search begins at the
 * list's end, because most samples are near it. The nodes of all keys share one arena and are reused.
 *
 * <pre>
 *   key   | head 4 | tail 4 | count 8 | next end 8 | watermark 8 |
 *   node  | previous 4 | next 4 | start 8 | end 8 | content … |
 * </pre>
 *
 * <p>A window of a key is open if it ends behind the key's watermark; otherwise it has been closed. The open windows
 * are the end of the list.
 *
 * <p>One thread. Allocates only when more keys or nodes than ever before are needed.
 */
final class WindowLists {
    /** No window. */
    static final int NIL = NodeLists.NIL;

    private static final int COUNT_OFFSET = 8;
    private static final int NEXT_END_OFFSET = 16;
    private static final int WATERMARK_OFFSET = 24;
    private static final int KEY_LENGTH = 32;

    private static final int PREVIOUS_OFFSET = 0;
    private static final int NEXT_OFFSET = 4;
    private static final int START_OFFSET = 8;
    private static final int END_OFFSET = 16;
    private static final int CONTENT_OFFSET = 24;

    private final int nodeLength;
    private final StateArena keys = StateArena.ofKeys(KEY_LENGTH);
    private final NodeLists lists;
    private final StateArena nodes;

    /**
     * @param contentLength bytes of a window's content, a multiple of 8
     */
    WindowLists(int contentLength) {
        this.nodeLength = CONTENT_OFFSET + contentLength;
        this.lists = new NodeLists(nodeLength, PREVIOUS_OFFSET);
        this.nodes = lists.nodes();
    }

    /** Opens the empty list of one more key. */
    int openSlot() {
        int slot = keys.addSlot();
        long key = keys.address(slot);
        NodeLists.open(key);
        UnsafeApi.putLong(key + NEXT_END_OFFSET, KeyedWindows.NO_END);
        UnsafeApi.putLong(key + WATERMARK_OFFSET, Long.MIN_VALUE);
        return slot;
    }

    /** Removes all windows of a key, as if the key were new. */
    void clear(int slot) {
        while (head(slot) != NIL) {
            remove(slot, head(slot));
        }
        nextEndNs(slot, KeyedWindows.NO_END);
        watermarkNs(slot, Long.MIN_VALUE);
    }

    /** Moves the windows and the noted times of a key by a duration, which may be negative. */
    void move(int slot, long byNs) {
        for (int node = head(slot); node != NIL; node = next(node)) {
            startNs(node, startNs(node) + byNs);
            endNs(node, endNs(node) + byNs);
        }
        if (nextEndNs(slot) != KeyedWindows.NO_END) {
            nextEndNs(slot, nextEndNs(slot) + byNs);
        }
        if (watermarkNs(slot) != Long.MIN_VALUE) {
            watermarkNs(slot, watermarkNs(slot) + byNs);
        }
    }

    /** The oldest window of a key. */
    int head(int slot) {
        return NodeLists.head(keys.address(slot));
    }

    /** The newest window of a key. */
    int tail(int slot) {
        return NodeLists.tail(keys.address(slot));
    }

    /** Number of windows of a key. */
    long count(int slot) {
        return UnsafeApi.getLong(keys.address(slot) + COUNT_OFFSET);
    }

    long nextEndNs(int slot) {
        return UnsafeApi.getLong(keys.address(slot) + NEXT_END_OFFSET);
    }

    void nextEndNs(int slot, long endNs) {
        UnsafeApi.putLong(keys.address(slot) + NEXT_END_OFFSET, endNs);
    }

    /** The last watermark noted for a key. */
    long watermarkNs(int slot) {
        return UnsafeApi.getLong(keys.address(slot) + WATERMARK_OFFSET);
    }

    void watermarkNs(int slot, long watermarkNs) {
        UnsafeApi.putLong(keys.address(slot) + WATERMARK_OFFSET, watermarkNs);
    }

    int previous(int node) {
        return UnsafeApi.getInt(nodes.address(node) + PREVIOUS_OFFSET);
    }

    int next(int node) {
        return UnsafeApi.getInt(nodes.address(node) + NEXT_OFFSET);
    }

    long startNs(int node) {
        return UnsafeApi.getLong(nodes.address(node) + START_OFFSET);
    }

    void startNs(int node, long startNs) {
        UnsafeApi.putLong(nodes.address(node) + START_OFFSET, startNs);
    }

    long endNs(int node) {
        return UnsafeApi.getLong(nodes.address(node) + END_OFFSET);
    }

    void endNs(int node, long endNs) {
        UnsafeApi.putLong(nodes.address(node) + END_OFFSET, endNs);
    }

    /** Address of a window's content, which does not change while the window is kept. */
    long content(int node) {
        return nodes.address(node) + CONTENT_OFFSET;
    }

    /** The newest window that begins at or before a time; {@link #NIL} when all begin after it. */
    int lastStartingBy(int slot, long timeNs) {
        int node = tail(slot);
        while (node != NIL && startNs(node) > timeNs) {
            node = previous(node);
        }
        return node;
    }

    /** The oldest window that ends after a time; {@link #NIL} when there is none. */
    int firstEndingAfter(int slot, long timeNs) {
        int found = NIL;
        int node = tail(slot);
        while (node != NIL && endNs(node) > timeNs) {
            found = node;
            node = previous(node);
        }
        return found;
    }

    /** Notes which window of a key closes next. */
    void nextEndFrom(int slot, long watermarkNs) {
        int node = firstEndingAfter(slot, watermarkNs);
        nextEndNs(slot, node == NIL ? KeyedWindows.NO_END : endNs(node));
    }

    /**
     * Adds a window.
     *
     * @param previous the preceding window; {@link #NIL} to add the oldest
     * @return the window's node, whose content is undefined
     */
    int insertAfter(int slot, int previous, long startNs, long endNs) {
        int node = lists.take();
        long at = nodes.address(node);
        UnsafeApi.putLong(at + START_OFFSET, startNs);
        UnsafeApi.putLong(at + END_OFFSET, endNs);
        lists.insertAfter(keys.address(slot), previous, node);
        addToCount(slot, 1);
        return node;
    }

    /** Removes a window. */
    void remove(int slot, int node) {
        lists.unlink(keys.address(slot), node);
        addToCount(slot, -1);
        lists.free(node);
    }

    /**
     * Removes the expired windows, which nothing can change any more.
     *
     * @param butNode a window to keep, together with the later ones
     */
    void removeExpired(int slot, long latenessNs, long watermarkNs, int butNode) {
        int node = head(slot);
        while (node != NIL && node != butNode && WindowTimes.isExpired(endNs(node), latenessNs, watermarkNs)) {
            int next = next(node);
            remove(slot, node);
            node = next;
        }
    }

    /** Bytes of a key with one window. */
    int bytesPerKey() {
        return KEY_LENGTH + nodeLength;
    }

    long stateBytes() {
        return keys.byteCount() + nodes.byteCount();
    }

    /** Adds the windows of all keys to a digest, without their places in memory and without the noted watermarks. */
    void digest(MessageDigest digest) {
        byte[] bytes = new byte[nodeLength - START_OFFSET];
        byte[] endOfKey = {1};
        for (int slot = 0; slot < keys.slotCount(); slot++) {
            for (int node = head(slot); node != NIL; node = next(node)) {
                nodes.chunk(node).getBytes(nodes.offset(node) + START_OFFSET, bytes);
                digest.update(bytes);
            }
            digest.update(endOfKey);
        }
    }

    void writeTo(StateOutput out) {
        out.putInt(lists.freeNode());
        keys.writeTo(out);
        nodes.writeTo(out);
    }

    void readFrom(StateInput in) {
        lists.freeNode(in.getInt());
        keys.readFrom(in);
        nodes.readFrom(in);
    }

    private void addToCount(int slot, int change) {
        long at = keys.address(slot) + COUNT_OFFSET;
        UnsafeApi.putLong(at, UnsafeApi.getLong(at) + change);
    }
}
