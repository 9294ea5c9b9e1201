package io.tocsin.engine.result;

/** Why an alarm event happened. Codes stand in the alarm log. */
public enum AlarmEventReason {
    /** The rule says so: a reading or a timer. */
    RULE,
    /** The rule was changed or removed while the alarm was active; the new rule starts afresh. */
    RULE_CHANGED,
    /** The limit has gone: a row or cell of a table was removed, a set-point is BAD. */
    LIMIT_GONE,
    /** The value is BAD, or what it was made of has ended, and the rule says {@code onBad: clear}. */
    VALUE_GONE,
    /** The sensor was evicted: it had been silent for long, and the rules that were in force then did not watch it. */
    SENSOR_EVICTED;

    private static final AlarmEventReason[] BY_CODE = values();

    /** The number in ring and log. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The reason with that number. */
    public static AlarmEventReason ofCode(int code) {
        return BY_CODE[code];
    }
}
