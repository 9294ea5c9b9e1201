package io.tocsin.engine.function;

/** Numbers by name, shared by all keys. Only {@link KeyedProcessFunction#onBroadcast} may change them. */
public interface BroadcastState {
    /** Whether there is a number of this name. */
    boolean contains(String name);

    /** The number of this name, or a default when there is none. */
    double getOrDefault(String name, double other);

    /** Number of entries. */
    int size();

    /** The name of the entry with an index, in the order in which the names first came. */
    String name(int index);

    /** The number of the entry with an index. */
    double value(int index);

    /**
     * Sets a number.
     *
     * @return false when the name is new and the limit of entries is reached: the number is not set, and the refusal
     *     counted
     * @throws IllegalStateException when the current reading is not a broadcast one
     */
    boolean put(String name, double value);
}
