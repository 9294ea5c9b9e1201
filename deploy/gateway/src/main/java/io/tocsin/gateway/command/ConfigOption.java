package io.tocsin.gateway.command;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.datadir.DataOwner;
import io.tocsin.gateway.run.DataDirectoryGuard;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code -c}, for every command that needs a configuration. */
public final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The gateway's configuration, YAML.")
    private Path file;

    private final Dataflow dataflow;

    /** Option of a command without a dataflow. */
    ConfigOption() {
        this(Dataflow.NONE);
    }

    /**
     * @param dataflow is appended to the file's streams and alarms
     */
    ConfigOption(Dataflow dataflow) {
        this.dataflow = dataflow;
    }

    /**
     * Reads and checks the file.
     *
     * @throws CommandException when the dataflow conflicts with the file
     * @throws io.tocsin.engine.journal.JournalException when its data directory belongs to another gateway
     */
    public GatewayConfig load() throws ConfigException, CommandException {
        GatewayConfig config = loadWithoutOwner();
        DataOwner.require(config.dataDir(), config.name());
        return config;
    }

    /** Reads and checks a file and its data directory, which may belong to another gateway. */
    public static GatewayConfig read(Path file) throws ConfigException {
        GatewayConfig config = new ConfigLoader().load(file);
        DataDirectoryGuard.require(config.dataDir());
        return config;
    }

    /** As {@link #load()}, but the data directory may belong to another gateway. */
    public GatewayConfig loadWithoutOwner() throws ConfigException, CommandException {
        GatewayConfig config = read(file);
        try {
            return config.with(dataflow);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.WRONG_USAGE, file + ": " + e.getMessage());
        }
    }
}
