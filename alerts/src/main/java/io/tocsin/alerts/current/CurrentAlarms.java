package io.tocsin.alerts.current;

import io.tocsin.alerts.event.EventMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The current alarms, from the events of the log in the order of decision. Memory grows with the alarms that are not
 * normal. One thread.
 */
public final class CurrentAlarms {
    private static final String NORMAL = "NORMAL";
    private static final String SHELVED = "shelved";
    private static final String SUPPRESSED = "suppressed";
    private static final String OUT_OF_SERVICE = "outOfService";

    /** By sensor, then by alarm: both names may contain any character. */
    private final Map<String, Map<String, Entry>> entries = new HashMap<>();

    /** State of one alarm of a sensor. */
    private static final class Entry {
        private String id = "";
        private String eventId = "";
        private String level = "";
        private String state = NORMAL;
        private String priority = "";
        private String raised = "";
        private String message = "";
        private String who = "";
        private String until = "";
        private boolean isShelved;
        private boolean isSuppressed;
        private boolean isOutOfService;

        private boolean isQuiet() {
            return state.equals(NORMAL) && !isShelved && !isSuppressed && !isOutOfService;
        }

        private CurrentAlarm of(String alarm, String sensor) {
            List<String> hidden = new ArrayList<>();
            if (isShelved) {
                hidden.add(SHELVED);
            }
            if (isSuppressed) {
                hidden.add(SUPPRESSED);
            }
            if (isOutOfService) {
                hidden.add(OUT_OF_SERVICE);
            }
            return new CurrentAlarm(
                    alarm, sensor, id, eventId, level, state, priority, raised, message, who, hidden, until);
        }
    }

    /**
     * Takes the next event.
     *
     * @param json its object
     * @throws IOException it is no event
     */
    public void onEvent(String json) throws IOException {
        onEvent(EventMembers.parse(json));
    }

    /** Takes the next event. */
    public void onEvent(EventMembers event) {
        String sensor = event.text("sensor");
        String alarm = event.text("alarm");
        if (event.text("event").equals("REFUSED")
                || event.text("state").isEmpty()
                || sensor.isEmpty()
                || alarm.isEmpty()) {
            return; // a refusal changes nothing; a flood is of no alarm
        }
        Map<String, Entry> alarms = entries.computeIfAbsent(sensor, name -> new HashMap<>());
        Entry entry = alarms.computeIfAbsent(alarm, name -> new Entry());
        update(entry, event);
        if (entry.isQuiet()) {
            alarms.remove(alarm);
            if (alarms.isEmpty()) {
                entries.remove(sensor);
            }
        }
    }

    private static void update(Entry entry, EventMembers event) {
        boolean hasLifeCycle = event.has("annunciate");
        String kind = event.text("event");
        entry.state = kind.equals("CLEARED") && !hasLifeCycle ? NORMAL : event.text("state");
        entry.isShelved = kind.equals("SHELVED") || event.has("shelved");
        entry.until = entry.isShelved ? event.text("until") : "";
        entry.isSuppressed = event.has("suppressed");
        entry.isOutOfService = event.has("outOfService");
        entry.priority = event.has("priority") ? event.text("priority") : entry.priority;
        switch (kind) {
            case "RAISED" -> {
                entry.raised = event.text("time");
                entry.who = "";
                told(entry, event);
            }
            case "CLEARED", "LEVEL_CHANGED", "REALARMED", "ANNUNCIATED" -> told(entry, event);
            default -> {
                // an action or a reminder: state and silence say it all
            }
        }
        if (!event.text("who").isEmpty()) {
            entry.who = event.text("who");
        }
    }

    private static void told(Entry entry, EventMembers event) {
        entry.id = event.text("id");
        entry.eventId = event.text("eventId");
        entry.level = event.text("level");
        entry.message = event.text("message");
    }

    /** The current alarms, most urgent first. */
    public List<CurrentAlarm> list() {
        List<CurrentAlarm> list = new ArrayList<>();
        entries.forEach((sensor, alarms) -> alarms.forEach((alarm, entry) -> list.add(entry.of(alarm, sensor))));
        list.sort(CurrentAlarm.BY_URGENCY);
        return list;
    }
}
