package io.tocsin.alerts.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One PUBLISH. Immutable. */
public final class PublishPacket {
    /** The longest topic, bytes of UTF-8. */
    public static final int MAX_TOPIC_BYTES = 65_535;

    private static final int TYPE = 0x30;
    private static final int QOS_SHIFT = 1;

    private final byte[] topic;
    private final byte[] payload;
    private final int qos;
    private final boolean isRetained;

    /**
     * @param topic at most {@link #MAX_TOPIC_BYTES} in UTF-8
     * @param payload leaves as UTF-8
     * @param qos 0 or 1
     * @param isRetained whether the broker keeps it for clients that come later
     */
    public PublishPacket(String topic, String payload, int qos, boolean isRetained) {
        this.topic = topic.getBytes(StandardCharsets.UTF_8);
        this.payload = payload.getBytes(StandardCharsets.UTF_8);
        this.qos = qos;
        this.isRetained = isRetained;
        if (this.topic.length > MAX_TOPIC_BYTES) {
            throw new IllegalArgumentException("topic too long, bytes=" + this.topic.length);
        }
    }

    /** 0 or 1. */
    public int qos() {
        return qos;
    }

    /** Length of the whole packet on the wire, bytes, which a broker's Maximum Packet Size limits. */
    public long length(MqttVersion version) {
        long remaining = remainingLength(version);
        int lengthBytes = 1;
        for (long rest = remaining >> 7; rest > 0; rest >>= 7) {
            lengthBytes++;
        }
        return 1 + lengthBytes + remaining;
    }

    /**
     * @param packetId 1 to 65535; without meaning at QoS 0
     */
    byte[] encode(MqttVersion version, int packetId) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream((int) length(version));
        packet.write(TYPE | (qos << QOS_SHIFT) | (isRetained ? 1 : 0));
        PacketEncoder.writeLength(packet, remainingLength(version));
        PacketEncoder.writeText(packet, topic);
        if (qos > 0) {
            PacketEncoder.writeShort(packet, packetId);
        }
        if (version == MqttVersion.MQTT_5) {
            packet.write(0); // no properties
        }
        packet.writeBytes(payload);
        return packet.toByteArray();
    }

    private int remainingLength(MqttVersion version) {
        return 2 + topic.length + (qos > 0 ? 2 : 0) + (version == MqttVersion.MQTT_5 ? 1 : 0) + payload.length;
    }
}
