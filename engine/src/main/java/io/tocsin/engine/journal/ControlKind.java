package io.tocsin.engine.journal;

/** The kinds of {@link RecordHandler#onControl control records}. Codes are permanent, because journals contain them. */
public enum ControlKind {
    /** Assigns a dense id to a sensor's name: {@link SensorDefinition}. */
    SENSOR(1),
    /** Makes a plan current: {@link io.tocsin.engine.plan.codec.PlanCodec}. */
    PLAN(2),
    /** Notes how far a bounded source has been read: {@link SourceProgress}. */
    SOURCE_PROGRESS(3),
    /** Ends a bounded source: {@link SourceProgress}. */
    SOURCE_END(4),
    /** Assigns a dense id to a text used as a value: {@link TextDefinition}. */
    TEXT(5),
    /** Steps the gateway's wall clock forward or back: {@link ClockStep}. */
    CLOCK_STEP(6),
    /** Marks missing records: {@link JournalGap}. */
    GAP(16),
    /** Removes sensors: {@link Eviction}. */
    EVICT(17),
    /** Marks the loss of a live source's connection: {@link SourceState}. */
    SOURCE_DOWN(18),
    /** Marks the return of a live source's connection: {@link SourceState}. */
    SOURCE_UP(19),
    /** Records an operator action: {@link io.tocsin.engine.action.OperatorAction}. */
    ACTION(20);

    /** The longest body of a control record, bytes. */
    public static final int MAX_BODY_LENGTH = 4 * 1024 * 1024;

    private final int code;

    ControlKind(int code) {
        this.code = code;
    }

    /** The kind's code in the journal. */
    public int code() {
        return code;
    }

    /**
     * The kind with a code from a journal.
     *
     * @param code from a journal
     * @return the kind, or null when this version does not know the code
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
