package io.tocsin.gateway.run;

/** A stop makes no progress; the message names the step and the action of the next start. */
final class StallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StallException(String message) {
        super(message);
    }
}
