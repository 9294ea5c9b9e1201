package io.tocsin.ingest.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A broker that does what a test tells it to: takes a connection, answers CONNECT, SUBSCRIBE, UNSUBSCRIBE and PINGREQ,
 * and sends whatever bytes the test gives.
 */
final class ScriptedBroker implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Client> clients = new LinkedBlockingQueue<>();
    private final List<Client> all = new ArrayList<>();

    /** Whether the next connections are answered with SUBACK. */
    volatile boolean answersSubscribe = true;

    ScriptedBroker() throws IOException {
        Thread thread = new Thread(this::accept, "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /** The next connection, which has been answered. */
    Client next() throws InterruptedException {
        Client client = clients.poll(20, TimeUnit.SECONDS);
        if (client == null) {
            throw new AssertionError("nobody connects");
        }
        return client;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Client client = new Client(server.accept());
                synchronized (all) {
                    all.add(client);
                }
                Thread thread = new Thread(client::serve, "scripted-broker-client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // closed, by the test or by the client: the next one, if any
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (all) {
            for (Client client : all) {
                client.close();
            }
        }
    }

    /** One connection. */
    final class Client {
        /** Acknowledgements in the order in which they came: PUBACK 7 as {@code 4:7}. */
        final BlockingQueue<String> acknowledgements = new LinkedBlockingQueue<>();

        final BlockingQueue<Integer> pings = new LinkedBlockingQueue<>();
        volatile byte[] connect;
        volatile boolean isVersion5;
        private final Socket socket;
        private final OutputStream out;
        private final ExecutorService writer = Executors.newSingleThreadExecutor();

        private Client(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        private void serve() {
            try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
                while (true) {
                    int first = in.readUnsignedByte();
                    byte[] body = new byte[length(in)];
                    in.readFully(body);
                    answer(first >> 4, body);
                }
            } catch (IOException e) {
                // the client is gone
            }
        }

        private void answer(int type, byte[] body) {
            int id = body.length < 2 ? 0 : ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
            switch (type) {
                case 1 -> {
                    connect = body;
                    isVersion5 = body[6] == 5;
                    send(isVersion5 ? bytes(0x20, 3, 1, 0, 0) : bytes(0x20, 2, 1, 0));
                    if (!answersSubscribe) {
                        clients.add(this);
                    }
                }
                case 8 -> {
                    if (answersSubscribe) {
                        subscribed(id);
                        clients.add(this);
                    } else {
                        acknowledgements.add("8:" + id);
                    }
                }
                case 10 -> send(isVersion5 ? bytes(0xB0, 4, id >> 8, id, 0, 0) : bytes(0xB0, 2, id >> 8, id));
                case 12 -> {
                    pings.add(1);
                    send(bytes(0xD0, 0));
                }
                case 4, 5, 7 -> acknowledgements.add(type + ":" + id);
                default -> {
                    // DISCONNECT
                }
            }
        }

        void subscribed(int id) {
            send(isVersion5 ? bytes(0x90, 4, id >> 8, id, 0, 1) : bytes(0x90, 3, id >> 8, id, 1));
        }

        /** Sends packets behind those before, without waiting until they are gone. */
        void send(byte[]... packets) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] packet : packets) {
                all.writeBytes(packet);
            }
            sendSlowly(all.toByteArray(), 1, 0);
        }

        /** Sends a packet in pieces with pauses between them; nothing comes between the pieces. */
        void sendSlowly(byte[] packet, int pieces, long pauseMs) {
            writer.execute(() -> {
                try {
                    for (int i = 0; i < pieces; i++) {
                        int from = packet.length / pieces * i;
                        int to = i == pieces - 1 ? packet.length : from + packet.length / pieces;
                        out.write(packet, from, to - from);
                        TimeUnit.MILLISECONDS.sleep(pauseMs);
                    }
                } catch (IOException | InterruptedException e) {
                    // the client is gone, or the test is over
                }
            });
        }

        /** A PUBLISH. */
        byte[] publish(int flags, String topic, int id, String payload) {
            return publish(flags, topic.getBytes(StandardCharsets.UTF_8), id, payload.getBytes(StandardCharsets.UTF_8));
        }

        byte[] publish(int flags, byte[] topic, int id, byte[] payload) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(topic.length >> 8);
            body.write(topic.length);
            body.writeBytes(topic);
            if ((flags & 6) != 0) {
                body.write(id >> 8);
                body.write(id);
            }
            if (isVersion5) {
                body.write(0);
            }
            body.writeBytes(payload);
            return packet(0x30 | flags, body.toByteArray());
        }

        void close() throws IOException {
            socket.close();
            writer.shutdownNow();
        }
    }

    static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.length;
        do {
            packet.write((rest & 127) | (rest > 127 ? 128 : 0));
            rest >>= 7;
        } while (rest > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int b = in.readUnsignedByte();
            length |= (b & 127) << shift;
            if (b < 128) {
                return length;
            }
        }
    }
}
