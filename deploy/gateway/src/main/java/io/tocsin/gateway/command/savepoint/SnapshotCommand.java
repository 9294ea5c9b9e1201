package io.tocsin.gateway.command.savepoint;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin snapshot}: the automatic snapshots of the gateway. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Inspects the automatic snapshots of the gateway, which make a restart quick.",
            "To keep a state longer, use savepoint."
        },
        subcommands = SnapshotListCommand.class)
public final class SnapshotCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a subcommand: reports wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "list is missing.");
    }
}
