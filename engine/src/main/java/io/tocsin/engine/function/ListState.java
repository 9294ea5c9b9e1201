package io.tocsin.engine.function;

/**
 * Numbers of the current key in the order of addition. Only one iteration can be active:
 *
 * <pre>{@code
 * for (list.rewind(); list.next(); ) {
 *     sum += list.value();
 * }
 * }</pre>
 */
public interface ListState {
    /**
     * Adds a number at the end.
     *
     * @return false when the limit of the key, or of all keys together, is reached: the number is not added, and the
     *     refusal counted
     */
    boolean add(double value);

    /** Number of elements. */
    int size();

    /** Removes the first number; there must be one. */
    double removeFirst();

    /** Removes all numbers. */
    void clear();

    /** Begins an iteration. */
    void rewind();

    /** Advances to the first or next number; false after the last. A change of the list ends the iteration. */
    boolean next();

    /** The number at the iteration's position. */
    double value();
}
