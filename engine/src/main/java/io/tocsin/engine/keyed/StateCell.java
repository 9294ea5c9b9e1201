package io.tocsin.engine.keyed;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/** One declared state: its part of every key's slot, and its memory besides the slots. */
abstract class StateCell {
    private final String declaration;
    private final int length;
    final CurrentKey key;
    private int offset;

    /**
     * @param declaration kind, name and limits, which must be equal for stored state to be restored
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

    /** Address of this cell in the slot of the current key. */
    final long address() {
        return key.address() + offset;
    }

    final int offset() {
        return offset;
    }

    /** Initialises this cell of a slot that is all zeros. */
    abstract void init(long cellAddress);

    /** The most bytes of a key besides its slot. */
    long moreBytesPerKey() {
        return 0;
    }

    /** Writes refused because a limit was reached. */
    long refusedCount() {
        return 0;
    }

    /** Bytes besides the slots. */
    long stateBytes() {
        return 0;
    }

    void digest(MessageDigest digest) {}

    void writeTo(StateOutput out) {}

    void readFrom(StateInput in) {}
}
