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
     * The JVM or the system gave no memory, thread or file descriptor; the JVM's own code when its heap is exhausted.
     */
    public static final int NO_RESOURCES = 3;
    /** The reader of standard output is gone, as with {@code | head}: what a program ends with that SIGPIPE ends. */
    public static final int CLOSED_PIPE = 141;

    private ExitCodes() {}
}
