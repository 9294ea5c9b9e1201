package io.tocsin.engine.function;

/** A number of the current key, which may be absent. */
public interface DoubleState {
    /** Whether the number is present. */
    boolean isPresent();

    /** The number, or a default when it is absent. */
    double orElse(double other);

    /** Sets the number. */
    void update(double value);

    /** Removes the number. */
    void clear();
}
