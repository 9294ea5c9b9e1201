package io.tocsin.engine.operator;

import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts readings in the order of event time before another operator sees them: holds each until the key's watermark
 * (highest event time seen minus the bound) has reached it. Readings of one instant keep the order of arrival; a reading
 * older than the watermark is late, skipped and counted. The operator behind sees exactly the sorted input, and its time
 * is the watermark.
 *
 * <p>Held readings are a doubly linked list per key, sorted, filled from its end: readings that come nearly in order cost
 * one step. The nodes of all keys share one arena and are reused. At most {@link #MAX_HELD_PER_KEY} are held per key;
 * beyond it the oldest one is let through before its time.
 *
 * <pre>
 *   key   | max time 8 | head 4 | tail 4 | held 4 | pad 4 | inner slot 4 | pad 4 |
 *   node  | time 8 | value 8 | previous 4 | next 4 | quality 4 | flags 4 |
 * </pre>
 */
final class ReorderingOperator implements KeyedOperator {
    /** The most readings held for one key. */
    static final int MAX_HELD_PER_KEY = 65_536;

    private static final int MAX_TIME_OFFSET = 0;
    private static final int HEAD_OFFSET = 8;
    private static final int TAIL_OFFSET = 12;
    private static final int HELD_OFFSET = 16;
    private static final int INNER_SLOT_OFFSET = 24;
    private static final int KEY_LENGTH = 32;

    private static final int TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int PREVIOUS_OFFSET = 16;
    private static final int NEXT_OFFSET = 20;
    private static final int QUALITY_OFFSET = 24;
    private static final int FLAGS_OFFSET = 28;
    private static final int NODE_LENGTH = 32;

    private static final int NIL = -1;

    private final KeyedOperator inner;
    private final long boundNs;
    private final StateArena keys = new StateArena(KEY_LENGTH);
    private final StateArena nodes = new StateArena(NODE_LENGTH);
    private int freeNode = NIL;
    private long lateCount;

    ReorderingOperator(KeyedOperator inner, long boundNs) {
        this.inner = inner;
        this.boundNs = boundNs;
    }

    @Override
    public int nodeId() {
        return inner.nodeId();
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = keys.addSlot();
        UnsafeBuffer key = keys.chunk(slot);
        int at = keys.offset(slot);
        key.putLong(at + MAX_TIME_OFFSET, Long.MIN_VALUE);
        key.putInt(at + HEAD_OFFSET, NIL);
        key.putInt(at + TAIL_OFFSET, NIL);
        key.putInt(at + INNER_SLOT_OFFSET, inner.openSlot(sensorId));
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        UnsafeBuffer key = keys.chunk(slot);
        int at = keys.offset(slot);
        long maxTimeNs = key.getLong(at + MAX_TIME_OFFSET);
        if (maxTimeNs != Long.MIN_VALUE && eventTimeNs < maxTimeNs - boundNs) {
            lateCount++;
            inner.onLate(key.getInt(at + INNER_SLOT_OFFSET), eventTimeNs, value, quality, flags);
        } else {
            insert(key, at, eventTimeNs, value, quality, flags);
            if (eventTimeNs > maxTimeNs) {
                key.putLong(at + MAX_TIME_OFFSET, eventTimeNs);
                moveTo(key, at, eventTimeNs - boundNs);
            }
            if (key.getInt(at + HELD_OFFSET) > MAX_HELD_PER_KEY) {
                releaseHead(key, at);
            }
        }
        return nextTimerNs(slot);
    }

    @Override
    public long nextTimerNs(int slot) {
        UnsafeBuffer key = keys.chunk(slot);
        int at = keys.offset(slot);
        long nextNs = inner.nextTimerNs(key.getInt(at + INNER_SLOT_OFFSET));
        int head = key.getInt(at + HEAD_OFFSET);
        if (head != NIL) {
            nextNs = Math.min(nextNs, nodeTimeNs(head));
        }
        return nextNs == NO_TIMER ? NO_TIMER : nextNs + boundNs;
    }

    @Override
    public void advance(int slot, long timeNs) {
        UnsafeBuffer key = keys.chunk(slot);
        int at = keys.offset(slot);
        if (timeNs > key.getLong(at + MAX_TIME_OFFSET)) {
            key.putLong(at + MAX_TIME_OFFSET, timeNs);
            moveTo(key, at, timeNs - boundNs);
        }
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        UnsafeBuffer key = keys.chunk(slot);
        int at = keys.offset(slot);
        while (key.getInt(at + HEAD_OFFSET) != NIL) {
            releaseHead(key, at);
        }
        inner.finish(key.getInt(at + INNER_SLOT_OFFSET), lastTimeNs);
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public void closeSlot(int slot) {
        inner.closeSlot(windowSlot(slot));
    }

    @Override
    public void present(OperatorNode node) {
        inner.present(node);
    }

    @Override
    public WindowOperator windows() {
        return inner.windows();
    }

    @Override
    public int windowSlot(int slot) {
        return keys.chunk(slot).getInt(keys.offset(slot) + INNER_SLOT_OFFSET);
    }

    @Override
    public long skippedCount() {
        return lateCount + inner.skippedCount();
    }

    @Override
    public void digest(MessageDigest digest) {
        keys.digest(digest, KEY_LENGTH);
        nodes.digest(digest, NODE_LENGTH);
        inner.digest(digest);
    }

    @Override
    public long stateBytes() {
        return keys.byteCount() + nodes.byteCount() + inner.stateBytes();
    }

    /** The key's watermark is this now: what it has reached goes on, timers before it fire. */
    private void moveTo(UnsafeBuffer key, int at, long watermarkNs) {
        int head = key.getInt(at + HEAD_OFFSET);
        while (head != NIL && nodeTimeNs(head) <= watermarkNs) {
            releaseHead(key, at);
            head = key.getInt(at + HEAD_OFFSET);
        }
        inner.advance(key.getInt(at + INNER_SLOT_OFFSET), watermarkNs);
    }

    private void releaseHead(UnsafeBuffer key, int at) {
        int node = key.getInt(at + HEAD_OFFSET);
        UnsafeBuffer buffer = nodes.chunk(node);
        int nodeAt = nodes.offset(node);
        int next = buffer.getInt(nodeAt + NEXT_OFFSET);
        key.putInt(at + HEAD_OFFSET, next);
        if (next == NIL) {
            key.putInt(at + TAIL_OFFSET, NIL);
        } else {
            nodes.chunk(next).putInt(nodes.offset(next) + PREVIOUS_OFFSET, NIL);
        }
        key.putInt(at + HELD_OFFSET, key.getInt(at + HELD_OFFSET) - 1);
        inner.onReading(
                key.getInt(at + INNER_SLOT_OFFSET),
                buffer.getLong(nodeAt + TIME_OFFSET),
                buffer.getDouble(nodeAt + VALUE_OFFSET),
                buffer.getInt(nodeAt + QUALITY_OFFSET),
                buffer.getInt(nodeAt + FLAGS_OFFSET));
        buffer.putInt(nodeAt + NEXT_OFFSET, freeNode);
        freeNode = node;
    }

    private void insert(UnsafeBuffer key, int at, long timeNs, double value, int quality, int flags) {
        int after = key.getInt(at + TAIL_OFFSET);
        while (after != NIL && nodeTimeNs(after) > timeNs) {
            after = nodes.chunk(after).getInt(nodes.offset(after) + PREVIOUS_OFFSET);
        }
        int before = after == NIL
                ? key.getInt(at + HEAD_OFFSET)
                : nodes.chunk(after).getInt(nodes.offset(after) + NEXT_OFFSET);
        int node = takeNode();
        UnsafeBuffer buffer = nodes.chunk(node);
        int nodeAt = nodes.offset(node);
        buffer.putLong(nodeAt + TIME_OFFSET, timeNs);
        buffer.putDouble(nodeAt + VALUE_OFFSET, value);
        buffer.putInt(nodeAt + PREVIOUS_OFFSET, after);
        buffer.putInt(nodeAt + NEXT_OFFSET, before);
        buffer.putInt(nodeAt + QUALITY_OFFSET, quality);
        buffer.putInt(nodeAt + FLAGS_OFFSET, flags);
        if (after == NIL) {
            key.putInt(at + HEAD_OFFSET, node);
        } else {
            nodes.chunk(after).putInt(nodes.offset(after) + NEXT_OFFSET, node);
        }
        if (before == NIL) {
            key.putInt(at + TAIL_OFFSET, node);
        } else {
            nodes.chunk(before).putInt(nodes.offset(before) + PREVIOUS_OFFSET, node);
        }
        key.putInt(at + HELD_OFFSET, key.getInt(at + HELD_OFFSET) + 1);
    }

    private int takeNode() {
        int node = freeNode;
        if (node == NIL) {
            return nodes.addSlot();
        }
        freeNode = nodes.chunk(node).getInt(nodes.offset(node) + NEXT_OFFSET);
        return node;
    }

    private long nodeTimeNs(int node) {
        return nodes.chunk(node).getLong(nodes.offset(node) + TIME_OFFSET);
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(lateCount);
        out.putInt(freeNode);
        keys.writeTo(out);
        nodes.writeTo(out);
        inner.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        lateCount = in.getLong();
        freeNode = in.getInt();
        keys.readFrom(in);
        nodes.readFrom(in);
        inner.readFrom(in);
    }
}
