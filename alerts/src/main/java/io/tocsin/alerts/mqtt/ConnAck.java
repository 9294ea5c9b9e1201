package io.tocsin.alerts.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Limits that a broker grants with a connection.
 *
 * @param receiveMaximum unacknowledged QoS 1 messages that it takes at once
 * @param maximumPacketSize longest packet that it takes, bytes
 * @param maximumQos highest QoS that it takes
 * @param isRetainAvailable whether it keeps retained messages
 * @param keepAliveSeconds longest silence that it accepts; 0: any
 */
public record ConnAck(
        int receiveMaximum, long maximumPacketSize, int maximumQos, boolean isRetainAvailable, int keepAliveSeconds) {
    private static final int UNLIMITED_RECEIVE_MAXIMUM = 65_535;
    private static final int LENGTH_3_1_1 = 2;
    private static final int REFUSED_VERSION_3_1_1 = 1;

    /**
     * Reads a broker's answer.
     *
     * @param keepAliveSeconds as asked for
     * @throws MqttVersionException when the broker seems not to know the version
     * @throws IOException when the broker refuses the connection
     */
    static ConnAck read(MqttVersion version, ByteBuffer body, int keepAliveSeconds) throws IOException {
        if (body.remaining() < LENGTH_3_1_1) {
            throw new MqttVersionException("the broker's answer is too short", null);
        }
        body.get(); // flags, none in a new session
        int code = body.get() & 0xFF;
        if (version == MqttVersion.MQTT_3_1_1) {
            if (code == REFUSED_VERSION_3_1_1) {
                throw new MqttVersionException("the broker does not know MQTT 3.1.1");
            }
            if (code != 0) {
                throw new IOException("the broker refused the connection: " + reason311(code));
            }
            return new ConnAck(UNLIMITED_RECEIVE_MAXIMUM, Long.MAX_VALUE, 2, true, keepAliveSeconds);
        }
        if (!body.hasRemaining() || code == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            throw new MqttVersionException("the broker does not know MQTT 5");
        }
        Properties properties = Properties.read(body);
        if (code >= ReasonCode.FIRST_FAILURE) {
            throw new IOException(
                    "the broker refused the connection: " + ReasonCode.describe(code, properties.reason()));
        }
        return new ConnAck(
                (int) properties.number(Properties.RECEIVE_MAXIMUM, UNLIMITED_RECEIVE_MAXIMUM),
                properties.number(Properties.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE),
                (int) properties.number(Properties.MAXIMUM_QOS, 2),
                properties.number(Properties.RETAIN_AVAILABLE, 1) != 0,
                (int) properties.number(Properties.SERVER_KEEP_ALIVE, keepAliveSeconds));
    }

    private static String reason311(int code) {
        String reason = switch (code) {
            case 2 -> "client identifier not valid";
            case 3 -> "server unavailable";
            case 4 -> "bad user name or password";
            case 5 -> "not authorized";
            default -> "return code";
        };
        return reason + " (" + code + ")";
    }
}
