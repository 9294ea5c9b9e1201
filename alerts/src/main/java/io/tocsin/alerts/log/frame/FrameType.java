package io.tocsin.alerts.log.frame;

/** Kinds of frames in the alarm log. The codes are stored. */
public enum FrameType {
    /** An alarm event, with its JSON object. */
    EVENT(Segment.EVENTS_VERSION),
    /**
     * An event or row of the log was decided again under this ordinal and position; nothing to deliver.
     */
    REPEAT(Segment.EVENTS_VERSION),
    /** Recovery found the journal ended at this position: frames before this one with a later position are orphans. */
    CUT(Segment.EVENTS_VERSION),
    /** A row of a stream, with its JSON object. */
    ROW(Segment.ROWS_VERSION),
    /** A range of ordinals, from the key to the ordinal, that the log does not have and will never have. */
    ABSENT(Segment.ABSENCES_VERSION),
    /**
     * Represents the deleted beginning of the log, with the losses of every sink: a {@link
     * io.tocsin.alerts.log.GapLedger}.
     */
    GAP(Segment.GAPS_VERSION),
    /** A run of deleted rows; the ledger of the GAP frame counts them. */
    SKIPPED(Segment.GAPS_VERSION);

    private static final FrameType[] BY_CODE = values();

    private final int segmentVersion;

    FrameType(int segmentVersion) {
        this.segmentVersion = segmentVersion;
    }

    /**
     * The oldest file version that may have such frames; programs that know only older versions would treat them as
     * damage.
     */
    int segmentVersion() {
        return segmentVersion;
    }

    byte code() {
        return (byte) ordinal();
    }

    /** The type with that number, or null. */
    static FrameType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
