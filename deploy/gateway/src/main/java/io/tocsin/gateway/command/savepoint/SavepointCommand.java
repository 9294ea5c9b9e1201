package io.tocsin.gateway.command.savepoint;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin savepoint}: the state of a gateway, kept under a name. */
@Command(
        name = "savepoint",
        mixinStandardHelpOptions = true,
        description = {
            "Saves the whole state of a gateway under a name, until you delete it: before an upgrade, before new"
                    + " rules,",
            "or to move to another machine. Works while the gateway runs, without disturbing it."
        },
        subcommands = {
            SavepointCreateCommand.class,
            SavepointListCommand.class,
            SavepointShowCommand.class,
            SavepointRestoreCommand.class,
            SavepointDeleteCommand.class
        })
public final class SavepointCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a subcommand: reports wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "One of create, list, show, restore or delete is missing.");
    }
}
