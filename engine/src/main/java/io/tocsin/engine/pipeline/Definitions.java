package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.reading.NameDictionary;

/**
 * Assigns ids to new names, of sensors or of texts. The definition enters the ring before the name enters the
 * dictionary, so a reading with the id follows its definition. Defining is rare and takes a lock; lookups take none.
 */
final class Definitions {
    /** Creates the definition's record. */
    @FunctionalInterface
    interface Body {
        byte[] of(int id);
    }

    private final NameDictionary dictionary;
    private final InputRing ring;
    private final ControlKind kind;

    Definitions(NameDictionary dictionary, InputRing ring, ControlKind kind) {
        this.dictionary = dictionary;
        this.ring = ring;
        this.kind = kind;
    }

    /**
     * Defines a valid name, unless another thread has just defined it.
     *
     * @param end id from which on new names are refused
     * @param whenFull returned when the name is refused
     * @return the id, or {@code whenFull}, or {@link Intake#NO_ROOM_FOR_DEFINITION}
     */
    synchronized int define(byte[] name, int offset, int length, long receiveTimeNs, Body body, int end, int whenFull) {
        int known = dictionary.idOf(name, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        int id = dictionary.size();
        if (id >= end) {
            return whenFull;
        }
        if (!ring.publishControl(kind, body.of(id), receiveTimeNs, false)) {
            return Intake.NO_ROOM_FOR_DEFINITION;
        }
        return dictionary.add(name, offset, length);
    }
}
