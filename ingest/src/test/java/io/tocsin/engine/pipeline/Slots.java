package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.RecordHandler;

/** Lets the tests of other modules read what was put into a slot. */
public final class Slots {
    private Slots() {}

    /** Hands the slot's record on, as the engine would. */
    public static void forward(InputSlot slot, long position, RecordHandler handler) {
        slot.forward(position, handler);
    }
}
