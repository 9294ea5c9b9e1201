package io.tocsin.gateway.command.savepoint;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ConfigOption;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.journal.StateListing;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin snapshot list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the snapshots, oldest first, and checks each.")
final class SnapshotListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        GatewayConfig gateway = config.load();
        SnapshotFiles snapshots =
                new SnapshotFiles(gateway.snapshotDir(), gateway.snapshots().keep(), line -> {}, () -> 0);
        Map<String, Path> files = new LinkedHashMap<>();
        for (long position : snapshots.positions()) {
            Path file = snapshots.file(position);
            files.put(file.getFileName().toString(), file);
        }
        StateListing.lines("snapshots", files).forEach(spec.commandLine().getOut()::println);
        return ExitCodes.FINE;
    }
}
