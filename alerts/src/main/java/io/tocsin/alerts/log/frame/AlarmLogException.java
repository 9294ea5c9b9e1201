package io.tocsin.alerts.log.frame;

/**
 * The alarm log or a cursor could not be written, forced or read without damage. The gateway must stop: see {@link
 * io.tocsin.engine.port.FailStop}.
 */
public final class AlarmLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AlarmLogException(String message) {
        super(message);
    }

    public AlarmLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
