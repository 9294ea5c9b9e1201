package io.tocsin.gateway.command;

/** A command cannot continue; the message is one line for the user. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode exit code of the process, see {@link ExitCodes}
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
