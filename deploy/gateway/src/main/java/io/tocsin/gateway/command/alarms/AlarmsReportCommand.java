package io.tocsin.gateway.command.alarms;

import io.tocsin.alerts.figure.AlarmFigures;
import io.tocsin.alerts.figure.EventSorter;
import io.tocsin.alerts.figure.FigureCsv;
import io.tocsin.alerts.figure.FigureJson;
import io.tocsin.alerts.figure.FigureRange;
import io.tocsin.alerts.figure.FigureReport;
import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ConfigOption;
import io.tocsin.gateway.command.DurationConverter;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.run.DataDirectoryGuard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin alarms report}: the figures of a period. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Reports how the alarms of a period were: how many, in floods or by few rules, how they were answered,",
            "and what was hidden. Reads the alarm log, also that of a running gateway, and changes nothing.",
            "With --replay it reads the journal and uses the rules of the configuration, deployed or not."
        })
final class AlarmsReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Begin of the period, such as 2026-11-20T06:00:00+01:00. Default: 24 h before its end.")
    private Long fromNs;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "End of the period, exclusive. Default: now.")
    private Long toNs;

    @Option(names = "--replay", description = "Takes the events from a replay of the journal, not from the alarm log.")
    private boolean isReplay;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "Directory of another journal for --replay. Default: the configuration's.")
    private Path journal;

    @Option(
            names = "--levels",
            paramLabel = "N",
            defaultValue = "1",
            description = "First levels of a sensor's name that make an area; 0: no areas. Default: ${DEFAULT-VALUE}.")
    private int levels;

    @Option(
            names = "--positions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Operator positions that share the alarms. Default: ${DEFAULT-VALUE}.")
    private int positions;

    @Option(
            names = "--fleeting",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "An alarm that clears in less is fleeting. Default: ${DEFAULT-VALUE}.")
    private Duration fleeting;

    @ArgGroup
    private Form form;

    /** The choice of the output. */
    private static final class Form {
        @Option(names = "--json", description = "Prints one JSON object.")
        private boolean isJson;

        @Option(names = "--csv", description = "Prints CSV, a row for each figure.")
        private boolean isCsv;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        GatewayConfig gateway = config.load();
        FigureRange range = range();
        PrintWriter out = spec.commandLine().getOut();
        FigureReport report = report(gateway, range);
        if (form != null && form.isJson) {
            out.println(FigureJson.of(report));
        } else if (form != null && form.isCsv) {
            FigureCsv.of(report).forEach(out::println);
        } else {
            new ReportTable(gateway.name(), report).lines().forEach(out::println);
        }
        return ExitCodes.FINE;
    }

    private FigureRange range() throws CommandException {
        require(levels >= 0, "--levels must not be negative, is " + levels);
        require(positions > 0, "--positions must be at least 1, is " + positions);
        require(isReplay || journal == null, "--journal needs --replay");
        Instant now = Instant.now();
        long nowNs = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        long endNs = toNs == null ? nowNs : toNs;
        long beginNs = fromNs == null ? endNs - TimeUnit.DAYS.toNanos(1) : fromNs;
        require(
                beginNs < endNs,
                "the end of the period must be after its begin, from " + Times.seconds(beginNs) + " to "
                        + Times.seconds(endNs));
        return new FigureRange(beginNs, endNs, fleeting.toNanos(), positions, levels);
    }

    private static void require(boolean condition, String message) throws CommandException {
        if (!condition) {
            throw new CommandException(ExitCodes.WRONG_USAGE, message);
        }
    }

    private FigureReport report(GatewayConfig gateway, FigureRange range) throws CommandException {
        PrintWriter err = spec.commandLine().getErr();
        AlarmFigures figures = new AlarmFigures(range);
        try (EventSorter sorter = new EventSorter()) {
            if (isReplay) {
                EventsOfAPeriod.ofJournal(gateway, journalDir(gateway), sorter, err);
            } else {
                EventsOfAPeriod.ofLog(gateway, sorter, line -> err.println("note: " + line));
            }
            sorter.forEach(figures::onEvent);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(ExitCodes.FAILED, "cannot sort the events: " + FaultText.of(e));
        }
        return figures.end();
    }

    private Path journalDir(GatewayConfig gateway) throws CommandException {
        Path dir = journal == null ? gateway.journal().dir() : journal;
        if (journal != null) {
            DataDirectoryGuard.require(journal);
        }
        require(Files.isDirectory(dir), "there is no journal at " + dir);
        return dir;
    }
}
