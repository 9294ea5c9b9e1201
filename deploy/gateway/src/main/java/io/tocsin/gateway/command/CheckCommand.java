package io.tocsin.gateway.command;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.plan.PlanReport;
import io.tocsin.gateway.plan.StateBudget;
import io.tocsin.gateway.plan.TableCheck;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin check}: prints all errors of a configuration, or its plan. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a configuration: prints every error, or the plan from sources over operators to sinks.",
            "Makes no connection and writes no file."
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(names = "--strict", description = "Treats warnings as errors: exit code 2 when there is a warning.")
    private boolean strict;

    @Override
    public Integer call() throws ConfigException, CommandException {
        GatewayConfig gateway = config.load();
        List<String> tableWarnings = TableCheck.warnings(gateway);
        PrintWriter out = spec.commandLine().getOut();
        new PlanReport(gateway, Runtime.getRuntime().availableProcessors())
                .lines()
                .forEach(out::println);
        out.flush();
        new StateBudget(gateway).check();
        gateway.notes().forEach(spec.commandLine().getErr()::println);
        gateway.warnings().forEach(spec.commandLine().getErr()::println);
        tableWarnings.forEach(spec.commandLine().getErr()::println);
        if (strict && !(gateway.warnings().isEmpty() && tableWarnings.isEmpty())) {
            throw new CommandException(
                    ExitCodes.WRONG_USAGE,
                    "refused: --strict treats warnings as errors, warnings="
                            + (gateway.warnings().size() + tableWarnings.size()));
        }
        return ExitCodes.FINE;
    }
}
