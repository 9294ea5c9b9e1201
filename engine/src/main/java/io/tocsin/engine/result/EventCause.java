package io.tocsin.engine.result;

/** The causes of events that no rule decided. The codes are only in the ring. */
public enum EventCause {
    /** The rule, or nothing worth a word. */
    NONE(""),
    OPERATOR("operator"),
    RETURN_TO_NORMAL("return to normal"),
    /** The time of the shelf is over. */
    TIME("time"),
    /** The plan: another alarm, or a schedule. */
    DESIGN("design");

    private static final EventCause[] BY_CODE = values();

    private final String word;

    EventCause(String word) {
        this.word = word;
    }

    /** The word in events; empty for {@link #NONE}. */
    public String word() {
        return word;
    }

    /** The code in the ring. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The cause with a code. */
    public static EventCause ofCode(int code) {
        return BY_CODE[code];
    }
}
