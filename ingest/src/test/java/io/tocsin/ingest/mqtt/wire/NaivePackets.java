package io.tocsin.ingest.mqtt.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Oracle for a stream of MQTT packets: a slow reader of all its bytes at once, written from the specification. */
final class NaivePackets {
    private static final int KEPT = 4_096;
    private static final int MAX_CONTROL = 80 * 1_024;

    private final boolean isVersion5;
    private final int maxMessageBytes;
    private final List<String> lines = new ArrayList<>();

    private NaivePackets(boolean isVersion5, int maxMessageBytes) {
        this.isVersion5 = isVersion5;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** A line for each thing that comes of the stream. */
    static List<String> read(byte[] stream, boolean isVersion5, int maxMessageBytes) {
        NaivePackets naive = new NaivePackets(isVersion5, maxMessageBytes);
        naive.readAll(stream);
        return naive.lines;
    }

    private void readAll(byte[] stream) {
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.hasRemaining()) {
            int begin = in.position();
            int first = in.get() & 0xFF;
            long remaining = varInt(in);
            if (remaining == -1) {
                return;
            }
            int type = first >> 4;
            if (remaining == -2) {
                lines.add("fatal");
                return;
            }
            int headLength = in.position() - begin;
            long length = headLength + remaining;
            if (type != 3) {
                boolean isBrokers = List.of(2, 4, 5, 6, 7, 9, 11, 13).contains(type) || (type == 14 && isVersion5);
                int flags = type == 6 ? 2 : 0;
                if (!isBrokers || (first & 15) != flags || length > MAX_CONTROL) {
                    lines.add("fatal");
                    return;
                }
            }
            if (in.remaining() < remaining) {
                return;
            }
            byte[] body = new byte[(int) remaining];
            in.get(body);
            if (type == 3) {
                message(first & 15, ByteBuffer.wrap(body), (int) length);
            } else if (type == 14) {
                lines.add("fatal");
                return;
            } else if (type == 2 || type == 9 || type == 11) {
                lines.add("given " + HexFormat.of().formatHex(stream, begin, in.position()));
            } else if (type == 6 && body.length >= 2) {
                lines.add("written 7002" + HexFormat.of().formatHex(body, 0, 2));
            }
        }
    }

    private void message(int flags, ByteBuffer body, int length) {
        int qos = flags >> 1;
        qos &= 3;
        if (qos == 3) {
            refused("DROPPED_BAD_PACKET", new byte[0], behindTopicLength(body), length, 0, 0);
            return;
        }
        if (body.remaining() < 2) {
            refused("DROPPED_BAD_PACKET", new byte[0], new byte[0], length, 0, 0);
            return;
        }
        int topicLength = body.getShort() & 0xFFFF;
        if (topicLength + (qos > 0 ? 2 : 0) > body.remaining()) {
            byte[] topic = new byte[Math.min(topicLength, body.remaining())];
            body.get(topic);
            refused("DROPPED_BAD_PACKET", topic, rest(body), length, 0, 0);
            return;
        }
        byte[] topic = new byte[topicLength];
        body.get(topic);
        int packetId = qos > 0 ? body.getShort() & 0xFFFF : 0;
        if (qos > 0 && packetId == 0) {
            refused("DROPPED_BAD_PACKET", topic, rest(body), length, 0, 0);
            return;
        }
        int before = body.position();
        if (isVersion5) {
            long properties = varInt(body);
            if (properties < 0 || properties > body.remaining()) {
                body.position(before);
                refused("DROPPED_BAD_PACKET", topic, rest(body), length, qos, packetId);
                return;
            }
            before = body.position();
            body.position(before + (int) properties);
        }
        boolean isTooLarge = length > maxMessageBytes;
        if (isTooLarge || !isTopic(topic)) {
            if (body.position() - before > KEPT) {
                body.position(before);
            }
            refused(isTooLarge ? "DROPPED_TOO_LARGE" : "DROPPED_BAD_TOPIC", topic, rest(body), length, qos, packetId);
            return;
        }
        lines.add("message " + new String(topic, StandardCharsets.UTF_8) + " "
                + new String(rest(body), StandardCharsets.ISO_8859_1) + " qos=" + qos
                + ((flags & 1) != 0 ? " retained" : "") + " id=" + packetId);
    }

    private void refused(String reason, byte[] topic, byte[] rest, int length, int qos, int packetId) {
        byte[] head = Arrays.copyOf(rest, Math.min(rest.length, KEPT));
        String text = new String(topic, isTopic(topic) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        lines.add("refused " + reason + " " + text + " " + new String(head, StandardCharsets.ISO_8859_1) + " length="
                + length + " qos=" + qos + " id=" + packetId);
    }

    private static byte[] behindTopicLength(ByteBuffer body) {
        body.position(Math.min(2, body.limit()));
        return rest(body);
    }

    private static byte[] rest(ByteBuffer body) {
        byte[] rest = new byte[body.remaining()];
        body.get(rest);
        return rest;
    }

    /** By the JDK's decoder and the properties of code points. */
    static boolean isTopic(byte[] topic) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(topic))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        return !text.isEmpty()
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || c == '+'
                                || c == '#'
                                || (c & 0xFFFF) >= 0xFFFE
                                || (c >= 0xFDD0 && c <= 0xFDEF));
    }

    /** The number, -1 when it is not whole, -2 when it is too long. */
    private static long varInt(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            if (!in.hasRemaining()) {
                return -1;
            }
            int b = in.get();
            value += (long) (b & 127) << (7 * i);
            if ((b & 128) == 0) {
                return value;
            }
        }
        return -2;
    }
}
