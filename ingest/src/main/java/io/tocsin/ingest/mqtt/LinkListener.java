package io.tocsin.ingest.mqtt;

/** What a link tells. Called by the client's own threads; must neither wait nor throw. */
interface LinkListener {
    /**
     * A message arrived.
     *
     * @param packetId to acknowledge it with, when the QoS is 1
     */
    void onMessage(String topic, byte[] payload, int qos, boolean retained, int packetId);

    /** The connection is gone. */
    void onLost(String why);
}
