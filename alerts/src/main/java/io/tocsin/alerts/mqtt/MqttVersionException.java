package io.tocsin.alerts.mqtt;

import java.io.IOException;

/** The broker refused the connection or closed it silently, as brokers do that do not know the version. */
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

    /**
     * Whether the broker has named the version as the reason; if not, the next connection may use this version again.
     */
    public boolean isCertain() {
        return isCertain;
    }
}
