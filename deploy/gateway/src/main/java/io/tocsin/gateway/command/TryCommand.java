package io.tocsin.gateway.command;

import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.plan.StateBudget;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Spans;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.TemporaryDirectory;
import io.tocsin.gateway.trial.ListeningConfig;
import io.tocsin.gateway.trial.Trial;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.tally.InputTally;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin try}: the alarms that the last minutes would have raised. */
@Command(
        name = "try",
        mixinStandardHelpOptions = true,
        description = {
            "Says which alarms the rules of a configuration would have raised: over the last minutes of the gateway's",
            "journal, or, when there is none yet, over what its sources send while the command listens.",
            "Sends nothing to sinks, publishes nothing, and changes no file of the gateway."
        })
public final class TryCommand implements Callable<Integer> {
    private static final Duration LISTEN = Duration.ofSeconds(60);
    private static final Duration LONGEST_LISTEN = Duration.ofHours(1);
    private static final Duration LAST = Duration.ofMinutes(10);
    private static final long REPORT_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @ArgGroup
    private Span span;

    private Trial.Outcome outcome;

    /** The choice between the journal and the sources. */
    private static final class Span {
        @Option(
                names = "--last",
                paramLabel = "DURATION",
                converter = DurationConverter.class,
                description = "Counts the alarms of so much of the end of the journal. Default: 10m.")
        private Duration last;

        @Option(
                names = "--for",
                paramLabel = "DURATION",
                converter = DurationConverter.class,
                description = {
                    "Listens to the sources for so long, up to 1h, also when there is a journal. Default without a",
                    "journal: 60s."
                })
        private Duration listen;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, IOException, InterruptedException {
        Duration last = span == null ? null : span.last;
        Duration listen = span == null ? null : span.listen;
        require(last, Duration.ofNanos(Long.MAX_VALUE), "--last must be longer than 0s");
        require(listen, LONGEST_LISTEN, "--for must be longer than 0s and at most 1h");
        GatewayConfig gateway = config.load();
        if (gateway.plan().alarms().isEmpty()) {
            throw new CommandException(
                    ExitCodes.WRONG_USAGE,
                    gateway.file() + ": alarms: none, so there is nothing to try; write a rule, or take the # away"
                            + " from those that tocsin init proposes");
        }
        Trial journal = listen == null ? Trial.open(gateway, gateway.journal().dir(), this::note) : null;
        if (journal != null) {
            return tryJournal(gateway, journal, last == null ? LAST : last);
        }
        if (last != null) {
            throw new CommandException(
                    ExitCodes.WRONG_USAGE,
                    "there is no reading in a journal at " + gateway.journal().dir()
                            + ": --for 60s listens to the sources instead");
        }
        return tryLive(gateway, listen == null ? LISTEN : listen);
    }

    private static void require(Duration given, Duration longest, String message) throws CommandException {
        if (given != null && (given.isZero() || given.compareTo(longest) > 0)) {
            throw new CommandException(ExitCodes.WRONG_USAGE, message + ", is " + Durations.format(given.toNanos()));
        }
    }

    private int tryJournal(GatewayConfig gateway, Trial trial, Duration last) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        gateway.warnings().forEach(err::println);
        out.println("evaluates the journal " + gateway.journal().dir() + " and counts the alarms of its last "
                + Durations.format(last.toNanos()) + ", to " + Times.seconds(trial.endNs())
                + "; --for 60s listens to the sources instead");
        out.flush();
        outcome = trial.run(
                last.toNanos(), Trial.WHOLE, ReplayProgress.RECORD_COUNT, ReplayProgress.to(err, trial.endPosition()));
        lines("read ", "").forEach(out::println);
        outcome.notes().forEach(this::note);
        return ExitCodes.FINE;
    }

    private int tryLive(GatewayConfig gateway, Duration listen)
            throws ConfigException, CommandException, IOException, InterruptedException {
        new StateBudget(gateway).check();
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryDirectory directory = temporaryDirectory()) {
            out.println("listens to the sources for " + Spans.format(listen.toNanos())
                    + "; sends nothing to sinks, publishes nothing; Ctrl-C ends it early");
            out.flush();
            GatewayConfig listening = ListeningConfig.of(gateway, directory.path());
            int exitCode = new RunningGateway(listening, out, spec.commandLine().getErr())
                    .summedUpBy((running, ranNs) -> summary(listening, running, ranNs))
                    .afterStop(directory::close)
                    .run(listen.toMillis(), REPORT_SECONDS, null);
            if (exitCode == ExitCodes.FINE && outcome == null) {
                throw new CommandException(
                        ExitCodes.FAILED, "nothing was heard: listen longer with --for, or see tocsin check");
            }
            return exitCode;
        }
    }

    private static TemporaryDirectory temporaryDirectory() throws CommandException {
        try {
            return TemporaryDirectory.of(null, "tocsin-try-");
        } catch (IOException e) {
            throw new CommandException(ExitCodes.FAILED, "cannot make a temporary directory: " + FaultText.of(e));
        }
    }

    /** Evaluates what a stopped gateway has heard. */
    private List<String> summary(GatewayConfig listening, Gateway gateway, long ranNs) {
        List<String> lines = new ArrayList<>();
        for (Source source : gateway.sources()) {
            for (InputTally tally : source.tallies()) {
                if (tally.readings() == 0 && tally.count(InputTally.Kind.DROPPED) == 0) {
                    lines.add("source " + tally.source() + ", " + tally.name() + ": nothing came");
                }
            }
        }
        long ranS = Math.max(1, Duration.ofNanos(ranNs).toSeconds());
        Trial trial = gateway.counters().get(Counter.PROCESSED) == 0
                ? null
                : Trial.open(listening, listening.journal().dir(), this::note);
        if (trial == null) {
            lines.add("heard no reading in " + ranS + " s" + drops(gateway));
            return lines;
        }
        boolean isLive = gateway.sources().stream().noneMatch(Source::isBounded);
        outcome = trial.run(
                Trial.WHOLE,
                isLive ? Duration.ofSeconds(ranS).toNanos() : Trial.WHOLE,
                ReplayProgress.RECORD_COUNT,
                (position, timeNs) -> {});
        lines.addAll(lines("heard ", " in " + ranS + " s" + drops(gateway)));
        if (gateway.sources().stream().anyMatch(source -> !source.isBounded())) {
            outcome.notes().forEach(this::note); // bounded sources have told of them
        }
        return lines;
    }

    private List<String> lines(String verb, String more) {
        List<String> lines = new ArrayList<>();
        lines.add(verb + Numbers.counted(outcome.readingCount(), "reading") + " of "
                + Numbers.counted(outcome.sensorCount(), "sensor") + more + "; the rules would have raised "
                + Numbers.counted(outcome.alarmCount(), "alarm"));
        lines.addAll(outcome.ruleLines());
        return lines;
    }

    /** {@code , dropped 12 (droppedBadJson 10, droppedDuplicate 2)}; empty when nothing was. */
    private static String drops(Gateway gateway) {
        List<String> reasons = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            long count = counter.isDrop() ? gateway.counters().get(counter) : 0;
            if (count > 0) {
                reasons.add(counter.label() + " " + Numbers.grouped(count));
            }
        }
        return reasons.isEmpty()
                ? ""
                : ", dropped " + Numbers.grouped(gateway.counters().dropped()) + " (" + String.join(", ", reasons)
                        + ")";
    }

    private void note(String line) {
        spec.commandLine().getErr().println("note: " + line);
    }
}
