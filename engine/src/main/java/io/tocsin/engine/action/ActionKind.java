package io.tocsin.engine.action;

/** The kinds of operator actions. Codes are permanent, because journals contain them. */
public enum ActionKind {
    /** Acknowledges an episode, up to the level that the operator saw. */
    ACKNOWLEDGE("ack"),
    /** Returns a latched alarm to normal. */
    RESET("reset"),
    /** Silences an alarm for a duration. */
    SHELVE("shelve"),
    /** Silences an alarm until the process returns to normal, at most for the rule's longest shelf. */
    SHELVE_ONCE("shelve-once"),
    /** Ends a shelf. */
    UNSHELVE("unshelve"),
    /** Suppresses an alarm until further notice. */
    SUPPRESS("suppress"),
    /** Ends a suppression by an operator. */
    UNSUPPRESS("unsuppress"),
    /** Takes an alarm out of service, with a reason and without an end. */
    OUT_OF_SERVICE("out-of-service"),
    /** Returns an alarm to service. */
    IN_SERVICE("in-service"),
    /** Adds a comment. */
    COMMENT("comment"),
    /** Removes a sensor: its episodes close, and no rule watches it until it speaks again. */
    DECOMMISSION("decommission");

    private static final ActionKind[] BY_CODE = values();

    private final String word;

    ActionKind(String word) {
        this.word = word;
    }

    /** The action's name in commands, events and requests. */
    public String word() {
        return word;
    }

    /** The code in the journal. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The kind with a code, or null when this version does not know the code. */
    public static ActionKind ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** The kind of this name, or null. */
    public static ActionKind ofWord(String word) {
        for (ActionKind kind : BY_CODE) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }
}
