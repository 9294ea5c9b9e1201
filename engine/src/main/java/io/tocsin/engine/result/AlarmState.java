package io.tocsin.engine.result;

/**
 * Process and acknowledgement of one alarm at one sensor, by ISA-18.2. The name is the word in events; the codes are
 * stored in snapshots.
 */
public enum AlarmState {
    /** Normal. */
    NORMAL("N"),
    /** Active; nobody has acknowledged it. */
    UNACKNOWLEDGED_ACTIVE("UA"),
    /** Active and acknowledged, or active by a rule that needs no acknowledgement. */
    ACKNOWLEDGED_ACTIVE("AA"),
    /** Cleared; nobody has acknowledged it. */
    RETURNED_TO_NORMAL_UNACKNOWLEDGED("RU"),
    /** Cleared, latched, and not acknowledged. */
    LATCHED_UNACKNOWLEDGED("LU"),
    /** Cleared and acknowledged; a reset returns it to normal. */
    LATCHED_ACKNOWLEDGED("LA");

    private static final AlarmState[] BY_CODE = values();

    private final String shortName;

    AlarmState(String shortName) {
        this.shortName = shortName;
    }

    /** The one or two letters of the standard's diagrams. */
    public String shortName() {
        return shortName;
    }

    /** Whether the process is in alarm. */
    public boolean isActive() {
        return this == UNACKNOWLEDGED_ACTIVE || this == ACKNOWLEDGED_ACTIVE;
    }

    /** Whether an acknowledgement is due. */
    public boolean isUnacknowledged() {
        return this == UNACKNOWLEDGED_ACTIVE
                || this == RETURNED_TO_NORMAL_UNACKNOWLEDGED
                || this == LATCHED_UNACKNOWLEDGED;
    }

    /** As {@link #isUnacknowledged()}, of the state with a name; false for a name that is none. */
    public static boolean isUnacknowledged(String name) {
        for (AlarmState state : BY_CODE) {
            if (state.name().equals(name)) {
                return state.isUnacknowledged();
            }
        }
        return false;
    }

    /** The code in ring and snapshot. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The state with a code. */
    public static AlarmState ofCode(int code) {
        return BY_CODE[code];
    }
}
