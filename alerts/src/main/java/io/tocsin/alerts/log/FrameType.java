package io.tocsin.alerts.log;

/** What a frame of the alarm log says. Codes stand in the log. */
public enum FrameType {
    /** An alarm event, with its JSON object. */
    EVENT,
    /** An event of this ordinal and position was decided again that stands in the log already; nothing to deliver. */
    REPEAT,
    /** Recovery found the journal ended at this position: frames before this one with a later position are orphans. */
    CUT;

    private static final FrameType[] BY_CODE = values();

    byte code() {
        return (byte) ordinal();
    }

    /** The type with that number, or null. */
    static FrameType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
