package io.tocsin.engine.action;

/**
 * The reasons to refuse an operator action: the one list for command line, HTTP, MQTT, events and documents. The name
 * is the code on the wire.
 */
public enum Refusal {
    NOTHING_TO_ACKNOWLEDGE("the alarm is normal; nothing waits for an acknowledgement"),
    ALREADY_ACKNOWLEDGED("the episode is acknowledged already"),
    NOT_ACKNOWLEDGED("the latched alarm must be acknowledged before its reset"),
    NOT_LATCHED("the alarm is not latched; only a latched alarm can be reset"),
    STILL_ACTIVE("the alarm is still active; reset it after it has cleared"),
    SUPERSEDED("the id names an older episode of this alarm; acknowledge the current one"),
    UNKNOWN_ID("no episode of this alarm has this id, or the event is not of this episode"),
    UNKNOWN_ALARM("the gateway has no such alarm for this sensor"),
    NOT_ALLOWED("the alarm's plan or state does not allow this action"),
    REASON_REQUIRED("this action needs a reason"),
    DURATION_OUT_OF_RANGE("the duration must be above 0 and at most the rule's maxShelve"),
    ALREADY_SHELVED("the alarm is shelved in this way already"),
    NOT_SHELVED("the alarm is not shelved"),
    OUT_OF_SERVICE("the alarm is out of service; only in-service and comment are possible"),
    ALREADY_OUT_OF_SERVICE("the alarm is out of service already"),
    NOT_OUT_OF_SERVICE("the alarm is in service");

    private static final Refusal[] BY_CODE = values();

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** The reason for people, as a whole clause without a full stop. */
    public String words() {
        return words;
    }

    /** The code in ring and log. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The refusal with a code. */
    public static Refusal ofCode(int code) {
        return BY_CODE[code];
    }
}
