package io.tocsin.engine.keyed;

import io.tocsin.engine.function.BroadcastState;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.UnsafeApi;

/**
 * Numbers by name. The numbers are outside the heap; the few names are on the heap. Engine thread; a new name
 * allocates.
 */
public final class BroadcastEntries implements BroadcastState {
    private final int maxEntries;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final StateArena values = new StateArena(Double.BYTES);
    private boolean isWritable;
    private long refusedCount;

    BroadcastEntries(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** Whether the function has declared broadcast state. */
    public boolean isDeclared() {
        return maxEntries > 0;
    }

    /** Sets whether the current reading is a broadcast one, which may change the entries. */
    public void writable(boolean writable) {
        isWritable = writable;
    }

    @Override
    public boolean contains(String name) {
        return indexes.containsKey(name);
    }

    @Override
    public double getOrDefault(String name, double other) {
        Integer index = indexes.get(name);
        return index == null ? other : value(index);
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public String name(int index) {
        return names.get(index);
    }

    @Override
    public double value(int index) {
        return UnsafeApi.getDouble(values.address(index));
    }

    @Override
    public boolean put(String name, double value) {
        if (!isWritable) {
            throw new IllegalStateException("only onBroadcast() may change broadcast state, name=" + name);
        }
        Integer index = indexes.get(name);
        if (index == null) {
            if (names.size() == maxEntries) {
                refusedCount++;
                return false;
            }
            index = add(name);
        }
        UnsafeApi.putLong(values.address(index), Double.doubleToLongBits(value));
        return true;
    }

    private int add(String name) {
        int index = values.addSlot();
        names.add(name);
        indexes.put(name, index);
        return index;
    }

    long refusedCount() {
        return refusedCount;
    }

    long stateBytes() {
        return values.byteCount();
    }

    void digest(MessageDigest digest) {
        for (String name : names) {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        values.digest(digest, Double.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            digest.update((byte) (refusedCount >>> shift));
        }
    }

    void writeTo(StateOutput out) {
        out.putLong(refusedCount);
        out.putInt(names.size());
        for (int index = 0; index < names.size(); index++) {
            out.putString(names.get(index));
            out.putLong(Double.doubleToLongBits(value(index)));
        }
    }

    void readFrom(StateInput in) {
        refusedCount = in.getLong();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            int index = add(in.getString());
            UnsafeApi.putLong(values.address(index), in.getLong());
        }
    }
}
