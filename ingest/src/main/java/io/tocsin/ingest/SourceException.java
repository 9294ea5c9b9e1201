package io.tocsin.ingest;

/** A source cannot work as configured. The message is one line for the operator and names the source. */
public class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
