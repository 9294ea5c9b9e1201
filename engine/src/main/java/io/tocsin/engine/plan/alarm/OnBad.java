package io.tocsin.engine.plan.alarm;

import java.util.Locale;

/** Behaviour of an active alarm when its value is lost, by a BAD reading or by the end of the value's inputs. */
public enum OnBad {
    /** Keeps an active alarm on its last value and emits an event about the missing value. */
    HOLD,
    /** Clears an active alarm and cancels a pending delay. */
    CLEAR;

    /** Name in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
