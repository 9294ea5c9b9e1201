package io.tocsin.alerts.log;

import java.util.List;

/**
 * One frame of the alarm log.
 *
 * @param sequence log sequence number: dense over all frames, from 0
 * @param ordinal of the event in the fold over the journal
 * @param position of the journal record that caused it; for CUT the journal's end
 * @param key see {@link io.tocsin.alerts.event.EventKey}
 * @param timeNs event time, epoch ns
 * @param receivedNs receive time of the reading that caused it, epoch ns
 * @param sinks names of the sinks it goes to; empty: every sink
 * @param json the event's JSON object; empty unless EVENT
 */
public record LogFrame(
        FrameType type,
        long sequence,
        long ordinal,
        long position,
        long key,
        long timeNs,
        long receivedNs,
        List<String> sinks,
        String json) {
    /** Whether the frame is an event for the sink of this name. */
    public boolean isFor(String sink) {
        return type == FrameType.EVENT && (sinks.isEmpty() || sinks.contains(sink));
    }
}
