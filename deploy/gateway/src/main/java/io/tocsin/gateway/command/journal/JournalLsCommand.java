package io.tocsin.gateway.command.journal;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.journal.JournalListing;
import io.tocsin.persistence.journal.read.JournalVerifier;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin journal ls}: segments and positions. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "Lists the journal's segments with their positions, times and sizes.")
final class JournalLsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalOption journal;

    @Override
    public Integer call() throws CommandException, ConfigException {
        Path dir = journal.dir();
        JournalListing.lines(dir, JournalVerifier.list(dir))
                .forEach(spec.commandLine().getOut()::println);
        return ExitCodes.FINE;
    }
}
