package io.tocsin.engine.function;

/** A function of the user's has thrown, or is not what the plan needs. Ends the fold; a restart would meet the same. */
public final class FunctionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FunctionException(String message) {
        super(message);
    }

    public FunctionException(String message, Throwable cause) {
        super(message, cause);
    }
}
