package io.tocsin.engine.plan.alarm;

import java.util.Locale;

/** The fate of an active alarm when its value goes: by a BAD reading, or by the end of the inputs of the value. */
public enum OnBad {
    /** An active alarm stays on the last value, and its event says so. */
    HOLD,
    /** An active alarm is cleared, and a pending delay cancelled. */
    CLEAR;

    /** Its name in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
