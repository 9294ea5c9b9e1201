package io.tocsin.gateway.run;

/** A stop has come to a stand; the message says where, and what the next start does. */
final class StallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StallException(String message) {
        super(message);
    }
}
