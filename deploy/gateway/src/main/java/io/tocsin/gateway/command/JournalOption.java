package io.tocsin.gateway.command;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.ConfigLoader;
import io.tocsin.gateway.config.DataDirectory;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.run.DataDirectoryGuard;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the journal is: for every command that reads one. */
final class JournalOption {
    /** Either way of saying it. */
    private static final class Where {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "The journal's directory, or the data directory it is in. Default: data.")
        private Path dir;

        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "The configuration of the gateway whose journal it is.")
        private Path config;
    }

    @ArgGroup
    private Where where = new Where();

    /**
     * @return the journal's directory, which exists
     */
    Path dir() throws CommandException, ConfigException {
        Path dir = dirOrMissing();
        if (!Files.isDirectory(dir)) {
            throw missing(dir);
        }
        return dir;
    }

    /** The journal's directory; it may be missing in a data directory. */
    Path dirOrMissing() throws ConfigException {
        if (where.config != null) {
            GatewayConfig config = new ConfigLoader().load(where.config);
            DataDirectoryGuard.require(config.dataDir());
            return config.journal().dir();
        }
        Path dir = where.dir == null ? Path.of("data") : where.dir;
        DataDirectoryGuard.require(dir);
        return DataDirectory.isOne(dir) ? DataDirectory.journal(dir) : dir;
    }

    static CommandException missing(Path dir) {
        return new CommandException(ExitCodes.WRONG_USAGE, "there is no journal at " + dir);
    }
}
