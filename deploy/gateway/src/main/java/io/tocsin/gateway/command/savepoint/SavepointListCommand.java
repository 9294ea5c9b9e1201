package io.tocsin.gateway.command.savepoint;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.journal.StateListing;
import io.tocsin.persistence.snapshot.SavepointFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin savepoint list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the savepoints and checks each.")
final class SavepointListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SavepointOption option;

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        SavepointFiles savepoints = option.savepoints().files();
        Map<String, Path> files = new LinkedHashMap<>();
        savepoints.names().forEach(name -> files.put(name, savepoints.file(name)));
        StateListing.lines("savepoints", files).forEach(spec.commandLine().getOut()::println);
        return ExitCodes.FINE;
    }
}
