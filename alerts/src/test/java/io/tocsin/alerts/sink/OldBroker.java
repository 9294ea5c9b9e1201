package io.tocsin.alerts.sink;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The part of an MQTT 3.1.1 broker that a publisher uses: refuses version 5, acknowledges every message. */
final class OldBroker implements AutoCloseable {
    final BlockingQueue<String> topics = new LinkedBlockingQueue<>();
    private final ServerSocket server;
    private final boolean saysWhy;

    OldBroker(boolean saysWhy) throws IOException {
        this.saysWhy = saysWhy;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "old-broker");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
            } catch (IOException e) {
                // The client, or the test, closed it: on to the next, or the end.
                topics.removeIf(String::isEmpty);
            }
        }
    }

    private void talk(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int type = in.readUnsignedByte();
            byte[] body = new byte[remainingLength(in)];
            in.readFully(body);
            switch (type >> 4) {
                case 1 -> {
                    boolean version4 = body[6] == 4;
                    if (version4 || saysWhy) {
                        out.write(new byte[] {0x20, 2, 0, (byte) (version4 ? 0 : 1)});
                    }
                    if (!version4) {
                        return;
                    }
                }
                case 3 -> {
                    int length = ByteBuffer.wrap(body).getShort();
                    topics.add(new String(body, 2, length, StandardCharsets.UTF_8));
                    out.write(new byte[] {0x40, 2, body[2 + length], body[3 + length]});
                }
                default -> out.flush();
            }
        }
    }

    private static int remainingLength(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int b;
        do {
            b = in.readUnsignedByte();
            length |= (b & 0x7F) << shift;
            shift += 7;
        } while (b >= 0x80);
        return length;
    }
}
