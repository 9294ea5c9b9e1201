package io.tocsin.engine.journal;

/** The journal could not be written, forced or trusted. The gateway must stop: see {@code FailStop}. */
public class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
