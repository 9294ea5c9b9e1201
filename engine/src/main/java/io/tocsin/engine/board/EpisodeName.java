package io.tocsin.engine.board;

import io.tocsin.engine.result.AlarmEventKind;

/**
 * The parts of an episode's id, and of an event's id: {@code alarm/version/sensor/raised-occurrence/EVENT/rest}.
 *
 * @param event null in the id of an episode
 * @param rest the part of an event's id behind the event
 */
record EpisodeName(String alarm, String sensor, Episode episode, AlarmEventKind event, String rest) {
    private static final int MIN_PARTS = 4;

    /** The parts of an episode's id, or null when it is none. */
    static EpisodeName ofId(String id) {
        return of(id, null, "");
    }

    /** The parts of an event's id, or null when it is none. */
    static EpisodeName ofEventId(String eventId) {
        int behindEvent = eventId.lastIndexOf('/');
        int behindId = behindEvent < 0 ? -1 : eventId.lastIndexOf('/', behindEvent - 1);
        AlarmEventKind event = behindId < 0 ? null : kindOf(eventId.substring(behindId + 1, behindEvent));
        return event == null ? null : of(eventId.substring(0, behindId), event, eventId.substring(behindEvent + 1));
    }

    private static EpisodeName of(String id, AlarmEventKind event, String rest) {
        int behindAlarm = id.indexOf('/');
        int behindVersion = id.indexOf('/', behindAlarm + 1);
        int behindSensor = id.lastIndexOf('/');
        if (behindAlarm < 0 || behindVersion < 0 || behindSensor <= behindVersion) {
            return null;
        }
        try {
            int version = Integer.parseInt(id.substring(behindAlarm + 1, behindVersion));
            String raise = id.substring(behindSensor + 1);
            int dash = raise.indexOf('-', 1); // the first character may be a sign
            long raisedNs = Long.parseLong(dash < 0 ? raise : raise.substring(0, dash));
            int occurrence = dash < 0 ? 1 : Integer.parseInt(raise.substring(dash + 1));
            return new EpisodeName(
                    id.substring(0, behindAlarm),
                    id.substring(behindVersion + 1, behindSensor),
                    new Episode(version, raisedNs, occurrence),
                    event,
                    rest);
        } catch (NumberFormatException e) {
            return null; // no id of this program
        }
    }

    /** The level in the event's id, or {@link Levels#NONE}. */
    int level() {
        for (String part : rest.split("-", MIN_PARTS)) {
            int level = Levels.ofName(part);
            if (level != Levels.NONE) {
                return level;
            }
        }
        return Levels.NONE;
    }

    private static AlarmEventKind kindOf(String name) {
        for (AlarmEventKind kind : AlarmEventKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }
}
