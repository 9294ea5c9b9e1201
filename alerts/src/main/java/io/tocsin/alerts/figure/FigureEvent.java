package io.tocsin.alerts.figure;

import io.tocsin.alerts.event.EventMembers;
import io.tocsin.engine.result.AlarmState;
import java.io.IOException;
import java.util.Comparator;

/**
 * One alarm event, with the members that figures need.
 *
 * @param timeNs event time, epoch ns
 * @param ordinal of the event in the fold, which orders events of one time
 * @param priority its word in events
 * @param rings whether the event was annunciated
 * @param waits whether the alarm waits for an acknowledgement after the event
 * @param by the person or program that acted, or empty
 */
public record FigureEvent(
        long timeNs,
        long ordinal,
        Kind kind,
        String alarm,
        String sensor,
        String priority,
        boolean rings,
        boolean waits,
        String by) {
    /** Order of figures: by event time, then by ordinal. */
    static final Comparator<FigureEvent> IN_TIME =
            Comparator.comparingLong(FigureEvent::timeNs).thenComparingLong(FigureEvent::ordinal);

    /** Events that a figure depends on. The names are those of the events. */
    public enum Kind {
        RAISED,
        CLEARED,
        LEVEL_CHANGED,
        ACKNOWLEDGED,
        RESET,
        COMMENTED,
        SHELVED,
        UNSHELVED,
        SUPPRESSED,
        UNSUPPRESSED,
        OUT_OF_SERVICE,
        IN_SERVICE,
        ANNUNCIATED,
        REALARMED;

        private static final Kind[] ALL = values();

        static Kind ofCode(int code) {
            return ALL[code];
        }

        /** The kind of an event's name, or null when no figure depends on such events. */
        static Kind ofName(String name) {
            for (Kind kind : ALL) {
                if (kind.name().equals(name)) {
                    return kind;
                }
            }
            return null;
        }

        boolean isRaise() {
            return this == RAISED || this == REALARMED || this == ANNUNCIATED;
        }
    }

    /**
     * Reads an event of the alarm log. Events of programs without annunciation rang when they raised.
     *
     * @return null when no figure depends on the event
     * @throws IOException the text is no event
     */
    public static FigureEvent parse(String json, long ordinal) throws IOException {
        EventMembers members = EventMembers.parse(json);
        Kind kind = Kind.ofName(members.text("event"));
        if (kind == null) {
            return null;
        }
        boolean rings = members.has("annunciate") ? members.text("annunciate").equals("true") : kind == Kind.RAISED;
        return new FigureEvent(
                members.timeNs("time"),
                ordinal,
                kind,
                members.text("alarm"),
                members.text("sensor"),
                members.text("priority"),
                rings,
                AlarmState.isUnacknowledged(members.text("state")),
                members.text("who"));
    }
}
