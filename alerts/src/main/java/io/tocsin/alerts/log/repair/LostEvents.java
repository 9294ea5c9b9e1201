package io.tocsin.alerts.log.repair;

import io.tocsin.alerts.event.EventTimes;
import io.tocsin.alerts.log.frame.LogFrame;

/**
 * Events and rows that were in a damaged place of the alarm log and cannot be decided again.
 *
 * @param firstOrdinal ordinal of the first lost event in the fold over the journal
 * @param lastOrdinal ordinal of the last lost event
 * @param before the last logged event before the lost ones, or null
 * @param behind the first logged event after the lost ones, or null
 * @param sequence of the frame that represents them in the log
 */
public record LostEvents(long firstOrdinal, long lastOrdinal, LogFrame before, LogFrame behind, long sequence) {
    /** Describes the lost events, for people. */
    public String describe() {
        StringBuilder text = new StringBuilder(firstOrdinal == lastOrdinal ? "event " : "events ").append(firstOrdinal);
        if (lastOrdinal > firstOrdinal) {
            text.append(" to ").append(lastOrdinal);
        }
        append(text, ", from journal position ", before);
        append(text, ", up to journal position ", behind);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, LogFrame frame) {
        if (frame != null) {
            text.append(what).append(frame.position());
            if (frame.isEvent()) {
                text.append(", received ").append(EventTimes.iso(frame.receivedNs()));
            }
        }
    }
}
