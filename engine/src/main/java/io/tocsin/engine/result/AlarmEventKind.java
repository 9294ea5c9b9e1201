package io.tocsin.engine.result;

/** Kinds of alarm events. The first three are decided by rules, the others by the alarm board. The list is closed. */
public enum AlarmEventKind {
    RAISED,
    CLEARED,
    LEVEL_CHANGED,
    ACKNOWLEDGED,
    RESET,
    COMMENTED,
    SHELVED,
    UNSHELVED,
    SUPPRESSED,
    UNSUPPRESSED,
    OUT_OF_SERVICE,
    IN_SERVICE,
    /** An alarm that was raised in silence rings now. */
    ANNUNCIATED,
    REMINDED,
    REALARMED,
    ESCALATED,
    CHATTERING,
    FLOOD_BEGAN,
    FLOOD_ENDED,
    REFUSED;

    private static final AlarmEventKind[] BY_CODE = values();

    /** Whether rules decide such events. */
    public boolean isOfRule() {
        return this == RAISED || this == CLEARED || this == LEVEL_CHANGED;
    }

    /** The code in the ring. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The kind with a code. */
    public static AlarmEventKind ofCode(int code) {
        return BY_CODE[code];
    }
}
