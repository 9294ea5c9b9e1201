package io.tocsin.engine.function;

/**
 * Numbers of the current key in the order in which they were added. One walk at a time:
 *
 * <pre>{@code
 * for (list.rewind(); list.next(); ) {
 *     sum += list.value();
 * }
 * }</pre>
 */
public interface ListState {
    /**
     * Adds a number behind the others.
     *
     * @return false when the key or all keys together have as many as they may: it is not added, and counted
     */
    boolean add(double value);

    /** How many there are. */
    int size();

    /** Takes the first one out; there must be one. */
    double removeFirst();

    /** Forgets all. */
    void clear();

    /** Begins a walk. */
    void rewind();

    /** Goes to the first or next number; false behind the last. The walk ends when the list is changed. */
    boolean next();

    /** The number that the walk is at. */
    double value();
}
