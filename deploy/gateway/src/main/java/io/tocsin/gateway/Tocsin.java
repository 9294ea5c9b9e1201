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
import io.tocsin.gateway.command.alarms.AlarmsCommand;
import io.tocsin.gateway.command.journal.JournalCommand;
import io.tocsin.gateway.command.savepoint.SavepointCommand;
import io.tocsin.gateway.command.savepoint.SnapshotCommand;
import io.tocsin.gateway.log.LibraryOutput;
import io.tocsin.gateway.log.ResourceFault;
import io.tocsin.gateway.print.ProgramVersion;
import io.tocsin.gateway.print.StandardOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
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
        })
public final class Tocsin implements Runnable {
    /** In the order of the help. */
    private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("demo", DemoCommand.class);
        SUBCOMMANDS.put("init", InitCommand.class);
        SUBCOMMANDS.put("check", CheckCommand.class);
        SUBCOMMANDS.put("try", TryCommand.class);
        SUBCOMMANDS.put("run", RunCommand.class);
        SUBCOMMANDS.put("replay", ReplayCommand.class);
        SUBCOMMANDS.put("alarms", AlarmsCommand.class);
        SUBCOMMANDS.put("journal", JournalCommand.class);
        SUBCOMMANDS.put("snapshot", SnapshotCommand.class);
        SUBCOMMANDS.put("savepoint", SavepointCommand.class);
        SUBCOMMANDS.put("bench", BenchCommand.class);
        SUBCOMMANDS.put("reference", ReferenceCommand.class);
    }

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
            exitCode = commandLine(dataflow, args).setOut(out).execute(args);
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

    /** The command with all its subcommands. */
    static CommandLine commandLine() {
        return commandLine(Dataflow.NONE);
    }

    /** With only the subcommand that the first argument names, or all: each takes 10 ms of the start. */
    static CommandLine commandLine(Dataflow dataflow, String... args) {
        CommandLine tocsin = new CommandLine(new Tocsin(), new DataflowFactory(dataflow));
        Class<?> named = args.length == 0 ? null : SUBCOMMANDS.get(args[0]);
        if (named == null) {
            SUBCOMMANDS.forEach(tocsin::addSubcommand);
        } else {
            tocsin.addSubcommand(args[0], named);
        }
        ErrorPrinter errors = new ErrorPrinter();
        return tocsin.setColorScheme(Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    /** Without a subcommand: reports wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
    }

    /** The line of {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tocsin " + ProgramVersion.text()};
        }
    }
}
