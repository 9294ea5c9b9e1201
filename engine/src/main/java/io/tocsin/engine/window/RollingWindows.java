package io.tocsin.engine.window;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.state.NodeLists;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import org.agrona.UnsafeApi;

/**
 * One window for every sample of a key, over the samples of {@code (time - size, time]}. The samples of a key come in
 * the order of event time, and in the order of arrival within one instant; a sample older than the last is late and
 * dropped. Time alone closes nothing and no window stays open, so {@link #finish} and {@link #giveKept} emit nothing.
 *
 * <p>A key's samples are a queue of two stacks, as in {@link WindowMerge}:
 *
 * <pre>
 *   samples of the window:   head … last of the front | … tail
 *                            rest[head]                 running
 * </pre>
 *
 * <p>The {@code rest} of a sample in the front is the merge of that sample and the later samples of the front.
 * {@code running} is the merge of the samples behind the front. A window is the merge of the two. When the front is
 * used up, the remaining samples become the new front. Every sample is thus merged once on arrival and once then,
 * however long the window is. Sums are only added to, never subtracted from.
 *
 * <p>The number of samples per key is limited; at the limit the oldest sample leaves early and is counted.
 *
 * <pre>
 *   key   | head 4 | tail 4 | last of the front 4 | samples 4 | last time 8 | windows at the last time 8 | running … |
 *   node  | time 8 | value 8 | previous 4 | next 4 | of a counter: since 8, step 8 | rest … |
 * </pre>
 *
 * <p>The nodes of all keys share one arena and are reused. One thread. Allocates only when more keys or nodes than ever
 * before are needed.
 */
public final class RollingWindows implements KeyedWindows {
    /** Default limit of samples per key. */
    public static final int DEFAULT_MAX_PER_KEY = 65_536;

    private static final int NIL = NodeLists.NIL;

    private static final int FRONT_END_OFFSET = 8;
    private static final int COUNT_OFFSET = 12;
    private static final int LAST_TIME_OFFSET = 16;
    private static final int AT_LAST_TIME_OFFSET = 24;
    private static final int RUNNING_OFFSET = 32;

    private static final int TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int PREVIOUS_OFFSET = 16;
    private static final int NEXT_OFFSET = 20;
    private static final int SINCE_OFFSET = 24;
    private static final int STEP_OFFSET = 32;
    private static final int COUNTER_LENGTH = 16;

    private final long sizeNs;
    private final int maxPerKey;
    private final Panes panes;
    private final boolean haveSteps;
    private final int restOffset;
    private final int keyLength;
    private final int nodeLength;
    private final StateArena keys;
    private final NodeLists lists;
    private final StateArena nodes;
    private final StateArena scratch;
    private final WindowHandler handler;
    private long lateCount;
    private long droppedCount;

    /**
     * @throws IllegalArgumentException when an aggregate is too large to be kept for every sample
     */
    public RollingWindows(
            RollingWindow window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            int maxPerKey,
            WindowHandler handler) {
        if (maxPerKey <= 0) {
            throw new IllegalArgumentException("maxPerKey must be at least 1, maxPerKey=" + maxPerKey);
        }
        this.sizeNs = window.sizeNs();
        this.maxPerKey = maxPerKey;
        this.panes = new Panes(aggregates, timeIn, false);
        if (panes.isLarge()) {
            throw new IllegalArgumentException("not percentiles or distinct with a window of type " + window.type()
                    + ", which keeps its aggregates for every reading in it: they would be " + panes.length()
                    + " bytes a reading");
        }
        this.keyLength = RUNNING_OFFSET + panes.length();
        this.haveSteps = panes.haveSteps();
        this.restOffset = SINCE_OFFSET + (haveSteps ? COUNTER_LENGTH : 0);
        this.nodeLength = restOffset + panes.length();
        this.keys = StateArena.ofKeys(keyLength);
        this.lists = new NodeLists(nodeLength, PREVIOUS_OFFSET);
        this.nodes = lists.nodes();
        this.scratch = StateArena.ofKeys(panes.length());
        this.handler = handler;
        scratch.addSlot();
    }

    @Override
    public Panes panes() {
        return panes;
    }

    @Override
    public int openSlot() {
        int slot = keys.addSlot();
        long key = keys.address(slot);
        NodeLists.open(key);
        UnsafeApi.putInt(key + FRONT_END_OFFSET, NIL);
        UnsafeApi.putLong(key + LAST_TIME_OFFSET, Long.MIN_VALUE);
        return slot;
    }

    @Override
    public void onSample(int slot, long timeNs, double value, long watermarkNs) {
        long key = keys.address(slot);
        long lastNs = UnsafeApi.getLong(key + LAST_TIME_OFFSET);
        if (timeNs < lastNs) {
            lateCount++;
            return;
        }
        long windowsBefore = timeNs == lastNs ? UnsafeApi.getLong(key + AT_LAST_TIME_OFFSET) : 0;
        UnsafeApi.putLong(key + LAST_TIME_OFFSET, timeNs);
        UnsafeApi.putLong(key + AT_LAST_TIME_OFFSET, windowsBefore + 1);
        long sinceNs = panes.steps().sinceNs();
        double step = panes.steps().step();
        leave(key, timeNs);
        panes.nextStep(sinceNs, step);
        append(key, timeNs, value);
        long merged = scratch.address(0);
        Panes.clear(merged);
        if (UnsafeApi.getInt(key + FRONT_END_OFFSET) != NIL) {
            panes.merge(merged, restOf(head(key)));
        }
        panes.merge(merged, key + RUNNING_OFFSET);
        long startNs = timeNs - sizeNs < timeNs ? timeNs - sizeNs + 1 : Long.MIN_VALUE;
        handler.onWindow(slot, startNs, WindowTimes.plus(timeNs, 1), merged, false);
    }

    @Override
    public void onWatermark(int slot, long watermarkNs) {
        // Time alone emits nothing.
    }

    @Override
    public void finish(int slot) {
        // Every sample has already emitted its window.
    }

    @Override
    public boolean moveClock(int slot, long byNs) {
        long key = keys.address(slot);
        if (UnsafeApi.getLong(key + LAST_TIME_OFFSET) != Long.MIN_VALUE) {
            UnsafeApi.putLong(key + LAST_TIME_OFFSET, UnsafeApi.getLong(key + LAST_TIME_OFFSET) + byNs);
        }
        for (int node = head(key); node != NIL; node = next(node)) {
            UnsafeApi.putLong(nodes.address(node) + TIME_OFFSET, timeNs(node) + byNs);
            if (haveSteps) {
                Panes.addTo(nodes.address(node) + SINCE_OFFSET, byNs);
            }
        }
        moveFront(key, byNs);
        panes.move(key + RUNNING_OFFSET, byNs);
        return true;
    }

    /** Moves the front by a step of the key's clock. Samples behind the front have no merge of their own. */
    private void moveFront(long key, long byNs) {
        int last = UnsafeApi.getInt(key + FRONT_END_OFFSET);
        int node = last == NIL ? NIL : head(key);
        while (node != NIL) {
            panes.move(restOf(node), byNs);
            node = node == last ? NIL : next(node);
        }
    }

    @Override
    public void restart(int slot) {
        long key = keys.address(slot);
        for (int node = head(key); node != NIL; node = head(key)) {
            removeHead(key, node);
        }
        Panes.clear(key + RUNNING_OFFSET);
        UnsafeApi.putLong(key + LAST_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(key + AT_LAST_TIME_OFFSET, 0);
    }

    @Override
    public void giveKept(int slot, WindowHandler keptHandler) {
        // An emitted row never changes.
    }

    /** Always {@link #NO_END}: no watermark closes a rolling window. */
    @Override
    public long nextEndNs(int slot) {
        return NO_END;
    }

    @Override
    public long givenBefore(int slot) {
        return UnsafeApi.getLong(keys.address(slot) + AT_LAST_TIME_OFFSET) - 1;
    }

    /** Samples older than the last sample of their key. */
    @Override
    public long lateCount() {
        return lateCount;
    }

    /** Samples that left their windows early because their key was full. */
    @Override
    public long droppedCount() {
        return droppedCount;
    }

    /** Bytes of state for a key with one sample; each further sample takes another node. */
    @Override
    public int bytesPerKey() {
        return keyLength + nodeLength;
    }

    /** Bytes of each retained sample. */
    public int bytesPerSample() {
        return nodeLength;
    }

    @Override
    public long stateBytes() {
        return keys.byteCount() + nodes.byteCount() + scratch.byteCount();
    }

    /**
     * Adds the samples of all keys to a digest, without their places in memory and without the merges computed from
     * them.
     */
    @Override
    public void digest(MessageDigest digest) {
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(lateCount)
                .putLong(droppedCount)
                .array());
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
        for (int slot = 0; slot < keys.slotCount(); slot++) {
            long key = keys.address(slot);
            put(bytes, UnsafeApi.getLong(key + LAST_TIME_OFFSET), UnsafeApi.getLong(key + AT_LAST_TIME_OFFSET));
            digest.update(bytes.array());
            for (int node = head(key); node != NIL; node = next(node)) {
                put(bytes, timeNs(node), UnsafeApi.getLong(nodes.address(node) + VALUE_OFFSET));
                digest.update(bytes.array());
            }
        }
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(lateCount);
        out.putLong(droppedCount);
        out.putInt(lists.freeNode());
        keys.writeTo(out);
        nodes.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        lateCount = in.getLong();
        droppedCount = in.getLong();
        lists.freeNode(in.getInt());
        keys.readFrom(in);
        nodes.readFrom(in);
    }

    /**
     * Removes the samples that are not in the window ending at a time, and one more when there is no room for the next.
     */
    private void leave(long key, long timeNs) {
        boolean hasFrontGone = false;
        int node = head(key);
        // No sample is newer, so the difference is exact as an unsigned number.
        while (node != NIL && Long.compareUnsigned(timeNs - timeNs(node), sizeNs) >= 0) {
            hasFrontGone |= removeHead(key, node);
            node = head(key);
        }
        if (node != NIL && UnsafeApi.getInt(key + COUNT_OFFSET) == maxPerKey) {
            droppedCount++;
            hasFrontGone |= removeHead(key, node);
        }
        if (hasFrontGone) {
            makeFront(key);
        }
    }

    /**
     * Removes the oldest sample. Returns true when it was not in the front, so that {@code running} contains a removed
     * sample.
     */
    private boolean removeHead(long key, int node) {
        int frontEnd = UnsafeApi.getInt(key + FRONT_END_OFFSET);
        if (node == frontEnd) {
            UnsafeApi.putInt(key + FRONT_END_OFFSET, NIL);
        }
        lists.unlink(key, node);
        UnsafeApi.putInt(key + COUNT_OFFSET, UnsafeApi.getInt(key + COUNT_OFFSET) - 1);
        lists.free(node);
        return frontEnd == NIL;
    }

    /** Makes all samples the new front, from the last to the first. */
    private void makeFront(long key) {
        int node = NodeLists.tail(key);
        UnsafeApi.putInt(key + FRONT_END_OFFSET, node);
        Panes.clear(key + RUNNING_OFFSET);
        long later = 0;
        while (node != NIL) {
            long at = nodes.address(node);
            long rest = at + restOffset;
            Panes.clear(rest);
            if (haveSteps) {
                panes.nextStep(UnsafeApi.getLong(at + SINCE_OFFSET), UnsafeApi.getDouble(at + STEP_OFFSET));
            }
            panes.add(rest, UnsafeApi.getLong(at + TIME_OFFSET), UnsafeApi.getDouble(at + VALUE_OFFSET));
            if (later != 0) {
                panes.merge(rest, later);
            }
            later = rest;
            node = UnsafeApi.getInt(at + PREVIOUS_OFFSET);
        }
    }

    private void append(long key, long timeNs, double value) {
        int node = lists.take();
        long at = nodes.address(node);
        UnsafeApi.putLong(at + TIME_OFFSET, timeNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        if (haveSteps) {
            UnsafeApi.putLong(at + SINCE_OFFSET, panes.steps().sinceNs());
            UnsafeApi.putDouble(at + STEP_OFFSET, panes.steps().step());
        }
        lists.insertAfter(key, NodeLists.tail(key), node);
        UnsafeApi.putInt(key + COUNT_OFFSET, UnsafeApi.getInt(key + COUNT_OFFSET) + 1);
        panes.add(key + RUNNING_OFFSET, timeNs, value);
    }

    private static int head(long key) {
        return NodeLists.head(key);
    }

    private int next(int node) {
        return UnsafeApi.getInt(nodes.address(node) + NEXT_OFFSET);
    }

    private long timeNs(int node) {
        return UnsafeApi.getLong(nodes.address(node) + TIME_OFFSET);
    }

    private long restOf(int node) {
        return nodes.address(node) + restOffset;
    }

    private static void put(ByteBuffer bytes, long first, long second) {
        bytes.putLong(0, first).putLong(Long.BYTES, second);
    }
}
