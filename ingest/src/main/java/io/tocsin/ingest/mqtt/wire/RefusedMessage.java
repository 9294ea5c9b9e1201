package io.tocsin.ingest.mqtt.wire;

import io.tocsin.engine.metrics.Counter;

/** A message that was skipped on the socket. */
public final class RefusedMessage {
    private final Counter reason;
    private final String detail;
    private final String topic;
    private final byte[] head;
    private final int length;
    private final int qos;
    private final int packetId;

    /**
     * @param qos 0 when it cannot be acknowledged
     */
    RefusedMessage(Counter reason, String detail, String topic, byte[] head, int length, int qos, int packetId) {
        this.reason = reason;
        this.detail = detail;
        this.topic = topic;
        this.head = head;
        this.length = length;
        this.qos = qos;
        this.packetId = packetId;
    }

    /** The counter that counts it. */
    public Counter reason() {
        return reason;
    }

    /** Reason and advice, for people. */
    public String detail() {
        return detail;
    }

    /** Its topic as far as it can be read; bytes that are no topic's stand as ISO-8859-1. */
    public String topic() {
        return topic;
    }

    /** The first bytes of the payload, or of what follows the topic when the payload cannot be found; not copied. */
    public byte[] head() {
        return head;
    }

    /** Bytes of the whole packet. */
    public int length() {
        return length;
    }

    /** 0 to 2; 0 when it cannot be acknowledged. */
    public int qos() {
        return qos;
    }

    /** To acknowledge it with, when the QoS is not 0. */
    public int packetId() {
        return packetId;
    }
}
