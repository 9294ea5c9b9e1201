package io.tocsin.engine.function;

/** A whole number of the current key, or none. */
public interface LongState {
    /** Whether there is one. */
    boolean isPresent();

    /** The number, or another when there is none. */
    long orElse(long other);

    /** Sets it. */
    void update(long value);

    /** Forgets it. */
    void clear();
}
