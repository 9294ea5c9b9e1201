package io.tocsin.gateway.command.savepoint;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.persistence.snapshot.SavepointFiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin savepoint delete}. */
@Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a savepoint.")
final class SavepointDeleteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SavepointOption option;

    @Parameters(paramLabel = "NAME", description = "A savepoint's name.")
    private String savepoint;

    @Override
    public Integer call() throws ConfigException, CommandException {
        SavepointFiles savepoints = option.savepoints().files();
        if (!SavepointFiles.isName(savepoint) || !savepoints.delete(savepoint)) {
            throw new CommandException(
                    ExitCodes.WRONG_USAGE,
                    "there is no savepoint " + savepoint + " in "
                            + option.gateway().savepointDir());
        }
        spec.commandLine().getOut().println("deleted: " + savepoint);
        return ExitCodes.FINE;
    }
}
