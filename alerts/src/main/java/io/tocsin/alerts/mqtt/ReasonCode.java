package io.tocsin.alerts.mqtt;

import java.util.Map;
import java.util.Set;

/** Reason codes of MQTT 5 (section 2.4) and their meaning for a message, see ADR 0022. */
public final class ReasonCode {
    /** Codes from here on are failures. */
    static final int FIRST_FAILURE = 0x80;

    static final int UNSUPPORTED_PROTOCOL_VERSION = 0x84;

    static final int SESSION_TAKEN_OVER = 0x8E;

    private static final int TOPIC_NAME_INVALID = 0x90;
    private static final int PACKET_TOO_LARGE = 0x95;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

    /** Codes of a PUBACK that refuse the message permanently. */
    private static final Set<Integer> FINAL = Set.of(TOPIC_NAME_INVALID, PACKET_TOO_LARGE, PAYLOAD_FORMAT_INVALID);

    /** Codes of a DISCONNECT that concern the server, the session or the client, not a message. */
    private static final Set<Integer> NOT_ABOUT_MESSAGES = Set.of(
            0x00, 0x89, 0x8B, 0x8D, SESSION_TAKEN_OVER, 0x93, 0x96, QUOTA_EXCEEDED, 0x98, 0x9C, 0x9D, 0x9F, 0xA0);

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0x00, "normal disconnection"),
            Map.entry(0x80, "unspecified error"),
            Map.entry(0x81, "malformed packet"),
            Map.entry(0x82, "protocol error"),
            Map.entry(0x83, "implementation specific error"),
            Map.entry(UNSUPPORTED_PROTOCOL_VERSION, "unsupported protocol version"),
            Map.entry(0x85, "client identifier not valid"),
            Map.entry(0x86, "bad user name or password"),
            Map.entry(0x87, "not authorized"),
            Map.entry(0x88, "server unavailable"),
            Map.entry(0x89, "server busy"),
            Map.entry(0x8A, "banned"),
            Map.entry(0x8B, "server shutting down"),
            Map.entry(0x8C, "bad authentication method"),
            Map.entry(0x8D, "keep alive timeout"),
            Map.entry(SESSION_TAKEN_OVER, "session taken over by another client with this client id"),
            Map.entry(TOPIC_NAME_INVALID, "topic name invalid"),
            Map.entry(0x91, "packet identifier in use"),
            Map.entry(0x93, "receive maximum exceeded"),
            Map.entry(0x94, "topic alias invalid"),
            Map.entry(PACKET_TOO_LARGE, "packet too large"),
            Map.entry(0x96, "message rate too high"),
            Map.entry(QUOTA_EXCEEDED, "quota exceeded"),
            Map.entry(0x98, "administrative action"),
            Map.entry(PAYLOAD_FORMAT_INVALID, "payload format invalid"),
            Map.entry(0x9A, "retain not supported"),
            Map.entry(0x9B, "QoS not supported"),
            Map.entry(0x9C, "use another server"),
            Map.entry(0x9D, "server moved"),
            Map.entry(0x9F, "connection rate exceeded"),
            Map.entry(0xA0, "maximum connect time"));

    /** Verdict of a PUBACK on its message. */
    public enum Verdict {
        /** The broker has it. */
        ACCEPTED,
        /** The broker will never take it. */
        FINAL,
        /** The broker may refuse this message permanently, or all messages for a while; retries show which. */
        DOUBTFUL,
        /** The broker currently accepts no messages. */
        LATER
    }

    private ReasonCode() {}

    /** Verdict of a PUBACK with the code. */
    public static Verdict verdict(int code) {
        if (code < FIRST_FAILURE) {
            return Verdict.ACCEPTED;
        }
        if (FINAL.contains(code)) {
            return Verdict.FINAL;
        }
        return code == QUOTA_EXCEEDED ? Verdict.LATER : Verdict.DOUBTFUL;
    }

    /** Whether a message may be why the broker disconnected with the code. */
    static boolean mayBlameMessages(int code) {
        return !NOT_ABOUT_MESSAGES.contains(code);
    }

    /**
     * The code for people: {@code not authorized (0x87)}.
     *
     * @param text the broker's own text, or empty
     */
    public static String describe(int code, String text) {
        String described = NAMES.getOrDefault(code, "reason code") + String.format(" (0x%02X)", code);
        return text.isEmpty() ? described : described + ": " + text;
    }
}
