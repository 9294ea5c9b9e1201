package io.tocsin.engine.function;

/** Numbers by name that all keys share. Only {@link KeyedProcessFunction#onBroadcast} may change it. */
public interface BroadcastState {
    /** Whether there is a number of this name. */
    boolean contains(String name);

    /** The number of this name, or another when there is none. */
    double getOrDefault(String name, double other);

    /** How many there are. */
    int size();

    /** The name of the entry of this index; in the order in which the names first came. */
    String name(int index);

    /** The number of the entry of this index. */
    double value(int index);

    /**
     * Sets a number.
     *
     * @return false when the name is new and there are as many as there may be: it is not set, and counted
     * @throws IllegalStateException when the current reading is not a broadcast one
     */
    boolean put(String name, double value);
}
