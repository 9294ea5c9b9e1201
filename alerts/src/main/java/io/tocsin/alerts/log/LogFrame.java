package io.tocsin.alerts.log;

import java.util.List;

/**
 * One frame of the alarm log.
 *
 * @param sequence log sequence number: dense over all frames, from 0
 * @param ordinal of the event or row in the fold over the journal
 * @param position of the journal record that caused it; for CUT the journal's end
 * @param key see {@link io.tocsin.alerts.event.EventKey}
 * @param timeNs event time, epoch ns; of a window the last instant in it
 * @param receivedNs receive time of the record that caused it, epoch ns
 * @param sinks names of the sinks it goes to; empty: an event goes to every sink, a row to none
 * @param json the event's or row's JSON object; empty for REPEAT and CUT
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
    /** Whether the frame is something for the sink of this name. */
    public boolean isFor(String sink) {
        return switch (type) {
            case EVENT -> sinks.isEmpty() || sinks.contains(sink);
            case ROW -> sinks.contains(sink);
            case REPEAT, CUT -> false;
        };
    }

    /** This frame, saying only that what it has stands in the log already. */
    LogFrame asRepeat() {
        return new LogFrame(FrameType.REPEAT, sequence, ordinal, position, key, timeNs, receivedNs, List.of(), "");
    }
}
