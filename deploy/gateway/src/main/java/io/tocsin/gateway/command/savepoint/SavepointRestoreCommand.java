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
            "Lets the next start of the gateway begin with the state of a savepoint. Unchanged rules keep their state,",
            "others start afresh; the output names both. Readings after the savepoint are not in that state: bounded"
                    + " sources",
            "read them again, but a broker does not deliver them again."
        })
final class SavepointRestoreCommand implements Callable<Integer> {
    @Mixin
    private SavepointOption option;

    @Parameters(paramLabel = "NAME", description = "A savepoint's name, or the path of its file.")
    private String savepoint;

    @Option(
            names = "--set-aside",
            description = "Moves the existing journal, snapshots and alarm log into a directory set-aside-TIME.")
    private boolean setAside;

    @Override
    public Integer call() throws ConfigException, CommandException {
        option.takingOver(setAside).savepoints().restore(option.existing(savepoint), setAside);
        return ExitCodes.FINE;
    }
}
