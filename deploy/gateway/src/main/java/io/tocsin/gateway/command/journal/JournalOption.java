package io.tocsin.gateway.command.journal;

import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ConfigOption;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.gateway.datadir.DataOwner;
import io.tocsin.gateway.run.DataDirectoryGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that select the journal, for every command that reads one. */
final class JournalOption {
    private static final Path DEFAULT = Path.of("data");

    /** The alternative options. */
    private static final class Where {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description =
                        "The journal's directory, or its data directory. Default: data, or the only data directory in"
                                + " it.")
        private Path dir;

        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "The configuration of the journal's gateway.")
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
    Path dirOrMissing() throws CommandException, ConfigException {
        if (where.config != null) {
            GatewayConfig config = ConfigOption.read(where.config);
            DataOwner.require(config.dataDir(), config.name());
            return config.journal().dir();
        }
        Path dir = where.dir == null ? defaultDir() : where.dir;
        DataDirectoryGuard.require(dir);
        return DataDirectory.isOne(dir) ? DataDirectory.journal(dir) : dir;
    }

    /** Without a configuration the gateway is unknown, so its journal must be the only one. */
    private static Path defaultDir() throws CommandException {
        try {
            List<Path> inside = DataDirectory.isOne(DEFAULT) ? List.of() : DataDirectory.in(DEFAULT);
            if (inside.size() > 1) {
                throw new CommandException(
                        ExitCodes.WRONG_USAGE,
                        "several gateways keep their journals in " + DEFAULT + "; choose one with --dir or -c: "
                                + inside.stream().map(Path::toString).collect(Collectors.joining(", ")));
            }
            return inside.isEmpty() ? DEFAULT : inside.get(0);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCodes.FAILED, "cannot list the data directories in " + DEFAULT + ": " + FaultText.of(e));
        }
    }

    static CommandException missing(Path dir) {
        return new CommandException(ExitCodes.WRONG_USAGE, "there is no journal at " + dir);
    }
}
