package io.tocsin.ingest.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A device without a library that would refuse what it publishes. */
final class RawPublisher implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final int version;
    private int nextId = 1;

    /**
     * @param version 4 for MQTT 3.1.1, 5 for MQTT 5
     */
    RawPublisher(String url, int version, String clientId) throws IOException {
        URI uri = URI.create(url);
        this.version = version;
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(TIMEOUT_MS);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream connect = new ByteArrayOutputStream();
        text(connect, "MQTT");
        connect.write(version);
        connect.write(2);
        connect.write(0);
        connect.write(60);
        if (version == 5) {
            connect.write(0);
        }
        text(connect, clientId);
        out.write(ScriptedBroker.packet(0x10, connect.toByteArray()));
        in.readUnsignedByte();
        in.skipNBytes(in.readUnsignedByte());
    }

    void publish(String topic, int qos, String payload) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        if (qos > 0) {
            body.write(0);
            body.write(nextId++);
        }
        if (version == 5) {
            body.write(0);
        }
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        out.write(ScriptedBroker.packet(0x30 | (qos << 1), body.toByteArray()));
    }

    /** Waits until the broker ends the connection; returns how many messages it has acknowledged. */
    int awaitEnd() throws IOException {
        int count = 0;
        int first = in.read();
        while (first >= 0) {
            count += first == 0x40 ? 1 : 0;
            in.skipNBytes(in.readUnsignedByte());
            first = in.read();
        }
        return count;
    }

    private static void text(ByteArrayOutputStream target, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        target.write(bytes.length >> 8);
        target.write(bytes.length);
        target.writeBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
