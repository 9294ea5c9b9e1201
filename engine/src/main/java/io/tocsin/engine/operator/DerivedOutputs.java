package io.tocsin.engine.operator;

/**
 * The derived sensors of an operator's results: for each of its keys, one for each output that another operator
 * selects.
 */
public interface DerivedOutputs {
    /** Value of {@link #derived} for an output that no operator selects. */
    int NO_DERIVED = -1;

    /** Value of {@link #partnerId} for a key with a single sensor or group. */
    int NO_PARTNER = -1;

    /** The id of the operator in the book. */
    int nodeId();

    /** Number of values of a result. */
    int outputCount();

    /** Number of keys. */
    int keyCount();

    /** The key opened at a position in the order of opening, from 0. The other methods take the key returned here. */
    default int keyAt(int i) {
        return i;
    }

    /** The sensor or group that is the key. */
    int keyId(int key);

    /** The group on the other side of the key, or {@link #NO_PARTNER}. */
    default int partnerId(int key) {
        return NO_PARTNER;
    }

    /** Index of the derived sensor of an output; below 0 when no operator selects it. */
    int derived(int key, int output);

    void setDerived(int key, int output, int index);
}
