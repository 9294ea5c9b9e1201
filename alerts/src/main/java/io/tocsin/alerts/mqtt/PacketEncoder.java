package io.tocsin.alerts.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Encodes all packets of a publisher except PUBLISH. */
final class PacketEncoder {
    private static final int CONNECT_TYPE = 0x10;
    private static final int USER_NAME_FLAG = 0x80;
    private static final int PASSWORD_FLAG = 0x40;
    private static final int CLEAN_START_FLAG = 0x02;
    private static final int CONTINUATION = 0x80;

    private PacketEncoder() {}

    /** A new session, because the alarm log knows the unacknowledged messages */
    static byte[] connect(MqttVersion version, MqttLogin login, int keepAliveSeconds) {
        boolean hasUsername = login.username() != null;
        // MQTT 3.1.1 knows no password without a user name.
        boolean hasPassword = login.password() != null && (hasUsername || version == MqttVersion.MQTT_5);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writeText(body, utf8("MQTT"));
        body.write(version.level());
        body.write(CLEAN_START_FLAG | (hasUsername ? USER_NAME_FLAG : 0) | (hasPassword ? PASSWORD_FLAG : 0));
        writeShort(body, keepAliveSeconds);
        if (version == MqttVersion.MQTT_5) {
            body.write(0); // no properties
        }
        writeText(body, utf8(login.clientId()));
        if (hasUsername) {
            writeText(body, utf8(login.username()));
        }
        if (hasPassword) {
            writeText(body, utf8(login.password()));
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(CONNECT_TYPE);
        writeLength(packet, body.size());
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    static byte[] pingRequest() {
        return new byte[] {(byte) 0xC0, 0};
    }

    static byte[] disconnect() {
        return new byte[] {(byte) 0xE0, 0};
    }

    /** Seven bits a byte, the lowest first. */
    static void writeLength(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest >= CONTINUATION) {
            out.write((rest & 0x7F) | CONTINUATION);
            rest >>>= 7;
        }
        out.write(rest);
    }

    static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    static void writeText(ByteArrayOutputStream out, byte[] utf8) {
        writeShort(out, utf8.length);
        out.writeBytes(utf8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
