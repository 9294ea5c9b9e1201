package io.tocsin.alerts.current;

import io.tocsin.engine.result.AlarmState;
import java.util.Comparator;
import java.util.List;

/**
 * One alarm of a sensor that is not normal, or hidden. Texts that an alarm does not have are empty.
 *
 * @param eventId of the event that last changed state or level: an acknowledgement names it
 * @param state its word in events
 * @param raised event time of the raise, as in events
 * @param message of the last event of the rule
 * @param who the person or program that acted last
 * @param hidden ways in which it is hidden: {@code shelved}, {@code suppressed}, {@code outOfService}
 * @param until end of the shelf, as in events
 */
public record CurrentAlarm(
        String alarm,
        String sensor,
        String id,
        String eventId,
        String level,
        String state,
        String priority,
        String raised,
        String message,
        String who,
        List<String> hidden,
        String until) {
    private static final List<String> PRIORITIES = List.of("critical", "high", "medium", "low");

    /** Most urgent first, then newest, then by name. */
    public static final Comparator<CurrentAlarm> BY_URGENCY = Comparator.comparingInt(CurrentAlarm::rank)
            .thenComparing(CurrentAlarm::raised, Comparator.reverseOrder())
            .thenComparing(CurrentAlarm::alarm)
            .thenComparing(CurrentAlarm::sensor);

    public CurrentAlarm {
        hidden = List.copyOf(hidden);
    }

    /** Whether the process is in alarm. */
    public boolean isActive() {
        return state.endsWith("_ACTIVE");
    }

    /** Whether the alarm waits for an acknowledgement. */
    public boolean isUnacknowledged() {
        return AlarmState.isUnacknowledged(state);
    }

    private int rank() {
        int rank = PRIORITIES.indexOf(priority);
        return rank < 0 ? PRIORITIES.size() : rank;
    }
}
