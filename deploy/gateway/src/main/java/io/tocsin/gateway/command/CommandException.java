package io.tocsin.gateway.command;

/** A command cannot continue, for a reason the user can read in one line. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode what the process ends with: {@link ExitCodes}
     * @param message one line
     */
    public CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}
