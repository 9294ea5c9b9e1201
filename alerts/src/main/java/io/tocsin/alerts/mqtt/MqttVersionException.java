package io.tocsin.alerts.mqtt;

import java.io.IOException;

/** The broker refused the connection, or dropped it without a word, as one does that does not know the version. */
public final class MqttVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean isCertain;

    /** The broker has said so. */
    MqttVersionException(String message) {
        super(message);
        this.isCertain = true;
    }

    /** A failure that may also have another reason. */
    MqttVersionException(String message, Throwable cause) {
        super(message, cause);
        this.isCertain = false;
    }

    /** Whether the broker has said so: otherwise the next connection may well be of this version. */
    public boolean isCertain() {
        return isCertain;
    }
}
