package io.tocsin.ingest.mqtt.link;

import java.util.List;

/** One attempt at a connection, in one version of MQTT: connected once, closed once, never reconnected. */
public interface MqttLink {
    /** The longest wait for an answer of a broker that says nothing, milliseconds. */
    int ANSWER_TIMEOUT_MS = 5_000;
    /**
     * Address given to Paho, which ignores it: {@link BrokerSocket} connects to the broker, whose host may have a name
     * that Paho cannot read.
     */
    String PLACEHOLDER_URL = "tcp://127.0.0.1:1883";
    /** Topic filter without subscribers, unsubscribed from only for the broker's answer: see {@link #disconnect}. */
    String ROUND_TRIP_FILTER = "tocsin/acknowledged";

    /**
     * A message that the broker publishes when the connection ends without a goodbye; QoS 1, retained.
     *
     * @param topic of the message
     * @param payload of the message
     */
    record Will(String topic, String payload) {}

    /** Connects to the persistent session of our client id, without a will. */
    default boolean connect() throws LinkException {
        return connect(null, false);
    }

    /**
     * Connects to the session of our client id.
     *
     * @param will or null
     * @param isClean whether the session begins and ends with the connection
     * @return whether the broker still had the session
     */
    boolean connect(Will will, boolean isClean) throws LinkException;

    /**
     * Publishes a message. Does not wait for the acknowledgement of QoS 1; at most one such message may be without it.
     * Any thread.
     *
     * @return whether it was written; not when the connection is gone
     */
    boolean publish(String topic, byte[] payload, int qos, boolean retained);

    /**
     * Subscribes to filters.
     *
     * @param retainedWanted whether retained messages are wanted of subscriptions that the session has already
     * @return for each filter why the broker refuses it, null when it is granted
     * @throws LinkException when the broker does not answer
     */
    List<String> subscribe(List<String> filters, int qos, boolean retainedWanted) throws LinkException;

    /**
     * Acknowledges messages, in this order; nothing when the connection is gone. Any thread.
     *
     * @param acknowledgements as {@link io.tocsin.ingest.mqtt.wire.OutboundPackets#acknowledgement} returns them
     */
    void acknowledge(int[] acknowledgements, int count);

    /**
     * Asks the broker to confirm that it has read all acknowledgements so far; {@link LinkListener#onConfirmed} tells
     * its answer. Any thread.
     *
     * @return whether it was asked; not when the connection is gone
     */
    boolean askToConfirm(long mark);

    /**
     * Says goodbye, keeping the session, when the broker has seen all acknowledgements. For that it asks to be
     * unsubscribed from a filter that we never subscribe to: the broker answers in order. Closing alone would not do,
     * because a socket closed with unread messages resets the connection, and a reset takes acknowledgements with it
     * that the broker has not read. Never throws.
     *
     * @param timeoutMs how long to wait at most for the broker, which may have to send many messages before it answers
     */
    void disconnect(long timeoutMs);

    /** Closes the socket and lets the client's threads end. Never throws. */
    void close();

    /** {@code MQTT 5} or {@code MQTT 3.1.1}. */
    String protocol();
}
