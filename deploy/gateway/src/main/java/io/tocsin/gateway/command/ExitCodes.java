package io.tocsin.gateway.command;

/** Exit codes of the process. */
public final class ExitCodes {
    /** Done. */
    public static final int FINE = 0;
    /** Failed while running. */
    public static final int FAILED = 1;
    /** Wrong usage or configuration. */
    public static final int WRONG_USAGE = 2;

    /**
     * No memory, thread or file descriptor was available; also the JVM's own code when its heap is exhausted.
     */
    public static final int NO_RESOURCES = 3;
    /** The reader of standard output has gone, as with {@code | head}; equals the exit code after SIGPIPE. */
    public static final int CLOSED_PIPE = 141;

    private ExitCodes() {}
}
