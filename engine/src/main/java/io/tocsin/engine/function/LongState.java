package io.tocsin.engine.function;

/** A whole number of the current key, which may be absent. */
public interface LongState {
    /** Whether the number is present. */
    boolean isPresent();

    /** The number, or a default when it is absent. */
    long orElse(long other);

    /** Sets the number. */
    void update(long value);

    /** Removes the number. */
    void clear();
}
