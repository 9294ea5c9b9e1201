package io.tocsin.engine.result;

/** Change of an alarm episode. The codes are stored in the alarm log. */
public enum AlarmEventKind {
    RAISED,
    CLEARED,
    LEVEL_CHANGED;

    private static final AlarmEventKind[] BY_CODE = values();

    /** The code in ring and log. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The kind with a code. */
    public static AlarmEventKind ofCode(int code) {
        return BY_CODE[code];
    }
}
