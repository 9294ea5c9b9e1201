package io.tocsin.gateway;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code tocsin} command. */
@Command(
        name = "tocsin",
        mixinStandardHelpOptions = true,
        versionProvider = Tocsin.Version.class,
        description = "Watches sensor readings and raises alarms, on the gateway itself.")
public final class Tocsin implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs the command line and ends the process with 0 (fine), 1 (failed while running) or 2 (wrong usage). */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Tocsin()).execute(args));
    }

    /** Without a subcommand there is nothing to do: says so, as wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
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
