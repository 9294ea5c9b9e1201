package io.tocsin.gateway.command.savepoint;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ConfigOption;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.restart.Savepoints;
import io.tocsin.persistence.snapshot.SavepointFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Option that names the gateway of the savepoints; shared by all commands about them. */
final class SavepointOption {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    private GatewayConfig gateway;
    private boolean takesOver;

    /** The savepoints; the data directory may belong to another gateway, whose state is moved aside. */
    SavepointOption takingOver(boolean isMovedAway) {
        takesOver = isMovedAway;
        return this;
    }

    /** The configuration, read once. */
    GatewayConfig gateway() throws ConfigException, CommandException {
        if (gateway == null) {
            gateway = takesOver ? config.loadWithoutOwner() : config.load();
        }
        return gateway;
    }

    /** The savepoints of that gateway. */
    Savepoints savepoints() throws ConfigException, CommandException {
        return new Savepoints(gateway(), spec.commandLine().getOut()::println, SystemEpochNanoClock.INSTANCE::nanoTime);
    }

    /**
     * The file of an existing savepoint.
     *
     * @param nameOrFile its name, or the path of a file
     */
    Path existing(String nameOrFile) throws ConfigException, CommandException {
        boolean isName = SavepointFiles.isName(nameOrFile);
        if (isName) {
            Path named = savepoints().files().file(nameOrFile);
            if (Files.isRegularFile(named)) {
                return named;
            }
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new CommandException(
                    ExitCodes.WRONG_USAGE,
                    "there is no savepoint " + nameOrFile + ", neither in "
                            + gateway().savepointDir() + " nor as a file");
        }
        return file;
    }
}
