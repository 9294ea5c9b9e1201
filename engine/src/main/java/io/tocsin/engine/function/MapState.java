package io.tocsin.engine.function;

/**
 * Numbers of the current key, mapped from whole numbers such as times, codes or the bits of other numbers. Only one
 * iteration can be active, in the order of the last {@link #put}, as in {@link ListState}.
 */
public interface MapState {
    /** Whether the map contains a key. */
    boolean contains(long mapKey);

    /** The number of a map key, or a default when there is none. */
    double getOrDefault(long mapKey, double other);

    /**
     * Sets the number of a map key.
     *
     * @return false when the map key is new and the limit of the key, or of all keys together, is reached: the number
     *     is not set, and the refusal counted
     */
    boolean put(long mapKey, double value);

    /** Removes the entry of a key, if present. */
    void remove(long mapKey);

    /** Number of entries. */
    int size();

    /** Removes all entries. */
    void clear();

    /** Begins an iteration. */
    void rewind();

    /** Advances to the first or next entry; false after the last. A change of the map ends the iteration. */
    boolean next();

    /** Key of the current entry. */
    long mapKey();

    /** The number of the current entry. */
    double value();
}
