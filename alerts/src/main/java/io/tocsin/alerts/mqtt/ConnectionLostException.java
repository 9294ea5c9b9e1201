package io.tocsin.alerts.mqtt;

import java.io.IOException;

/** An established connection ended. Final for the connection. */
public final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean blamesMessages;

    ConnectionLostException(String message, boolean blamesMessages, Throwable cause) {
        super(message, cause);
        this.blamesMessages = blamesMessages;
    }

    /** Whether a message in flight may be the cause: not when the broker names another one, or this side ended it. */
    public boolean blamesMessages() {
        return blamesMessages;
    }
}
