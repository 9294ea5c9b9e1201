package io.tocsin.gateway.command.alarms;

import io.tocsin.engine.result.AlarmState;

/** States and times of alarms, for people. */
final class StateWords {
    private StateWords() {}

    /** A time of an event to the second: {@code 2026-11-20T17:31:00Z}. */
    static String toTheSecond(String time) {
        return time.replaceFirst("\\.\\d+Z$", "Z");
    }

    /**
     * @param name of the state, as in events
     * @return its words; the name itself when this version does not know it
     */
    static String of(String name) {
        for (AlarmState state : AlarmState.values()) {
            if (state.name().equals(name)) {
                return switch (state) {
                    case NORMAL -> "normal";
                    case UNACKNOWLEDGED_ACTIVE -> "active, unacknowledged";
                    case ACKNOWLEDGED_ACTIVE -> "active, acknowledged";
                    case RETURNED_TO_NORMAL_UNACKNOWLEDGED -> "returned, unacknowledged";
                    case LATCHED_UNACKNOWLEDGED -> "latched, unacknowledged";
                    case LATCHED_ACKNOWLEDGED -> "latched, acknowledged";
                };
            }
        }
        return name;
    }
}
