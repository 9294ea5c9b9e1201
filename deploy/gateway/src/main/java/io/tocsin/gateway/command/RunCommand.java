package io.tocsin.gateway.command;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.log.ConsoleLog;
import io.tocsin.gateway.plan.StateBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin run}: the gateway. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway until Ctrl-C or SIGTERM; SIGHUP is ignored.",
            "With only bounded sources it ends by itself when all sources have ended and the sinks have delivered."
        })
public final class RunCommand implements Callable<Integer> {
    private static final long REPORT_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = {
                "Longest wait for the sinks when all sources have ended; 0s: no wait. Undelivered events are",
                "logged, stay in the alarm log for the next start, and make the exit code 1.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Duration drain;

    @Override
    public Integer call() throws ConfigException, CommandException, IOException, InterruptedException {
        GatewayConfig gateway = config.load();
        new StateBudget(gateway).check();
        HangUp.ignore(ConsoleLog.to(spec.commandLine().getErr()));
        RunningGateway running = new RunningGateway(
                gateway, spec.commandLine().getOut(), spec.commandLine().getErr());
        return running.drainFor(drain).run(Long.MAX_VALUE, REPORT_SECONDS, null);
    }
}
