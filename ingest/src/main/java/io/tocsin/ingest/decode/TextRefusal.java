package io.tocsin.ingest.decode;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.TextValue;

/** Why a text is no value although its sensor may have texts. */
public enum TextRefusal {
    /** It is no text that a value may be. */
    BAD_TEXT(
            Counter.DROPPED_NOT_A_NUMBER,
            "a text must have 1 to " + TextValue.MAX_LENGTH + " bytes of UTF-8 and no control characters"),
    /** There are as many as there may be. */
    TEXT_LIMIT(
            Counter.DROPPED_TEXT_LIMIT,
            TextValue.MAX_TEXTS + " different texts have been values: what is new is no state");

    private final Counter counter;
    private final String detail;

    TextRefusal(Counter counter, String detail) {
        this.counter = counter;
        this.detail = detail;
    }

    /**
     * The refusal that {@link Intake#textId} has given.
     *
     * @param textId {@link Intake#BAD_TEXT} or {@link Intake#TEXT_LIMIT}
     */
    public static TextRefusal of(int textId) {
        return textId == Intake.TEXT_LIMIT ? TEXT_LIMIT : BAD_TEXT;
    }

    /** What counts it. */
    public Counter counter() {
        return counter;
    }

    /** What was wrong, for people. */
    public String detail() {
        return detail;
    }
}
