package io.tocsin.ingest.mqtt.link;

import io.tocsin.ingest.mqtt.wire.PacketException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Translates Paho's failures into a {@link LinkException} or words; reason codes mean the same in both versions. */
final class LinkFailures {
    private static final int CLIENT_TIMEOUT = 32_000;
    private static final int FIRST_CLIENT_CODE = 32_000;
    private static final int V3_VERSION = 1;
    private static final int V3_CREDENTIALS = 4;
    private static final int V3_NOT_AUTHORIZED = 5;
    private static final int V5_VERSION = 0x84;
    private static final int V5_CREDENTIALS = 0x86;
    private static final int V5_NOT_AUTHORIZED = 0x87;

    private static final int FIRST_FAILURE = 0x80;
    private static final Map<Integer, String> SUBSCRIBE_CODES = Map.of(
            0x80, "unspecified error",
            0x83, "implementation specific error",
            0x87, "not authorized",
            0x8F, "topic filter invalid",
            0x91, "packet identifier in use",
            0x97, "quota exceeded",
            0x9E, "shared subscriptions not supported",
            0xA1, "subscription identifiers not supported",
            0xA2, "wildcard subscriptions not supported");

    private LinkFailures() {}

    /**
     * @param reasonCode Paho's, which is the broker's below 32,000
     * @param failure Paho's exception
     * @param isAnswered whether the broker has said anything at all
     */
    static LinkException of(int reasonCode, Throwable failure, boolean isAnswered) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LinkException.Kind unreachable = LinkException.Kind.UNREACHABLE;
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new LinkException(unreachable, firstLine(cause, "connection refused"), failure);
        }
        if (cause instanceof UnknownHostException) {
            return new LinkException(unreachable, "unknown host", failure);
        }
        if (cause instanceof SSLException) {
            return new LinkException(unreachable, "TLS: " + firstLine(cause, "failed"), failure);
        }
        if (cause instanceof SocketTimeoutException || reasonCode == CLIENT_TIMEOUT) {
            return noAnswer(failure);
        }
        if (cause instanceof PacketException packet) {
            LinkException.Kind kind = packet.isTakenOver() ? LinkException.Kind.TAKEN_OVER : LinkException.Kind.REFUSED;
            return new LinkException(kind, cause.getMessage(), failure);
        }
        return switch (reasonCode) {
            case V3_VERSION, V5_VERSION ->
                new LinkException(LinkException.Kind.VERSION_REFUSED, "it refuses this version of MQTT", failure);
            case V3_CREDENTIALS, V5_CREDENTIALS ->
                new LinkException(
                        LinkException.Kind.CREDENTIALS_REFUSED, "it refuses the user name or password", failure);
            case V3_NOT_AUTHORIZED, V5_NOT_AUTHORIZED ->
                new LinkException(
                        LinkException.Kind.CREDENTIALS_REFUSED,
                        "not authorized: user name or password are wrong or lack rights",
                        failure);
            default ->
                new LinkException(
                        isAnswered ? LinkException.Kind.REFUSED : LinkException.Kind.CLOSED,
                        refusal(reasonCode, cause),
                        failure);
        };
    }

    /** The broker has said nothing for as long as an answer is waited for. */
    static LinkException noAnswer(Throwable cause) {
        int seconds = MqttLink.ANSWER_TIMEOUT_MS / 1000;
        return new LinkException(LinkException.Kind.UNREACHABLE, "no answer within " + seconds + " s", cause);
    }

    /** Tells of the end of a connection that Paho explains by an exception. */
    static void tellLost(Throwable cause, LinkListener listener) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        LinkListener.Loss loss = LinkListener.Loss.OTHER;
        if (root instanceof EOFException || root instanceof SocketException) {
            loss = LinkListener.Loss.CLOSED;
        } else if (root instanceof PacketException packet && packet.isTakenOver()) {
            loss = LinkListener.Loss.TAKEN_OVER;
        }
        listener.onLost(
                loss,
                root instanceof EOFException
                        ? "the broker closed it"
                        : firstLine(root, root.getClass().getSimpleName()));
    }

    /**
     * Why each filter of a subscription was refused (section 3.9.3 of both versions).
     *
     * @param codes the broker's, one a filter
     * @param hasReasons whether they say why: those of 3.1.1 do not
     * @return one a code, null for a filter that was granted
     */
    static List<String> refusals(int[] codes, boolean hasReasons) {
        List<String> refusals = new ArrayList<>();
        for (int code : codes) {
            String reason = hasReasons
                    ? SUBSCRIBE_CODES.getOrDefault(code, "reason code") + String.format(" (0x%02X)", code)
                    : "without a reason, for MQTT 3.1.1 has no word for it";
            refusals.add(code < FIRST_FAILURE ? null : reason);
        }
        return refusals;
    }

    private static String refusal(int reasonCode, Throwable cause) {
        if (reasonCode > 0 && reasonCode < FIRST_CLIENT_CODE) {
            return "it refuses the connection with reason code " + reasonCode;
        }
        return "it closed the connection: " + firstLine(cause, cause.getClass().getSimpleName());
    }

    /** The first line of a message; never more, for it stands in a log line. */
    static String firstLine(Throwable cause, String otherwise) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return otherwise;
        }
        int lineEnd = message.indexOf('\n');
        return lineEnd < 0 ? message : message.substring(0, lineEnd);
    }
}
