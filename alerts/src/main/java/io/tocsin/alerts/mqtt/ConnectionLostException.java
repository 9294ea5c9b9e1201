package io.tocsin.alerts.mqtt;

import java.io.IOException;

/** An established connection ended. Final for the connection. */
public final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1L;

    /** How a connection ended. */
    public enum End {
        /** The broker closed it without a reason. */
        CLOSED,
        /** The broker said that another client has connected with the same client id. */
        TAKEN_OVER,
        OTHER
    }

    private final boolean blamesMessages;
    private final End end;

    ConnectionLostException(String message, boolean blamesMessages, Throwable cause) {
        this(message, blamesMessages, End.OTHER, cause);
    }

    ConnectionLostException(String message, boolean blamesMessages, End end, Throwable cause) {
        super(message, cause);
        this.blamesMessages = blamesMessages;
        this.end = end;
    }

    /** How it ended. */
    public End end() {
        return end;
    }

    /** Whether a message in flight may be the cause: not when the broker names another one, or this side ended it. */
    public boolean blamesMessages() {
        return blamesMessages;
    }
}
