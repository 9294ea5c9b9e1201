package io.tocsin.gateway.command;

import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.notice.SkippedReadings;
import io.tocsin.gateway.notice.UnmatchedSelectors;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.run.DataDirectoryGuard;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin replay}: a journal through given rules. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the journal through the rules of a configuration at full speed, and changes nothing.",
            "The state of rules depends on earlier readings, so the replay always begins with the oldest record;"
                    + " --from only limits",
            "the reported results. FROM and TO are a journal position or an ISO-8601 receive time.",
            "If the digests of two machines differ, --digest-every and then --from and --to find the first different"
                    + " record."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final double NS_PER_S = 1e9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "Directory of another journal. Default: the" + " configuration's.")
    private Path journal;

    @Option(
            names = "--from",
            paramLabel = "FROM",
            converter = ReplayPoint.Converter.class,
            description = "First record whose results are reported.")
    private ReplayPoint from;

    @Option(
            names = "--to",
            paramLabel = "TO",
            converter = ReplayPoint.Converter.class,
            description = "End of the replay: the first position after it, or the last receive time.")
    private ReplayPoint to;

    @Option(
            names = "--alarms",
            paramLabel = "FILE",
            description = "Writes the alarm events to this file, one JSON" + " object a line.")
    private Path alarms;

    @Option(
            names = "--rows",
            paramLabel = "FILE",
            description = "Writes the rows of streams with sinks to this file, one JSON object a line.")
    private Path rows;

    @Option(names = "--digest", description = "Prints a digest of all state, alarm events and rows at the end.")
    private boolean digest;

    @Option(
            names = "--digest-every",
            paramLabel = "N",
            description = "Also prints the digest at every N-th position, with the receive time there.")
    private Long digestEvery;

    @Override
    public Integer call() throws ConfigException, CommandException {
        GatewayConfig gateway = config.load();
        Path dir = journal == null ? gateway.journal().dir() : journal;
        if (journal != null) {
            DataDirectoryGuard.require(journal);
        }
        if (!Files.isDirectory(dir)) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "there is no journal at " + dir);
        }
        if (digestEvery != null && digestEvery < 1) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "--digest-every must be at least 1, is " + digestEvery);
        }
        if (alarms != null && rows != null && isOneFile(alarms, rows)) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "--alarms and --rows must be different files");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                        dir, Dictionaries.MAX_SENSORS, tornTail -> err.println("note: " + tornTail));
                ResultLines lines = ResultLines.to(alarms, rows)) {
            Replay.Range range = ReplayPoint.range(from, to);
            Replay replay = new Replay(gateway.plan(), gateway.functions(), range, lines);
            if (gateway.idleAfter().isDefault()) {
                replay.withDefaultIdleAfter();
            }
            lines.formatter(ResultFormatter.replay(gateway.name(), replay.names()));
            replay.every(
                    ReplayProgress.RECORD_COUNT,
                    ReplayProgress.to(err, Math.min(reader.endPosition(), range.toPosition())));
            if (digestEvery != null) {
                replay.every(digestEvery, (position, timeNs) -> printDigest(replay, position, timeNs));
            }
            long startNs = System.nanoTime();
            replay.run(reader, new SnapshotFiles(dir.resolveSibling("snapshots"), 1, err::println, () -> 0));
            long tookNs = System.nanoTime() - startNs;
            if (replay.beganAt() > 0) {
                err.println(shortened(replay));
            }
            replay.shard().gaps().forEach(gap -> err.println(line(gap)));
            new UnmatchedSelectors(gateway.plan(), replay.knownSensors())
                    .lines()
                    .forEach(line -> err.println("note: " + line));
            if (replay.shard().view().skippedCount() > 0) {
                err.println("note: "
                        + SkippedReadings.ofReplay(
                                replay.shard().view().skippedCount(),
                                replay.readingCount(),
                                replay.steps(),
                                replay.knownSensors()));
            }
            report(replay, tookNs, lines);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(ExitCodes.FAILED, "cannot write the results: " + FaultText.of(e));
        }
        return ExitCodes.FINE;
    }

    private static boolean isOneFile(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private void printDigest(Replay replay, long position, long timeNs) {
        if (replay.isInRange(position)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("digest " + replay.shard().digest() + " at position " + position
                    + (timeNs == Replay.NO_TIME ? "" : ", " + Times.exact(timeNs)));
            out.flush();
        }
    }

    /** Note on a replay that could not begin at the journal's beginning. */
    private static String shortened(Replay replay) {
        return "note: retention has deleted the journal's beginning; replayed from the snapshot at position "
                + replay.beganAt()
                + (replay.beganUnderOtherRules()
                        ? ", which was taken under other rules: digests and results differ from those of the whole"
                                + " journal"
                        : "; digests equal those of the whole journal only if the rules had never changed before this"
                                + " position");
    }

    /** Note on a gap, whose readings a replay cannot know. */
    private static String line(JournalGap gap) {
        return "note: the journal has a gap, " + gap.describe() + "; later results begin with the state at position "
                + gap.fromPosition();
    }

    private void report(Replay replay, long tookNs, ResultLines lines) {
        PrintWriter out = spec.commandLine().getOut();
        long shownNs = Math.max(1, tookNs);
        out.println(String.format(
                Locale.ROOT,
                "%,d records, %,d readings replayed in %.3f s (%,.0f readings/s%s), %,d alarm events%s",
                replay.recordCount(),
                replay.readingCount(),
                tookNs / NS_PER_S,
                replay.readingCount() * NS_PER_S / shownNs,
                replay.receiveSpanNs() > 0
                        ? String.format(
                                Locale.ROOT,
                                ", %,.1f times as fast as received",
                                (double) replay.receiveSpanNs() / shownNs)
                        : "",
                lines.eventCount(),
                lines.rowCount() > 0 ? String.format(Locale.ROOT, ", %,d rows", lines.rowCount()) : ""));
        if (digest || digestEvery != null) {
            out.println("digest " + replay.shard().digest());
        }
        out.flush();
    }
}
