package io.tocsin.gateway.command;

import io.tocsin.engine.file.PlainFile;
import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.plan.PlanReport;
import io.tocsin.gateway.plan.StateBudget;
import io.tocsin.gateway.plan.TableCheck;
import io.tocsin.gateway.sample.SampleReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            "Checks a configuration: prints every error, or the plan from sources over operators to sinks;",
            "with --sample the readings of one message.",
            "Makes no connection and writes no file."
        })
public final class CheckCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    /** More than any message that a source takes. */
    private static final int MAX_SAMPLE_BYTES = (16 << 20) + 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(names = "--strict", description = "Treats warnings as errors: exit code 2 when there is a warning.")
    private boolean strict;

    @Option(
            names = "--sample",
            arity = "2",
            paramLabel = "TOPIC FILE",
            description = {
                "Instead of the plan: the readings that the message in FILE, or on standard input for -, gives under",
                "the topic. Exit code 1 when it gives none."
            })
    private String[] sample;

    @Override
    public Integer call() throws ConfigException, CommandException {
        GatewayConfig gateway = config.load();
        if (sample != null) {
            return printSample(gateway, sample[0], sample[1]);
        }
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

    private int printSample(GatewayConfig gateway, String topic, String file) throws CommandException {
        SampleReport report = new SampleReport(gateway, topic, payload(file));
        PrintWriter out = spec.commandLine().getOut();
        report.lines().forEach(out::println);
        out.flush();
        return report.hasReadings() ? ExitCodes.FINE : ExitCodes.FAILED;
    }

    private static byte[] payload(String file) throws CommandException {
        try {
            if (file.equals(STANDARD_INPUT)) {
                return System.in.readNBytes(MAX_SAMPLE_BYTES);
            }
            Path path = Path.of(file);
            PlainFile.require(path);
            try (InputStream in = Files.newInputStream(path)) {
                return in.readNBytes(MAX_SAMPLE_BYTES);
            }
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "--sample: there is no file " + file);
        } catch (IOException | InvalidPathException e) {
            throw new CommandException(
                    ExitCodes.WRONG_USAGE, "--sample: the file " + file + " cannot be read: " + FaultText.of(e));
        }
    }
}
