package io.tocsin.ingest.mqtt;

import java.util.List;

/** One attempt at a connection, in one version of MQTT: connected once, closed once, never reconnected. */
interface MqttLink {
    /** The longest wait for an answer of the broker, milliseconds. */
    int ANSWER_TIMEOUT_MS = 5_000;
    /** Seconds between signs of life. */
    int KEEP_ALIVE_S = 30;

    /**
     * Connects to the session of our client id.
     *
     * @return whether the broker still had the session
     */
    boolean connect() throws LinkException;

    /**
     * Subscribes to all filters.
     *
     * @param retainedWanted whether retained messages are wanted of subscriptions that the session has already
     */
    void subscribe(List<String> filters, int qos, boolean retainedWanted) throws LinkException;

    /** Acknowledges a QoS 1 message; nothing when the connection is gone. */
    void acknowledge(int packetId);

    /** Says goodbye, keeping the session. Never throws, waits half a second at most. */
    void disconnect();

    /** Closes the socket and lets the client's threads end. Never throws. */
    void close();

    /** {@code MQTT 5} or {@code MQTT 3.1.1}. */
    String protocol();
}
