package io.tocsin.engine.window;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Common part of windows that keep a list per key ({@link WindowLists}): the list, the counts of refused samples, and
 * their storage.
 */
abstract class ListedWindows implements KeyedWindows {
    final Panes panes;
    final WindowLists lists;
    final WindowHandler handler;
    long lateCount;
    long droppedCount;

    ListedWindows(Panes panes, WindowLists lists, WindowHandler handler) {
        this.panes = panes;
        this.lists = lists;
        this.handler = handler;
    }

    @Override
    public final Panes panes() {
        return panes;
    }

    @Override
    public int openSlot() {
        return lists.openSlot();
    }

    @Override
    public final void finish(int slot) {
        onWatermark(slot, WindowTimes.END_OF_TIME);
    }

    @Override
    public boolean moveClock(int slot, long byNs) {
        return false;
    }

    @Override
    public void restart(int slot) {
        lists.clear(slot);
    }

    @Override
    public final long nextEndNs(int slot) {
        return lists.nextEndNs(slot);
    }

    @Override
    public final long lateCount() {
        return lateCount;
    }

    @Override
    public final long droppedCount() {
        return droppedCount;
    }

    /** Bytes of state for a key with one window; each further window takes another node. */
    @Override
    public int bytesPerKey() {
        return lists.bytesPerKey();
    }

    @Override
    public long stateBytes() {
        return lists.stateBytes();
    }

    @Override
    public void digest(MessageDigest digest) {
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(lateCount)
                .putLong(droppedCount)
                .array());
        lists.digest(digest);
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(lateCount);
        out.putLong(droppedCount);
        lists.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        lateCount = in.getLong();
        droppedCount = in.getLong();
        lists.readFrom(in);
    }
}
