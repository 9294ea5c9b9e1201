package io.tocsin.alerts.log.frame;

import java.util.List;

/**
 * One frame of the alarm log.
 *
 * @param sequence log sequence number: dense over all frames, from 0
 * @param ordinal of the event or row in the fold over the journal; for ABSENT the last of the range
 * @param position of the journal record that caused it; for CUT the journal's end, for ABSENT that of the event before
 * @param key see {@link io.tocsin.alerts.event.EventKey}; for ABSENT the first ordinal of the range, for GAP and
 *     SKIPPED the number of sequence numbers that it replaces
 * @param timeNs event time, epoch ns; of a window the last instant in it
 * @param receivedNs receive time of the record that caused it, epoch ns
 * @param sinks names of the sinks it goes to; empty: an event goes to every sink, a row to none
 * @param json the event's or row's JSON object; of a GAP the ledger; empty for the other types
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
    /** Whether the frame is to be delivered to the sink of this name. */
    public boolean isFor(String sink) {
        return switch (type) {
            case EVENT -> sinks.isEmpty() || sinks.contains(sink);
            case ROW -> sinks.contains(sink);
            case REPEAT, CUT, ABSENT, GAP, SKIPPED -> false;
        };
    }

    /** A CUT frame: events from a journal position on become orphans. */
    public static LogFrame cut(long position) {
        return note(FrameType.CUT, 0, position, 0);
    }

    /** An ABSENT frame: a range of ordinals that the log does not have. */
    public static LogFrame absent(long firstOrdinal, long lastOrdinal, long position) {
        return note(FrameType.ABSENT, lastOrdinal, position, firstOrdinal);
    }

    /** A frame of an event that was covered before a cut. */
    public static LogFrame covered(Coverage.Covered covered) {
        return note(covered.type(), covered.ordinal(), covered.position(), covered.key());
    }

    private static LogFrame note(FrameType type, long ordinal, long position, long key) {
        return new LogFrame(type, 0, ordinal, position, key, 0, 0, List.of(), "");
    }

    /** Whether it has an event or a row. */
    public boolean isEvent() {
        return type == FrameType.EVENT || type == FrameType.ROW;
    }

    /** Whether the frame covers ordinals. */
    public boolean isCovering() {
        return type != FrameType.CUT && !(type == FrameType.GAP && position < 0);
    }

    /** The first ordinal it covers. */
    public long firstOrdinal() {
        return switch (type) {
            case ABSENT -> key;
            case SKIPPED -> ordinal - key + 1;
            case GAP -> 0;
            default -> ordinal;
        };
    }

    /** The sequence number of the following frame. */
    public long endSequence() {
        return type == FrameType.GAP || type == FrameType.SKIPPED ? sequence + key : sequence + 1;
    }

    /** This frame at another place of the log. */
    public LogFrame at(long newSequence) {
        return new LogFrame(type, newSequence, ordinal, position, key, timeNs, receivedNs, sinks, json);
    }

    /** A REPEAT frame for this frame's event, which is already in the log. */
    public LogFrame asRepeat() {
        return new LogFrame(FrameType.REPEAT, sequence, ordinal, position, key, timeNs, receivedNs, List.of(), "");
    }
}
