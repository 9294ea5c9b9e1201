package io.tocsin.engine.pipeline;

/** The failure of an output on the engine thread. */
final class OutputFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputFailedException(Throwable cause) {
        super(cause);
    }
}
