package io.tocsin.ingest.mqtt.link;

import java.nio.file.Path;

/**
 * To which broker, and as whom.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param clientId stable over restarts: the broker keeps the session under it
 * @param username or null
 * @param password or null; never printed
 * @param caFile PEM file of the certificates to trust, or null: the JDK's
 * @param protocol which version of MQTT to speak
 */
public record MqttConnectionConfig(
        String url, String clientId, String username, String password, Path caFile, Protocol protocol) {
    /** Versions of MQTT. */
    public enum Protocol {
        /** 5, and 3.1.1 when the broker refuses 5. */
        AUTO,
        V5,
        V3
    }

    /** The same broker and login under another client id. */
    public MqttConnectionConfig withClientId(String otherClientId) {
        return new MqttConnectionConfig(url, otherClientId, username, password, caFile, protocol);
    }

    @Override
    public String toString() {
        return url + " as " + clientId;
    }
}
