package io.tocsin.ingest.mqtt.link;

/** A connection to the broker could not be made. The message ends a line for the operator. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Advice to the operator. */
    public enum Kind {
        /** Nothing answers there, or TLS fails. */
        UNREACHABLE,
        /**
         * The connection was closed before the broker said anything; it may not know the version of MQTT, or be
         * starting.
         */
        CLOSED,
        /** The broker answered, and not with a connection; it may not know the version of MQTT. */
        REFUSED,
        /** The broker said that it does not know the version of MQTT. */
        VERSION_REFUSED,
        /** User name or password are wrong, or lack rights. */
        CREDENTIALS_REFUSED,
        /** The broker connected, and gave the session to another client at once. */
        TAKEN_OVER
    }

    private final Kind kind;

    public LinkException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
