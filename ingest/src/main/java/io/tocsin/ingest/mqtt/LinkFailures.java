package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.mqtt.wire.PacketException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Makes a {@link LinkException} of what Paho says; its reason codes mean the same in both versions. */
final class LinkFailures {
    private static final int CLIENT_TIMEOUT = 32_000;
    private static final int FIRST_CLIENT_CODE = 32_000;
    private static final int V3_VERSION = 1;
    private static final int V3_CREDENTIALS = 4;
    private static final int V3_NOT_AUTHORIZED = 5;
    private static final int V5_VERSION = 0x84;
    private static final int V5_CREDENTIALS = 0x86;
    private static final int V5_NOT_AUTHORIZED = 0x87;

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
        if (cause instanceof PacketException) {
            return new LinkException(LinkException.Kind.REFUSED, cause.getMessage(), failure);
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
