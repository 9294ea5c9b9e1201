package io.tocsin.engine.result;

/** Kinds of shelves: silences that an operator puts on an alarm for a time. The codes are stored in snapshots. */
public enum ShelfKind {
    NONE("none"),
    /** Ends after a time. */
    TIMED("timed"),
    /** Ends when the process returns to normal, or after the rule's longest shelf. */
    ONE_SHOT("oneShot");

    private static final ShelfKind[] BY_CODE = values();

    private final String word;

    ShelfKind(String word) {
        this.word = word;
    }

    /** The word in events. */
    public String word() {
        return word;
    }

    /** The code in ring and snapshot. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The kind with a code. */
    public static ShelfKind ofCode(int code) {
        return BY_CODE[code];
    }
}
