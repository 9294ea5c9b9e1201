package io.tocsin.gateway.command;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.ConfigLoader;
import io.tocsin.gateway.config.GatewayConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code -c}, for every command that needs a configuration. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The gateway's configuration, YAML.")
    private Path file;

    /** Reads and checks the file. */
    GatewayConfig load() throws ConfigException {
        return new ConfigLoader().load(file);
    }
}
