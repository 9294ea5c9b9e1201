package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.reading.NameDictionary;

/**
 * Gives new names their ids, whatever they name. The definition goes into the ring before the name goes into the
 * dictionary, so whoever finds the name there publishes readings behind its definition. Defining is rare and guarded by
 * a lock; looking up takes none.
 */
final class Definitions {
    /** Makes the definition's record. */
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
     * Defines a name that was found valid, unless somebody else has just done so.
     *
     * @param end how many names the dictionary may hold at most before it takes this one
     * @param whenFull what to return when it holds as many
     * @return its id, or {@code whenFull}, or {@link Intake#NO_ROOM_FOR_DEFINITION}
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
