package io.tocsin.engine.plan.alarm;

import java.util.Locale;

/** How urgently an operator must respond (ISA-18.2). */
public enum Priority {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /** Word in configuration and events. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
