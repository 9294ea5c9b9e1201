package io.tocsin.gateway.command.journal;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin journal}: inspects a journal without changing it. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Inspects a journal, also that of a running gateway; changes nothing.",
        subcommands = {JournalLsCommand.class, JournalDumpCommand.class, JournalVerifyCommand.class})
public final class JournalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a subcommand: reports wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "One of ls, dump or verify is missing.");
    }
}
