package io.tocsin.engine.function;

/**
 * Numbers of the current key by whole numbers: by time, by code, by the bits of another number. One walk at a time, in
 * the order of the last {@link #put}, as in {@link ListState}.
 */
public interface MapState {
    /** Whether there is a number under this one. */
    boolean contains(long mapKey);

    /** The number under this one, or another when there is none. */
    double getOrDefault(long mapKey, double other);

    /**
     * Sets the number under this one.
     *
     * @return false when it is new and the key or all keys together have as many as they may: it is not set, and
     *     counted
     */
    boolean put(long mapKey, double value);

    /** Removes the entry of a key, if present. */
    void remove(long mapKey);

    /** Number of entries. */
    int size();

    /** Removes all entries. */
    void clear();

    /** Begins a walk. */
    void rewind();

    /** Goes to the first or next entry; false behind the last. The walk ends when the map is changed. */
    boolean next();

    /** Key of the current entry. */
    long mapKey();

    /** The number that the walk is at. */
    double value();
}
