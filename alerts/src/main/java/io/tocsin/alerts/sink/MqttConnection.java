package io.tocsin.alerts.sink;

import java.io.IOException;
import java.util.List;

/**
 * One connection to a broker, never used again once it has failed. What both versions of the protocol look like to the
 * sink; the only classes that see Paho implement it.
 */
interface MqttConnection {
    /** How long the broker may take to accept a connection, ms. */
    long CONNECT_TIMEOUT_MS = 5_000;
    /** How long the broker may take to acknowledge a window, ms. */
    long ACK_TIMEOUT_MS = 10_000;
    /** How long a farewell may take, ms. */
    long DISCONNECT_TIMEOUT_MS = 1_000;
    /** The most messages in flight. */
    int MAX_IN_FLIGHT = 64;
    /** Seconds. */
    int KEEP_ALIVE_S = 30;

    /** Connects; throws {@link MqttVersionException} when the reason may be the protocol's version. */
    @FunctionalInterface
    interface Connector {
        MqttConnection connect(SinkConfig.Mqtt config, TrackedSockets sockets) throws IOException;
    }

    /** For people: "MQTT 5". */
    String protocol();

    /** Publishes in order; returns when the broker has acknowledged all (QoS 1) or all are sent (QoS 0). */
    void publish(List<Publication> publications) throws IOException;

    /** Whether the connection still stands, as far as the client knows. */
    boolean isConnected();

    /** Says farewell when it still stands, and lets go of everything. */
    void close();
}
