package io.tocsin.ingest.sparkplug;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Payloads that a host application publishes. */
public final class HostMessages {
    private static final String REBIRTH = "Node Control/Rebirth";

    private HostMessages() {}

    /**
     * State of the host (section 6.4.27).
     *
     * @param timestampMs epoch milliseconds; that of the will for the message that follows it
     */
    public static String state(boolean isOnline, long timestampMs) {
        return "{\"online\":" + isOnline + ",\"timestamp\":" + timestampMs + "}";
    }

    /** Whether a state says that the host is offline, in the form of this version or of the one before. */
    static boolean isOffline(byte[] payload, int offset, int length) {
        String text = new String(payload, offset, length, StandardCharsets.UTF_8).replaceAll("\\s", "");
        return text.contains("\"online\":false") || text.equals("OFFLINE");
    }

    /** A command to an edge node to publish its births again; it has no sequence number. */
    static byte[] rebirth(long timestampMs) {
        ByteArrayOutputStream metric = new ByteArrayOutputStream();
        byte[] name = REBIRTH.getBytes(StandardCharsets.UTF_8);
        metric.write((1 << 3) | ProtoCursor.LENGTH);
        varint(metric, name.length);
        metric.writeBytes(name);
        metric.write(3 << 3);
        varint(metric, timestampMs);
        metric.write(4 << 3);
        varint(metric, MetricType.BOOLEAN);
        metric.write(14 << 3);
        varint(metric, 1);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(1 << 3);
        varint(payload, timestampMs);
        payload.write((2 << 3) | ProtoCursor.LENGTH);
        varint(payload, metric.size());
        payload.writeBytes(metric.toByteArray());
        return payload.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
