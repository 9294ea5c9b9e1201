package io.tocsin.engine.operator;

/** The derived sensors of an operator's results: those of its outputs that somebody wants, for each of its keys. */
public interface DerivedOutputs {
    /** {@link #derived}: nobody wants it. */
    int NO_DERIVED = -1;

    /** {@link #partnerId}: the key has one line of time. */
    int NO_PARTNER = -1;

    /** The id of its operator in the book. */
    int nodeId();

    /** Values of a result. */
    int outputCount();

    /** Keys. */
    int keyCount();

    /** The key that was opened as so-manieth, from 0; the other methods speak of it by this. */
    default int keyAt(int i) {
        return i;
    }

    /** The sensor or group that is the key. */
    int keyId(int key);

    /** The group that the other side of the key is, if there are two. */
    default int partnerId(int key) {
        return NO_PARTNER;
    }

    /** Index of the derived sensor of an output, below 0 when nobody wants it. */
    int derived(int key, int output);

    void setDerived(int key, int output, int index);
}
