package io.tocsin.gateway.command.savepoint;

import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.plan.RuleTable;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.restart.SavedState;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin savepoint show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the content of a savepoint: position, sensors, rules.")
final class SavepointShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SavepointOption option;

    @Parameters(paramLabel = "NAME", description = "A savepoint's name, or the path of its file.")
    private String savepoint;

    @Override
    public Integer call() throws ConfigException, CommandException {
        Path file = option.existing(savepoint);
        SavedState state = SavedState.read(file, option.gateway().functions());
        PrintWriter out = spec.commandLine().getOut();
        out.println("savepoint " + file);
        out.println("  of gateway " + state.plan().gateway() + ", written "
                + Times.seconds(state.head().createdNs()));
        out.println("  at journal position " + Numbers.grouped(state.head().position()) + ": "
                + Numbers.grouped(state.processedCount()) + " readings of " + Numbers.grouped(state.sensorCount())
                + " sensors, " + Numbers.grouped(state.eventCount()) + " alarm events and rows");
        out.println("  digest " + state.digest());
        if (!state.plan().streams().isEmpty()) {
            RuleTable.ofStreams(state.plan()).lines().forEach(line -> out.println("  " + line));
        }
        if (state.plan().alarms().isEmpty()) {
            out.println("  no rules");
        } else {
            RuleTable.of(state.plan()).lines().forEach(line -> out.println("  " + line));
        }
        return ExitCodes.FINE;
    }
}
