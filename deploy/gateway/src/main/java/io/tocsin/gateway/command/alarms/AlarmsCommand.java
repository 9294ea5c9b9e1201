package io.tocsin.gateway.command.alarms;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin alarms}: the alarms of a gateway. */
@Command(
        name = "alarms",
        mixinStandardHelpOptions = true,
        description = "Shows the alarms of a gateway, acts on them, and reports on them.",
        subcommands = {
            AlarmsListCommand.class,
            ActionCommands.Acknowledge.class,
            ActionCommands.Reset.class,
            ActionCommands.Shelve.class,
            ActionCommands.Unshelve.class,
            ActionCommands.Suppress.class,
            ActionCommands.Unsuppress.class,
            ActionCommands.OutOfService.class,
            ActionCommands.InService.class,
            ActionCommands.Comment.class,
            AlarmsHistoryCommand.class,
            AlarmsReportCommand.class
        })
public final class AlarmsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a subcommand: reports wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "One of " + String.join(", ", spec.subcommands().keySet()) + " is missing.");
    }
}
