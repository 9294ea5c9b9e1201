package io.tocsin.engine.journal;

/** The kinds of {@link RecordHandler#onControl control records}. Codes are for ever: they stand in journals. */
public enum ControlKind {
    /** A sensor's name gets its dense id: {@link SensorDefinition}. */
    SENSOR(1),
    /** The rules in force from here on: {@link io.tocsin.engine.plan.codec.PlanCodec}. */
    PLAN(2),
    /** How far a bounded source has been read: {@link SourceProgress}. */
    SOURCE_PROGRESS(3),
    /** A bounded source has ended: {@link SourceProgress}. */
    SOURCE_END(4),
    /** A text that is a sensor's value gets its dense id: {@link TextDefinition}. */
    TEXT(5),
    /** The gateway's wall clock was put forward or back: {@link ClockStep}. */
    CLOCK_STEP(6),
    /** Records are missing: {@link JournalGap}. */
    GAP(16),
    /** Sensors are no more: {@link Eviction}. */
    EVICT(17);

    /** The longest body of a control record, bytes. */
    public static final int MAX_BODY_LENGTH = 4 * 1024 * 1024;

    private final int code;

    ControlKind(int code) {
        this.code = code;
    }

    /** The number that stands in the journal. */
    public int code() {
        return code;
    }

    /**
     * The kind with a number from a journal.
     *
     * @param code a number from a journal
     * @return its kind, or null when this version knows none
     */
    public static ControlKind ofCode(int code) {
        for (ControlKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
