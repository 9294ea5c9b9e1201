package io.tocsin.alerts.mqtt;

import java.io.IOException;

/** Another client connects with the same client id, so that the connection ends again and again. */
public final class ContestedSessionException extends IOException {
    private static final long serialVersionUID = 1L;

    public ContestedSessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
