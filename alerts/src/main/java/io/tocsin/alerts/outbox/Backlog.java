package io.tocsin.alerts.outbox;

/**
 * Events and rows that a sink has not delivered when the gateway stops. They stay in the alarm log and are delivered
 * after the next start.
 *
 * @param events alarm events for it
 * @param rows rows for it
 * @param error reason why the sink is down, or empty when only the time was too short
 */
public record Backlog(String sink, long events, long rows, String error) {
    /** Whether there is none. */
    public boolean isEmpty() {
        return events + rows == 0;
    }
}
