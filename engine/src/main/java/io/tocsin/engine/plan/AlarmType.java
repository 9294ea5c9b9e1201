package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.RuleHead;

/**
 * Types of alarm rules: name in the configuration, code in stored plans, the plan version that knows the type. A
 * {@code switch} over them has no default: the compiler finds the places that a new type needs.
 */
public enum AlarmType {
    LIMIT("limit", 1, 1),
    MISSING("missing", 2, 1),
    STUCK("stuck", 7, 5),
    RATE_OF_CHANGE("rateOfChange", 11, 9),
    STATE("state", 9, 6),
    QUALITY("quality", 8, 5),
    /** The gateway's own; no plan has it. */
    GATEWAY("gateway", 0, 0);

    private final String label;
    private final byte code;
    private final int planVersion;

    AlarmType(String label, int code, int planVersion) {
        this.label = label;
        this.code = (byte) code;
        this.planVersion = planVersion;
    }

    /** Its name in the configuration. */
    public String label() {
        return label;
    }

    /**
     * Its code in the bytes of a plan, never used for anything else: operators of other kinds have codes of the same
     * row.
     */
    public byte code() {
        return code;
    }

    /** The first version of plans that knows it. */
    public int planVersion() {
        return planVersion;
    }

    /** The type of this code, or null when no type has it. */
    public static AlarmType ofCode(byte code) {
        for (AlarmType type : values()) {
            if (type.code == code && type != GATEWAY) {
                return type;
            }
        }
        return null;
    }

    /** Reads a rule of this type whose head was read before. */
    public AlarmRule read(RuleHead head, FieldReader in) {
        return switch (this) {
            case LIMIT -> LimitRule.read(head, in);
            case MISSING -> MissingRule.read(head, in);
            case STUCK -> StuckRule.read(head, in);
            case RATE_OF_CHANGE -> RateOfChangeRule.read(head, in);
            case STATE -> StateRule.read(head, in);
            case QUALITY -> QualityRule.read(head);
            case GATEWAY ->
                throw new IllegalArgumentException("no plan has a rule of the gateway, name=" + head.name());
        };
    }
}
