package io.tocsin.alerts.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The properties of an MQTT 5 packet (section 2.2.2): the numbers and the reason, by identifier. */
final class Properties {
    static final int SERVER_KEEP_ALIVE = 0x13;
    static final int REASON_STRING = 0x1F;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int MAXIMUM_QOS = 0x24;
    static final int RETAIN_AVAILABLE = 0x25;
    static final int MAXIMUM_PACKET_SIZE = 0x27;

    private final Map<Integer, Long> numbers = new HashMap<>();
    private String reason = "";

    private Properties() {}

    /** Properties of a packet that has none. */
    static Properties none() {
        return new Properties();
    }

    /**
     * Reads the properties with their length; the buffer's position is after them then.
     *
     * @throws IOException when they are not whole, or one is not known
     */
    static Properties read(ByteBuffer body) throws IOException {
        Properties properties = new Properties();
        int length = variableLength(body);
        if (length > body.remaining()) {
            throw new IOException("the broker's packet ends within its properties");
        }
        int end = body.position() + length;
        while (body.position() < end) {
            properties.readOne(body);
        }
        return properties;
    }

    /** The unsigned number of a property, or its default. */
    long number(int identifier, long otherwise) {
        return numbers.getOrDefault(identifier, otherwise);
    }

    /** The broker's reason in its own words, or empty. */
    String reason() {
        return reason;
    }

    private void readOne(ByteBuffer body) throws IOException {
        int identifier = number(body, 1);
        switch (identifier) {
            case 0x01, 0x17, 0x19, MAXIMUM_QOS, RETAIN_AVAILABLE, 0x28, 0x29, 0x2A ->
                numbers.put(identifier, (long) number(body, 1));
            case SERVER_KEEP_ALIVE, RECEIVE_MAXIMUM, 0x22, 0x23 -> numbers.put(identifier, (long) number(body, 2));
            case 0x02, 0x11, 0x18, MAXIMUM_PACKET_SIZE ->
                numbers.put(identifier, Integer.toUnsignedLong(number(body, 4)));
            case REASON_STRING -> reason = text(body);
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C -> text(body);
            case 0x26 -> {
                text(body);
                text(body);
            }
            case 0x0B -> variableLength(body);
            default -> throw new IOException("the broker sent a property that is not known, identifier=" + identifier);
        }
    }

    private static int number(ByteBuffer body, int bytes) throws IOException {
        require(body, bytes);
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << 8) | (body.get() & 0xFF);
        }
        return number;
    }

    private static String text(ByteBuffer body) throws IOException {
        byte[] utf8 = new byte[number(body, 2)];
        require(body, utf8.length);
        body.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static int variableLength(ByteBuffer body) throws IOException {
        int value = 0;
        int shift = 0;
        int next;
        do {
            next = number(body, 1);
            value |= (next & 0x7F) << shift;
            shift += 7;
        } while (next >= 0x80 && shift < 28);
        return value;
    }

    private static void require(ByteBuffer body, int bytes) throws IOException {
        if (body.remaining() < bytes) {
            throw new IOException("the broker's packet ends within its properties");
        }
    }
}
