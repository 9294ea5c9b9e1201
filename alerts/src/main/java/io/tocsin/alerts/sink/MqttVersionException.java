package io.tocsin.alerts.sink;

import java.io.IOException;

/** The broker refused the connection, or dropped it without a word, as one does that does not know the version. */
final class MqttVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    MqttVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
