package io.tocsin.alerts.log.repair;

import io.tocsin.alerts.log.frame.LogFrame;

/**
 * Identity of an event of the alarm log that does not depend on its place in the log.
 *
 * @param ordinal of the event in the fold over the journal
 * @param key see {@link io.tocsin.alerts.event.EventKey}
 */
public record Anchor(long ordinal, long key) {
    /** No event. */
    public static final Anchor NONE = new Anchor(-1, 0);

    public static Anchor of(LogFrame frame) {
        return new Anchor(frame.ordinal(), frame.key());
    }

    /** Whether there is no event. */
    public boolean isNone() {
        return ordinal < 0;
    }
}
