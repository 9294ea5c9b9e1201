package io.tocsin.gateway.init;

/** The broker cannot be listened to. The message is one line for the operator. */
public final class InitException extends Exception {
    private static final long serialVersionUID = 1L;

    InitException(String message, Throwable cause) {
        super(message, cause);
    }
}
