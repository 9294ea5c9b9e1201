package io.tocsin.gateway.command.savepoint;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.restart.Savepoints;
import io.tocsin.persistence.snapshot.SavepointFiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin savepoint create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Writes a savepoint of the current end of the journal, whether the gateway runs or not.")
final class SavepointCreateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SavepointOption option;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "1 to 64 letters, digits, dots, hyphens, underscores. Default: the time.")
    private String name;

    @Option(
            names = "--at",
            paramLabel = "POSITION",
            description = "The state at an earlier journal position, as far back as the oldest snapshot.")
    private long position = Long.MAX_VALUE;

    @Override
    public Integer call() throws ConfigException, CommandException {
        if (name != null && !SavepointFiles.isName(name)) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "not a name for a savepoint: " + name);
        }
        Savepoints savepoints = option.savepoints();
        String savepoint = name == null ? savepoints.defaultName() : name;
        long at = savepoints.create(savepoint, position);
        spec.commandLine()
                .getOut()
                .println("savepoint " + savepoint + " at position " + Numbers.grouped(at) + ": "
                        + savepoints.files().file(savepoint));
        return ExitCodes.FINE;
    }
}
