package io.tocsin.alerts.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A broker's answer to one message.
 *
 * @param code its reason code; always 0 with MQTT 3.1.1
 * @param text the broker's own text, or empty
 */
public record PubAck(int packetId, int code, String text) {
    private static final int ID_LENGTH = 2;

    static PubAck read(ByteBuffer body) throws IOException {
        if (body.remaining() < ID_LENGTH) {
            throw new IOException("the broker sent an acknowledgement without a packet identifier");
        }
        int packetId = body.getShort() & 0xFFFF;
        int code = body.hasRemaining() ? body.get() & 0xFF : 0;
        String text = body.hasRemaining() ? Properties.read(body).reason() : "";
        return new PubAck(packetId, code, text);
    }
}
