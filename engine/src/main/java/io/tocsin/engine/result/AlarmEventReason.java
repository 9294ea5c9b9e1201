package io.tocsin.engine.result;

/** Reason of an alarm event. The alarm log contains the codes. */
public enum AlarmEventReason {
    /** The rule decided it, at a reading or a timer. */
    RULE,
    /** The rule was changed or removed while the alarm was active; the new rule starts afresh. */
    RULE_CHANGED,
    /** The limit is lost: a row or cell of a table was removed, or a set-point is BAD. */
    LIMIT_GONE,
    /** The value is BAD, or its inputs have ended, and the rule says {@code onBad: clear}. */
    VALUE_GONE,
    /** The sensor was evicted: it had been silent for long, and no rule of the plan current at that time watched it. */
    SENSOR_EVICTED,
    /** An operator has decommissioned the sensor. */
    DECOMMISSIONED;

    private static final AlarmEventReason[] BY_CODE = values();

    /** The code in ring and log. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The reason with a code. */
    public static AlarmEventReason ofCode(int code) {
        return BY_CODE[code];
    }
}
