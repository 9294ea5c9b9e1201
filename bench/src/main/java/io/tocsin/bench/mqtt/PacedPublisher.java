package io.tocsin.bench.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes over MQTT 3.1.1, each message at its intended time even if the previous ones are still on their way;
 * overdue messages leave together in one write. The payload has the intended time in microseconds. Acknowledgements are
 * read and ignored.
 *
 * <pre>
 *   {@value #SENSORS} sensors in turn;  PREFIX/s007/temp  {"v":50.25,"t":1764500000123456}
 *   of each hundredth sensor every second value is high
 * </pre>
 */
final class PacedPublisher implements AutoCloseable {
    static final int SENSORS = 500;
    /** One sensor of so many has values above and below the limit in turn. */
    static final int ALARM_EVERY = 100;

    private static final String USUAL = "50.25";
    private static final String HIGH = "91.50";
    private static final int TIME_DIGITS = 16;
    private static final int PACKET_IDS = 0xFFFF;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final OutputStream out;
    private final byte[][] usual;
    private final byte[][] high;
    private final int qos;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private int packetId;
    private long sent;

    PacedPublisher(int port, String prefix, int qos) throws IOException {
        this.qos = qos;
        this.usual = packets(prefix, USUAL);
        this.high = packets(prefix, HIGH);
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        connect("bench-publisher-" + prefix);
        in.readUnsignedByte();
        in.skipNBytes(in.readUnsignedByte());
        Thread reader = new Thread(() -> skipAnswers(in), "publisher-answers");
        reader.setDaemon(true);
        reader.start();
    }

    private static void skipAnswers(DataInputStream in) {
        byte[] bytes = new byte[BUFFER_BYTES];
        try {
            int count = 0;
            while (count >= 0) {
                count = in.read(bytes);
            }
        } catch (IOException e) {
            // the publisher was closed
        }
    }

    private void connect(String clientId) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.writeBytes(new byte[] {4, 2, 0, 0}); // MQTT 3.1.1, clean session, no keep-alive
        text(body, clientId);
        out.write(new byte[] {0x10, (byte) body.size()});
        out.write(body.toByteArray());
    }

    private byte[][] packets(String prefix, String value) throws IOException {
        byte[][] packets = new byte[SENSORS][];
        for (int i = 0; i < SENSORS; i++) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            text(body, "%s/s%03d/temp".formatted(prefix, i));
            body.writeBytes(new byte[qos > 0 ? 2 : 0]);
            body.writeBytes(
                    ("{\"v\":" + value + ",\"t\":" + "0".repeat(TIME_DIGITS) + "}").getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.write(0x30 | (qos << 1));
            packet.write(body.size());
            packet.writeBytes(body.toByteArray());
            packets[i] = packet.toByteArray();
        }
        return packets;
    }

    private static void text(ByteArrayOutputStream target, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        target.write(bytes.length >> 8);
        target.write(bytes.length);
        target.writeBytes(bytes);
    }

    /** Publishes for a time; returns the number of messages. */
    long publish(int perSecond, long forMs) throws IOException {
        long intervalNs = 1_000_000_000L / perSecond;
        long count = forMs * 1_000_000L / intervalNs;
        long startNs = System.nanoTime() + intervalNs;
        long startUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) + intervalNs / 1_000;
        for (long i = 0; i < count; i++) {
            long intendedNs = startNs + i * intervalNs;
            if (System.nanoTime() < intendedNs) {
                flush();
                long waitNs = intendedNs - System.nanoTime();
                while (waitNs > 0) {
                    LockSupport.parkNanos(waitNs);
                    waitNs = intendedNs - System.nanoTime();
                }
            }
            put(startUs + i * intervalNs / 1_000);
        }
        flush();
        return count;
    }

    private void put(long timeUs) throws IOException {
        int sensor = (int) (sent % SENSORS);
        boolean isHigh = sensor % ALARM_EVERY == 0 && (sent / SENSORS) % 2 == 1;
        byte[] packet = isHigh ? high[sensor] : usual[sensor];
        sent++;
        if (buffered + packet.length > BUFFER_BYTES) {
            flush();
        }
        System.arraycopy(packet, 0, buffer, buffered, packet.length);
        buffered += packet.length;
        int digit = buffered - 2;
        for (long rest = timeUs; rest > 0; rest /= 10) {
            buffer[digit--] = (byte) ('0' + rest % 10);
        }
        if (qos > 0) {
            packetId = packetId % PACKET_IDS + 1;
            int at = buffered - packet.length + 4 + packet[3];
            buffer[at] = (byte) (packetId >> 8);
            buffer[at + 1] = (byte) packetId;
        }
    }

    private void flush() throws IOException {
        out.write(buffer, 0, buffered);
        buffered = 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
