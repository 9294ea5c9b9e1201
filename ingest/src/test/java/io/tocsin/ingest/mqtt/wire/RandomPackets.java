package io.tocsin.ingest.mqtt.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Packets as a broker may send them, and as none should. */
final class RandomPackets {
    private static final List<String> TOPICS = List.of(
            "a",
            "plant/press/1/temp",
            "$SYS/uptime",
            "Größe/℃",
            "emoji/😀",
            "",
            "a\u0000b",
            "line\nbreak",
            "\u0085",
            "a/\uFFFE",
            "a/\uFDD0",
            "a/+/b",
            "a/#",
            "x".repeat(1_023),
            "y".repeat(65_535));

    private final Random random;
    private final boolean isVersion5;

    RandomPackets(Random random, boolean isVersion5) {
        this.random = random;
        this.isVersion5 = isVersion5;
    }

    /** A stream of some packets, now and then broken somewhere or cut off. */
    byte[] stream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            out.writeBytes(broken(packet()));
        }
        byte[] stream = out.toByteArray();
        return random.nextInt(8) == 0 ? Arrays.copyOf(stream, random.nextInt(stream.length + 1)) : stream;
    }

    private byte[] packet() {
        return switch (random.nextInt(12)) {
            case 0 -> control(2, 0, bytes(2 + random.nextInt(3)));
            case 1 -> control(9, 0, bytes(3));
            case 2 -> control(13, 0, bytes(0));
            case 3 -> control(6, 2, bytes(random.nextInt(4)));
            case 4 -> control(4 + random.nextInt(2), 0, bytes(2));
            case 5 -> control(random.nextInt(16), random.nextInt(16), bytes(random.nextInt(6)));
            default -> publish();
        };
    }

    private byte[] publish() {
        int qos = random.nextInt(40) == 0 ? 3 : random.nextInt(3);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] topic = TOPICS.get(random.nextInt(TOPICS.size() - (random.nextInt(20) == 0 ? 0 : 2)))
                .getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(16) == 0) {
            topic = bytes(random.nextInt(8));
        }
        body.write(topic.length >> 8);
        body.write(topic.length);
        body.writeBytes(topic);
        if (qos > 0) {
            body.writeBytes(random.nextInt(16) == 0 ? new byte[2] : bytes(2));
        }
        if (isVersion5) {
            byte[] properties = bytes(random.nextInt(4) == 0 ? random.nextInt(6_000) : 0);
            body.writeBytes(varInt(properties.length));
            body.writeBytes(properties);
        }
        body.writeBytes(bytes(
                switch (random.nextInt(16)) {
                    case 0 -> random.nextInt(300_000);
                    case 1 -> random.nextInt(6_000);
                    default -> random.nextInt(60);
                }));
        return control(3, (qos << 1) | random.nextInt(2) | (random.nextInt(4) == 0 ? 8 : 0), body.toByteArray());
    }

    private byte[] broken(byte[] packet) {
        if (random.nextInt(6) == 0) {
            packet[random.nextInt(Math.min(packet.length, 16))] = (byte) random.nextInt();
        }
        return packet;
    }

    private static byte[] control(int type, int flags, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((type << 4) | flags);
        out.writeBytes(varInt(body.length));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] varInt(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        do {
            out.write((rest & 127) | (rest > 127 ? 128 : 0));
            rest >>= 7;
        } while (rest > 0);
        return out.toByteArray();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
