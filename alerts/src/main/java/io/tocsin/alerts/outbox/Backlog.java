package io.tocsin.alerts.outbox;

/**
 * Events and rows that a sink has not delivered when the gateway stops. It stays in the alarm log and leaves after the
 * next start.
 *
 * @param events alarm events for it
 * @param rows rows for it
 * @param error why the sink is down, or empty when it is not: then there was no time left
 */
public record Backlog(String sink, long events, long rows, String error) {
    /** Whether there is none. */
    public boolean isEmpty() {
        return events + rows == 0;
    }
}
