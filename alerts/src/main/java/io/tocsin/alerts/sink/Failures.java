package io.tocsin.alerts.sink;

/** Failures in one line for people. */
final class Failures {
    private Failures() {}

    /** The deepest cause that says something, and the protocol's code. */
    static String describe(Throwable failure, int reasonCode) {
        String text = failure.getMessage();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                text = cause.getMessage();
            }
        }
        return (text == null ? failure.getClass().getSimpleName() : text) + " (" + reasonCode + ")";
    }
}
