package io.tocsin.gateway.command;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.log.ResourceFault;
import io.tocsin.ingest.SourceException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns a command's exception into lines on standard error and an exit code. Errors that the user can correct are one
 * line each; only an internal error has a stack trace.
 */
public final class ErrorPrinter implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parseResult) {
        PrintWriter err = commandLine.getErr();
        if (e instanceof ConfigException config) {
            config.errors().forEach(err::println);
            return ExitCodes.WRONG_USAGE;
        }
        if (e instanceof CommandException failure) {
            err.println(oneLine(failure.getMessage()));
            return failure.exitCode();
        }
        String lacking = ResourceFault.line(e);
        if (lacking != null) {
            err.println(oneLine(lacking));
            return ExitCodes.NO_RESOURCES;
        }
        if (isOperatingFailure(e)) {
            err.println(line(e));
            return ExitCodes.FAILED;
        }
        err.println("tocsin: internal error, please report it:");
        e.printStackTrace(err);
        return ExitCodes.FAILED;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(oneLine(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.WRONG_USAGE;
    }

    /** Whether an exception is not an internal error, so that its message is enough. */
    static boolean isOperatingFailure(Exception e) {
        return e instanceof JournalException || e instanceof AlarmLogException || e instanceof SourceException;
    }

    /**
     * Describes an operating failure in one line. Failures of the alarm log leave the reason to their cause.
     */
    static String line(Exception e) {
        boolean hasReason = e instanceof AlarmLogException && e.getCause() != null;
        return oneLine(e.getMessage() + (hasReason ? ": " + FaultText.of(e.getCause()) : ""));
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\R+", " ");
    }
}
