package io.tocsin.gateway.command.savepoint;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tocsin savepoint restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a savepoint the state from which the gateway starts next. Rules that are unchanged keep their state,",
            "others start fresh; it says which. What happened behind the savepoint is not in that state: bounded sources",
            "read it again, a broker has delivered it already."
        })
final class SavepointRestoreCommand implements Callable<Integer> {
    @Mixin
    private SavepointOption option;

    @Parameters(paramLabel = "NAME", description = "A savepoint's name, or the path of its file.")
    private String savepoint;

    @Option(
            names = "--set-aside",
            description = "Moves the journal, snapshots and alarm log that are there into a directory beside them.")
    private boolean setAside;

    @Override
    public Integer call() throws ConfigException, CommandException {
        option.takingOver(setAside).savepoints().restore(option.existing(savepoint), setAside);
        return ExitCodes.FINE;
    }
}
