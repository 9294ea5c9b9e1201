package io.tocsin.ingest.mqtt.wire;

/** Takes the messages of one connection, on the thread that reads the socket. Must neither throw nor keep an array. */
public interface MessageListener {
    /**
     * A message arrived.
     *
     * @param payload is used for another message when this returns
     * @param qos 0 to 2
     * @param packetId to acknowledge it with, when the QoS is not 0
     */
    void onMessage(String topic, byte[] payload, int qos, boolean retained, int packetId);

    /** A message was skipped. */
    void onRefused(RefusedMessage message);

    /**
     * The broker has read what was written before a {@link OutboundPackets#askToConfirm question}.
     *
     * @param mark of the question
     */
    void onConfirmed(long mark);

    /**
     * Waits until one more message may be taken. Until then the socket is not read.
     *
     * @param timeoutMs how long at most; 0 asks only
     * @return whether one may be taken now
     */
    boolean awaitRoom(long timeoutMs);
}
