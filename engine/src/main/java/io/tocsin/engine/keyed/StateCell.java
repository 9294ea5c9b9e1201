package io.tocsin.engine.keyed;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/** One declared state: its part of every key's slot, and what it keeps beside the slots. */
abstract class StateCell {
    private final String declaration;
    private final int length;
    final CurrentKey key;
    private int offset;

    /**
     * @param declaration kind, name and bounds: what must be equal for state to be taken over
     * @param length bytes of a slot, a multiple of 8
     */
    StateCell(CurrentKey key, String declaration, int length) {
        this.key = key;
        this.declaration = declaration;
        this.length = length;
    }

    final String declaration() {
        return declaration;
    }

    final int length() {
        return length;
    }

    final void place(int slotOffset) {
        offset = slotOffset;
    }

    /** Where this cell is in the slot of the current key. */
    final long address() {
        return key.address() + offset;
    }

    final int offset() {
        return offset;
    }

    /** Fills this cell of a slot that is all zeros. */
    abstract void init(long cellAddress);

    /** The most bytes a key takes beside its slot. */
    long moreBytesPerKey() {
        return 0;
    }

    /** Writes that a bound has refused. */
    long refusedCount() {
        return 0;
    }

    /** Bytes beside the slots. */
    long stateBytes() {
        return 0;
    }

    void digest(MessageDigest digest) {}

    void writeTo(StateOutput out) {}

    void readFrom(StateInput in) {}
}
