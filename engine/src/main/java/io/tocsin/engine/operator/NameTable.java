package io.tocsin.engine.operator;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Names of sensors, or texts used as values, by id, as UTF-8 outside the heap. A million names as objects would burden
 * every garbage collection, and every snapshot would create them again.
 *
 * <p>An entry is the name's length as an int, then its bytes, within one of the chunks. One thread adds names; any
 * thread that received an id from it may read the name, which allocates.
 */
public final class NameTable {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int MIN_CAPACITY = 64;

    /** Longest name, bytes: a definition record contains the name and must hold it. */
    private static final int MAX_NAME_BYTES = ControlKind.MAX_BODY_LENGTH;

    private volatile UnsafeBuffer[] chunks = {allocate(0)};
    private volatile long[] places = new long[MIN_CAPACITY];
    private int chunkCount = 1;
    private int usedBytes = 0;
    private int count = 0;

    /** Adds the name of the next id. */
    public void add(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long place = addPlace(bytes.length);
        chunks[chunkOf(place)].putBytes(offsetOf(place) + Integer.BYTES, bytes);
    }

    /** Number of names, which is the next id. Only for the thread that adds names. */
    public int count() {
        return count;
    }

    public String name(int sensorId) {
        long place = places[sensorId];
        UnsafeBuffer chunk = chunks[chunkOf(place)];
        byte[] bytes = new byte[chunk.getInt(offsetOf(place))];
        chunk.getBytes(offsetOf(place) + Integer.BYTES, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Writes every name in the format of {@link StateOutput#putString}. */
    public void writeTo(StateOutput out) {
        out.putInt(count);
        for (int sensorId = 0; sensorId < count; sensorId++) {
            long place = places[sensorId];
            UnsafeBuffer chunk = chunks[chunkOf(place)];
            int length = chunk.getInt(offsetOf(place));
            out.putInt(length);
            out.putMemory(chunk, offsetOf(place) + Integer.BYTES, length);
        }
    }

    /** Adds the names that were written. */
    public void readFrom(StateInput in) {
        int storedCount = in.getInt();
        for (int i = 0; i < storedCount; i++) {
            int length = in.getInt();
            if (length < 0 || length > MAX_NAME_BYTES) {
                throw new IllegalStateException("impossible length of a sensor's name, length=" + length);
            }
            long place = addPlace(length);
            in.getMemory(chunks[chunkOf(place)], offsetOf(place) + Integer.BYTES, length);
        }
    }

    /** Reserves memory for a name of this length, after its length was checked. */
    private long addPlace(int length) {
        int needed = Integer.BYTES + length;
        if (usedBytes + needed > chunks[chunkCount - 1].capacity()) {
            addChunk(needed);
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
        }
        long place = (long) (chunkCount - 1) << Integer.SIZE | usedBytes;
        places[count++] = place;
        chunks[chunkCount - 1].putInt(usedBytes, length);
        usedBytes += needed;
        return place;
    }

    private void addChunk(int needed) {
        UnsafeBuffer[] more = chunkCount == chunks.length ? Arrays.copyOf(chunks, chunkCount * 2) : chunks;
        more[chunkCount++] = allocate(needed);
        chunks = more;
        usedBytes = 0;
    }

    private static UnsafeBuffer allocate(int needed) {
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.max(CHUNK_BYTES, needed));
        return new UnsafeBuffer(memory.order(ByteOrder.nativeOrder()));
    }

    private static int chunkOf(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    private static int offsetOf(long place) {
        return (int) place;
    }
}
