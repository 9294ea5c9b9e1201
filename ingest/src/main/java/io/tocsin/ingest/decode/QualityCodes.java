package io.tocsin.ingest.decode;

import io.tocsin.engine.reading.Quality;

/** How a device writes qualities. Immutable; allocates nothing. */
public interface QualityCodes {
    /** The quality of a number; NaN for one that cannot be read. */
    Quality ofNumber(double number);

    /** The quality of true or false. */
    Quality ofBoolean(boolean value);

    /** The quality of a text that fills the range; empty is GOOD. */
    Quality ofText(byte[] bytes, int from, int to);

    /** The quality of what is neither number, boolean nor text. */
    Quality ofOther();

    /** Meaning of numbers, for people. */
    String label();

    /** Whether a quality was read from a number whose meaning these codes had to assume. */
    default boolean isAssumed(double number) {
        return false;
    }
}
