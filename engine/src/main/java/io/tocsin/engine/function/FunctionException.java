package io.tocsin.engine.function;

/**
 * A user's function has thrown an exception, or does not match the plan. Ends the fold, because a restart would fail in
 * the same way.
 */
public final class FunctionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FunctionException(String message) {
        super(message);
    }

    public FunctionException(String message, Throwable cause) {
        super(message, cause);
    }
}
