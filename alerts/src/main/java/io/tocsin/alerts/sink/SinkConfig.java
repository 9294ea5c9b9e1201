package io.tocsin.alerts.sink;

import java.nio.file.Path;

/** Destination of alarm events and rows. */
public sealed interface SinkConfig {
    /** Unique among the sinks. */
    String name();

    /** Standard output, one readable line for each event or row. */
    record Console(String name) implements SinkConfig {}

    /**
     * A file with one JSON object a line; each event and row exactly once.
     *
     * @param path is appended to
     */
    record File(String name, Path path) implements SinkConfig {}

    /**
     * MQTT topics; each event and row at least once, repeats with identical bytes.
     *
     * @param url {@code tcp://host:port} or {@code ssl://host:port}
     * @param clientId stable over restarts
     * @param username or null
     * @param password or null; never printed
     * @param caFile PEM file of the certificates to trust, or null: the JDK's
     * @param topic of events: template with {@code {alarm}}, {@code {sensor}}, {@code {level}}, {@code {priority}},
     *     {@code {gateway}}, {@code {event}}
     * @param rowTopic of rows: template with {@code {stream}}, {@code {sensor}}, {@code {gateway}}
     * @param qos 0 or 1
     * @param inFlight unacknowledged messages that an MQTT 3.1.1 broker accepts, at least 1; an MQTT 5 broker states
     *     its own limit
     * @param retain whether the broker keeps the last event or row of each topic; never a late sample
     */
    record Mqtt(
            String name,
            String url,
            String clientId,
            String username,
            String password,
            Path caFile,
            String topic,
            String rowTopic,
            int qos,
            int inFlight,
            boolean retain)
            implements SinkConfig {
        public Mqtt {
            if (qos != 0 && qos != 1) {
                throw new IllegalArgumentException("qos must be 0 or 1, qos=" + qos);
            }
            if (inFlight < 1) {
                throw new IllegalArgumentException("inFlight must be at least 1, inFlight=" + inFlight);
            }
        }

        @Override
        public String toString() {
            return name + ": " + url + " " + topic;
        }
    }
}
