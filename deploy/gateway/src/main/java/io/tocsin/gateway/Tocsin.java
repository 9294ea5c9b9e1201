package io.tocsin.gateway;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.gateway.command.BenchCommand;
import io.tocsin.gateway.command.CheckCommand;
import io.tocsin.gateway.command.DataflowFactory;
import io.tocsin.gateway.command.DemoCommand;
import io.tocsin.gateway.command.ErrorPrinter;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.command.InitCommand;
import io.tocsin.gateway.command.ReferenceCommand;
import io.tocsin.gateway.command.ReplayCommand;
import io.tocsin.gateway.command.RunCommand;
import io.tocsin.gateway.command.TryCommand;
import io.tocsin.gateway.command.journal.JournalCommand;
import io.tocsin.gateway.command.savepoint.SavepointCommand;
import io.tocsin.gateway.command.savepoint.SnapshotCommand;
import io.tocsin.gateway.log.LibraryOutput;
import io.tocsin.gateway.log.ResourceFault;
import io.tocsin.gateway.print.StandardOutput;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code tocsin} command. */
@Command(
        name = "tocsin",
        mixinStandardHelpOptions = true,
        versionProvider = Tocsin.Version.class,
        description = "Evaluates sensor readings and raises alarms, directly on the gateway.",
        footer = {
            "",
            "Exit codes: 0 success, 1 failed while running, 2 wrong usage or configuration, 3 no memory, thread or"
                    + " file descriptor",
            "left, 141 the reader of the output has gone."
        },
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            CheckCommand.class,
            TryCommand.class,
            RunCommand.class,
            ReplayCommand.class,
            JournalCommand.class,
            SnapshotCommand.class,
            SavepointCommand.class,
            BenchCommand.class,
            ReferenceCommand.class
        })
public final class Tocsin implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(Dataflow.NONE, args));
    }

    /**
     * Runs the command line for a gateway whose operators are built in Java: every command with a configuration appends
     * the dataflow to the configuration's own streams and alarms.
     *
     * @return the exit code, see {@link ExitCodes}
     */
    public static int execute(Dataflow dataflow, String... args) {
        String lacking = ResourceFault.ofHeap(Runtime.getRuntime().maxMemory());
        if (lacking != null) {
            System.err.println(lacking);
            return ExitCodes.NO_RESOURCES;
        }
        LibraryOutput.takeOver();
        StandardOutput out = StandardOutput.open();
        int exitCode;
        try {
            exitCode = commandLine(dataflow).setOut(out).execute(args);
        } catch (Error e) {
            lacking = ResourceFault.line(e);
            if (lacking == null) {
                throw e;
            }
            System.err.println(lacking);
            return ExitCodes.NO_RESOURCES;
        }
        return exitCode == ExitCodes.FINE ? exitCodeOf(out) : exitCode;
    }

    /** A command that could not print its results has failed */
    private static int exitCodeOf(StandardOutput out) {
        IOException failure = out.failure();
        if (failure == null) {
            return ExitCodes.FINE;
        }
        if (StandardOutput.isClosedPipe(failure)) {
            return ExitCodes.CLOSED_PIPE;
        }
        System.err.println("cannot write to standard output: " + failure.getMessage());
        return ExitCodes.FAILED;
    }

    /** The command with its subcommands, as {@link #main} runs it. */
    static CommandLine commandLine() {
        return commandLine(Dataflow.NONE);
    }

    private static CommandLine commandLine(Dataflow dataflow) {
        ErrorPrinter errors = new ErrorPrinter();
        return new CommandLine(new Tocsin(), new DataflowFactory(dataflow))
                .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    /** Without a subcommand: reports wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Tocsin.class.getPackage().getImplementationVersion();
            return new String[] {"tocsin " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
