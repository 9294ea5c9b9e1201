package io.tocsin.gateway.command;

/** What the process ends with. */
public final class ExitCodes {
    /** Done. */
    public static final int FINE = 0;
    /** Failed while running. */
    public static final int FAILED = 1;
    /** Wrong usage or configuration. */
    public static final int WRONG_USAGE = 2;

    private ExitCodes() {}
}
