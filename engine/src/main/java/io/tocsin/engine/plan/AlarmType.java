package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.RuleHead;

/**
 * Types of alarm rules: name in the configuration, code in stored plans, first plan version with the type. A
 * {@code switch} over the types has no default, so the compiler finds every place that a new type needs.
 */
public enum AlarmType {
    LIMIT("limit", 1, 1),
    MISSING("missing", 2, 1),
    STUCK("stuck", 7, 5),
    RATE_OF_CHANGE("rateOfChange", 11, 9),
    STATE("state", 9, 6),
    QUALITY("quality", 8, 5),
    /** The type of the gateway's own alarms, which no plan contains. */
    GATEWAY("gateway", 0, 0);

    private final String label;
    private final byte code;
    private final int planVersion;

    AlarmType(String label, int code, int planVersion) {
        this.label = label;
        this.code = (byte) code;
        this.planVersion = planVersion;
    }

    /** The type's name in the configuration. */
    public String label() {
        return label;
    }

    /**
     * The type's code in the bytes of a plan, never reused. Operators of other kinds have codes from the same sequence.
     */
    public byte code() {
        return code;
    }

    /** The first version of plans with this type. */
    public int planVersion() {
        return planVersion;
    }

    /** The type with a code, or null when there is none. */
    public static AlarmType ofCode(byte code) {
        for (AlarmType type : values()) {
            if (type.code == code && type != GATEWAY) {
                return type;
            }
        }
        return null;
    }

    /** Reads a rule of this type, after its head has been read. */
    public AlarmRule read(RuleHead head, FieldReader in) {
        return switch (this) {
            case LIMIT -> LimitRule.read(head, in);
            case MISSING -> MissingRule.read(head, in);
            case STUCK -> StuckRule.read(head, in);
            case RATE_OF_CHANGE -> RateOfChangeRule.read(head, in);
            case STATE -> StateRule.read(head, in);
            case QUALITY -> QualityRule.read(head);
            case GATEWAY ->
                throw new IllegalArgumentException(
                        "a plan must not contain a rule of the gateway, name=" + head.name());
        };
    }
}
