package io.tocsin.ingest.mqtt.wire;

import io.tocsin.engine.metrics.Counter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of a PUBLISH packet in the buffer: where its topic, packet id and payload are, or why it is refused. One
 * thread; allocates for refused messages only.
 */
final class PublishHead {
    /** Bytes kept of a refused payload. */
    private static final int KEPT_LENGTH = 4 * 1024;

    private static final int TOPIC_LENGTH_BYTES = 2;
    private static final int PACKET_ID_BYTES = 2;
    private static final int RETAIN_FLAG = 1;
    private static final int MAX_QOS = 2;

    private final boolean isVersion5;
    private final int maxMessageBytes;

    private int packetLength;
    private int qos;
    private int flags;
    private int topicFrom;
    private int topicLength;
    private int packetId;
    private int propertiesLength;
    private int payloadFrom;
    private Counter refusal;
    private String detail;

    PublishHead(boolean isVersion5, int maxMessageBytes) {
        this.isVersion5 = isVersion5;
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Reads the head of the packet that begins where the buffer does.
     *
     * @param headLength bytes of the fixed header
     * @param remaining bytes behind it
     * @return whether there were enough bytes; more are to be read otherwise
     */
    boolean read(PacketBuffer buffer, int headLength, int remaining) {
        packetLength = headLength + remaining;
        flags = buffer.bytes[buffer.from] & 0xF;
        qos = (flags >> 1) & 3;
        topicFrom = headLength + TOPIC_LENGTH_BYTES;
        topicLength = 0;
        packetId = 0;
        propertiesLength = 0;
        payloadFrom = Math.min(topicFrom, packetLength);
        refusal = null;
        if (qos > MAX_QOS) {
            qos = 0;
            return refuse(buffer, Counter.DROPPED_BAD_PACKET, "a message of QoS 3, which does not exist");
        }
        return readTopic(buffer);
    }

    private boolean readTopic(PacketBuffer buffer) {
        if (packetLength < topicFrom) {
            return refuseUnknown(buffer, "a message without a topic");
        }
        if (buffer.available() < topicFrom) {
            return false;
        }
        topicLength = buffer.unsignedShort(buffer.from + topicFrom - TOPIC_LENGTH_BYTES);
        payloadFrom = topicFrom + topicLength + (qos > 0 ? PACKET_ID_BYTES : 0);
        if (packetLength < payloadFrom) {
            topicLength = Math.min(topicLength, packetLength - topicFrom);
            payloadFrom = topicFrom + topicLength;
            return refuseUnknown(buffer, "a message whose topic is longer than itself");
        }
        if (buffer.available() < payloadFrom) {
            return false;
        }
        if (qos > 0) {
            packetId = buffer.unsignedShort(buffer.from + payloadFrom - PACKET_ID_BYTES);
            if (packetId == 0) {
                return refuseUnknown(buffer, "a message of QoS " + qos + " without a packet id");
            }
        }
        return readProperties(buffer);
    }

    private boolean readProperties(PacketBuffer buffer) {
        boolean isTooLarge = packetLength > maxMessageBytes;
        if (isVersion5) {
            int limit = Math.min(buffer.available(), packetLength);
            long length = VarInt.read(buffer.bytes, buffer.from + payloadFrom, buffer.from + limit);
            if (length == VarInt.INCOMPLETE && limit < packetLength) {
                return false;
            }
            boolean isKnown = length >= 0;
            int behind = isKnown ? payloadFrom + VarInt.length(length) : packetLength;
            if (!isKnown || VarInt.value(length) > packetLength - behind) {
                return refuse(buffer, Counter.DROPPED_BAD_PACKET, "a message whose properties are longer than itself");
            }
            propertiesLength = VarInt.value(length);
            payloadFrom = behind;
        }
        if (isTooLarge) {
            return refuse(
                    buffer,
                    Counter.DROPPED_TOO_LARGE,
                    "a message of " + packetLength + " bytes, more than maxMessageSize=" + maxMessageBytes
                            + "; it was skipped. Raise maxMessageSize of the source, or publish less at once");
        }
        if (!TopicName.isValid(buffer.bytes, buffer.from + topicFrom, topicLength)) {
            return refuse(
                    buffer,
                    Counter.DROPPED_BAD_TOPIC,
                    topicLength == 0
                            ? "a message with an empty topic"
                            : "a topic with a wildcard, a control character or bytes that are no UTF-8; publish under"
                                    + " another");
        }
        return true;
    }

    /** Refuses a message whose packet id is not known, so that it can never be acknowledged. */
    private boolean refuseUnknown(PacketBuffer buffer, String why) {
        qos = 0;
        return refuse(buffer, Counter.DROPPED_BAD_PACKET, why);
    }

    /** Refuses, once the bytes to keep are there. */
    private boolean refuse(PacketBuffer buffer, Counter reason, String why) {
        if (propertiesLength <= KEPT_LENGTH) {
            payloadFrom += propertiesLength;
        }
        propertiesLength = 0;
        if (buffer.available() < Math.min(packetLength, payloadFrom + KEPT_LENGTH)) {
            return false;
        }
        refusal = reason;
        detail = why;
        return true;
    }

    boolean isRefused() {
        return refusal != null;
    }

    /** Description of a refused message; the head must still be in the buffer. */
    RefusedMessage refused(PacketBuffer buffer) {
        int from = buffer.from + topicFrom;
        String topic = new String(
                buffer.bytes,
                from,
                topicLength,
                TopicName.isValid(buffer.bytes, from, topicLength)
                        ? StandardCharsets.UTF_8
                        : StandardCharsets.ISO_8859_1);
        int kept = Math.min(KEPT_LENGTH, packetLength - payloadFrom);
        byte[] head = Arrays.copyOfRange(buffer.bytes, buffer.from + payloadFrom, buffer.from + payloadFrom + kept);
        return new RefusedMessage(refusal, detail, topic, head, packetLength, qos, packetId);
    }

    /** Bytes of the whole packet. */
    int packetLength() {
        return packetLength;
    }

    int qos() {
        return qos;
    }

    boolean isRetained() {
        return (flags & RETAIN_FLAG) != 0;
    }

    int packetId() {
        return packetId;
    }

    /** Bytes of the packet before its topic. */
    int topicFrom() {
        return topicFrom;
    }

    int topicLength() {
        return topicLength;
    }

    /** Bytes of the packet before its properties, where it has some, and its payload. */
    int headLength() {
        return payloadFrom;
    }

    /** Bytes of properties between head and payload; nothing here reads them. */
    int propertiesLength() {
        return propertiesLength;
    }

    int payloadLength() {
        return packetLength - payloadFrom - propertiesLength;
    }
}
