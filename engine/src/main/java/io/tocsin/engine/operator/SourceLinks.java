package io.tocsin.engine.operator;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The live sources whose connection is lost, and when the others came back. The engine thread writes between readings;
 * operators of all shards read.
 */
public final class SourceLinks {
    private static final long NEVER = Long.MIN_VALUE;

    /** By source: whether its connection is lost. */
    private boolean[] isDown = new boolean[0];
    /** By source: elapsed time of its last return; {@link #NEVER} before the first. */
    private long[] upNs = new long[0];

    private int downCount;

    /** Whether no source was ever down. */
    public boolean isUnused() {
        return isDown.length == 0;
    }

    /** Whether any source is down. */
    public boolean isAnyDown() {
        return downCount > 0;
    }

    /** Whether a source is down. */
    public boolean isDown(int sourceIndex) {
        return sourceIndex < isDown.length && isDown[sourceIndex];
    }

    /** Number of sources that have an entry; sources from this index on were never down. */
    public int sourceCount() {
        return isDown.length;
    }

    /**
     * Whether a source that is up came back at most a while ago.
     *
     * @param nowNs elapsed time
     */
    public boolean cameBackWithin(int sourceIndex, long nowNs, long whileNs) {
        return upNs[sourceIndex] != NEVER && nowNs - upNs[sourceIndex] <= whileNs;
    }

    /** Marks a source that was up as down. */
    public void takeDown(int sourceIndex) {
        if (sourceIndex >= isDown.length) {
            int before = isDown.length;
            isDown = Arrays.copyOf(isDown, sourceIndex + 1);
            upNs = Arrays.copyOf(upNs, sourceIndex + 1);
            Arrays.fill(upNs, before, upNs.length, NEVER);
        }
        isDown[sourceIndex] = true;
        downCount++;
    }

    /**
     * Marks a source that was down as up.
     *
     * @param elapsedNs elapsed time of the return
     */
    public void bringUp(int sourceIndex, long elapsedNs) {
        isDown[sourceIndex] = false;
        upNs[sourceIndex] = elapsedNs;
        downCount--;
    }

    /** Adds the state to a digest. */
    public void digest(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.allocate(isDown.length * (1 + Long.BYTES));
        for (int source = 0; source < isDown.length; source++) {
            bytes.put((byte) (isDown[source] ? 1 : 0)).putLong(upNs[source]);
        }
        digest.update(bytes.array());
    }

    /** Writes the state. */
    public void writeTo(StateOutput out) {
        out.putInt(isDown.length);
        for (int source = 0; source < isDown.length; source++) {
            out.putInt(isDown[source] ? 1 : 0);
            out.putLong(upNs[source]);
        }
    }

    /** Reads the state into this new object. */
    public void readFrom(StateInput in) {
        int count = in.getInt();
        isDown = new boolean[count];
        upNs = new long[count];
        for (int source = 0; source < count; source++) {
            isDown[source] = in.getInt() == 1;
            upNs[source] = in.getLong();
            downCount += isDown[source] ? 1 : 0;
        }
    }
}
