package io.tocsin.alerts.current;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentAlarmsTest {
    private final CurrentAlarms alarms = new CurrentAlarms();

    private void on(String event, String sensor, String state, String more) throws IOException {
        alarms.onEvent("{\"id\":\"hot/1/" + sensor + "/1\",\"eventId\":\"hot/1/" + sensor + "/1/" + event
                + "\",\"event\":\"" + event + "\",\"alarm\":\"hot\",\"sensor\":\"" + sensor
                + "\",\"level\":\"HI\",\"state\":\""
                + state + "\"" + more + ",\"priority\":\"high\",\"time\":\"2026-11-20T06:00:01.000000000Z\","
                + "\"message\":\"" + event + " at " + sensor + "\"}");
    }

    private List<String> states() {
        return alarms.list().stream()
                .map(alarm -> alarm.sensor() + ' ' + alarm.state() + ' ' + alarm.hidden() + ' ' + alarm.who())
                .toList();
    }

    @Test
    void shouldFollowALifeCycle() throws IOException {
        on("RAISED", "t1", "UNACKNOWLEDGED_ACTIVE", ",\"annunciate\":true");
        assertThat(states()).containsExactly("t1 UNACKNOWLEDGED_ACTIVE [] ");

        on("ACKNOWLEDGED", "t1", "ACKNOWLEDGED_ACTIVE", ",\"annunciate\":false,\"who\":\"ann\"");
        assertThat(states()).containsExactly("t1 ACKNOWLEDGED_ACTIVE [] ann");
        assertThat(alarms.list().get(0).message()).isEqualTo("RAISED at t1");
        assertThat(alarms.list().get(0).eventId())
                .as("that an acknowledgement names")
                .endsWith("/RAISED");

        on("REFUSED", "t1", "NORMAL", ",\"annunciate\":false,\"who\":\"bob\"");
        assertThat(states()).containsExactly("t1 ACKNOWLEDGED_ACTIVE [] ann");

        on("CLEARED", "t1", "NORMAL", ",\"annunciate\":true");
        assertThat(states()).isEmpty();
    }

    @Test
    void shouldKeepWhatWaitsOrIsHidden() throws IOException {
        on("RAISED", "t1", "UNACKNOWLEDGED_ACTIVE", ",\"annunciate\":true");
        on("CLEARED", "t1", "RETURNED_TO_NORMAL_UNACKNOWLEDGED", ",\"annunciate\":true");
        on(
                "SHELVED",
                "t2",
                "NORMAL",
                ",\"annunciate\":false,\"kind\":\"timed\",\"until\":\"2026-11-20T08:00:00.000000000Z\",\"who\":\"ann\"");
        on("OUT_OF_SERVICE", "t3", "NORMAL", ",\"annunciate\":false,\"outOfService\":true");
        on("SUPPRESSED", "t3", "NORMAL", ",\"annunciate\":false,\"suppressed\":true,\"outOfService\":true");
        on("RAISED", "t4", "UNACKNOWLEDGED_ACTIVE", ",\"annunciate\":false,\"suppressed\":true");

        assertThat(states())
                .containsExactly(
                        "t1 RETURNED_TO_NORMAL_UNACKNOWLEDGED [] ",
                        "t4 UNACKNOWLEDGED_ACTIVE [suppressed] ",
                        "t2 NORMAL [shelved] ann",
                        "t3 NORMAL [suppressed, outOfService] ");
        on("CLEARED", "t4", "NORMAL", ",\"annunciate\":false");
        assertThat(CurrentAlarmJson.of(alarms.list()))
                .contains("\"sensor\":\"t2\",\"state\":\"NORMAL\",\"priority\":\"high\",\"who\":\"ann\","
                        + "\"hidden\":[\"shelved\"],\"until\":\"2026-11-20T08:00:00.000000000Z\"}");

        on("ACKNOWLEDGED", "t1", "NORMAL", ",\"annunciate\":false");
        on("UNSHELVED", "t2", "NORMAL", ",\"annunciate\":false");
        on("IN_SERVICE", "t3", "NORMAL", ",\"annunciate\":false,\"suppressed\":true");
        assertThat(states()).containsExactly("t3 NORMAL [suppressed] ");
        on("UNSUPPRESSED", "t3", "NORMAL", ",\"annunciate\":false");
        assertThat(states()).isEmpty();
    }

    /** Events of alarms without a life cycle name states that nobody could change. */
    @Test
    void shouldForgetAClearedAlarmWithoutALifeCycle() throws IOException {
        on("RAISED", "t1", "UNACKNOWLEDGED_ACTIVE", "");
        on("CLEARED", "t1", "RETURNED_TO_NORMAL_UNACKNOWLEDGED", "");

        assertThat(states()).isEmpty();
    }

    @Test
    void shouldIgnoreEventsWithoutAnAlarm() throws IOException {
        alarms.onEvent("{\"event\":\"REFUSED\",\"alarm\":\"none\",\"sensor\":\"t1\",\"reason\":\"UNKNOWN_ALARM\"}");

        assertThat(states()).isEmpty();
    }

    @Test
    void shouldListTheMostUrgentFirst() {
        CurrentAlarm low = alarm("a", "low", "2026-11-20T06:00:00.000000000Z");
        CurrentAlarm old = alarm("b", "critical", "2026-11-20T05:00:00.000000000Z");
        CurrentAlarm fresh = alarm("c", "critical", "2026-11-20T06:00:00.000000000Z");
        CurrentAlarm unknown = alarm("d", "", "2026-11-20T06:00:00.000000000Z");

        assertThat(List.of(low, unknown, old, fresh).stream().sorted(CurrentAlarm.BY_URGENCY))
                .containsExactly(fresh, old, low, unknown);
    }

    private static CurrentAlarm alarm(String name, String priority, String raised) {
        return new CurrentAlarm(
                name, "t1", "", "", "", "UNACKNOWLEDGED_ACTIVE", priority, raised, "", "", List.of(), "");
    }
}
