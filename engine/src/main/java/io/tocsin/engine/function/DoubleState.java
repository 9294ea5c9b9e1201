package io.tocsin.engine.function;

/** A number of the current key, or none. */
public interface DoubleState {
    /** Whether there is one. */
    boolean isPresent();

    /** The number, or another when there is none. */
    double orElse(double other);

    /** Sets it. */
    void update(double value);

    /** Forgets it. */
    void clear();
}
