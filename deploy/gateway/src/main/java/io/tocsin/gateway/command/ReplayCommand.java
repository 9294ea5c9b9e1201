package io.tocsin.gateway.command;

import io.tocsin.alerts.event.AlarmEventFormatter;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
            "Runs the journal through the rules of a configuration, as fast as it can, and changes nothing.",
            "State has a past, so the replay always begins with the oldest record; --from only says from where on",
            "results are reported. FROM and TO are a journal position or an ISO-8601 time of reception.",
            "Two machines whose digests differ find the record with --digest-every, then with --from and --to around it."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final double NS_PER_S = 1e9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(names = "--journal", paramLabel = "DIR", description = "Another journal than the configuration's.")
    private Path journal;

    @Option(
            names = "--from",
            paramLabel = "FROM",
            converter = ReplayPoint.Converter.class,
            description = "First record to report results of.")
    private ReplayPoint from;

    @Option(
            names = "--to",
            paramLabel = "TO",
            converter = ReplayPoint.Converter.class,
            description = "First position, or last time, not to go beyond.")
    private ReplayPoint to;

    @Option(names = "--alarms", paramLabel = "FILE", description = "Writes the alarm events there, one JSON a line.")
    private Path alarms;

    @Option(names = "--digest", description = "Prints a digest of all state and alarm events at the end.")
    private boolean digest;

    @Option(
            names = "--digest-every",
            paramLabel = "N",
            description = "Prints it at every N-th position as well, with the time of reception there.")
    private Long digestEvery;

    @Override
    public Integer call() throws ConfigException, CommandException {
        GatewayConfig gateway = config.load();
        Path dir = journal == null ? gateway.journal().dir() : journal;
        if (!Files.isDirectory(dir)) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "there is no journal at " + dir);
        }
        if (digestEvery != null && digestEvery < 1) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "--digest-every must be at least 1, is " + digestEvery);
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                        dir, gateway.maxSensors(), tornTail -> err.println("note: " + tornTail));
                AlarmLines lines = new AlarmLines(alarms)) {
            Replay.Range range = ReplayPoint.range(from, to);
            Replay replay = new Replay(gateway.plan(), gateway.maxSensors(), range, lines);
            lines.formatter(AlarmEventFormatter.replay(gateway.name(), replay.rules(), replay.dictionary()));
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
            report(replay, tookNs, lines.count());
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(ExitCodes.FAILED, "cannot write the alarms: " + e.getMessage());
        }
        return ExitCodes.FINE;
    }

    private void printDigest(Replay replay, long position, long timeNs) {
        if (replay.isInRange(position)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("digest " + replay.shard().digest() + " at position " + position
                    + (timeNs == Replay.NO_TIME ? "" : ", " + Times.exact(timeNs)));
            out.flush();
        }
    }

    /** What a replay that could not begin at the beginning is worth. */
    private static String shortened(Replay replay) {
        return "note: the journal's beginning is gone; replayed from the snapshot at position "
                + replay.beganAt()
                + (replay.beganUnderOtherRules()
                        ? ", which was taken under other rules: digests and alarms are not those of the whole journal"
                        : "; digests are those of the whole journal only if the rules had never changed before it");
    }

    private void report(Replay replay, long tookNs, long eventCount) {
        PrintWriter out = spec.commandLine().getOut();
        long shownNs = Math.max(1, tookNs);
        out.println(String.format(
                Locale.ROOT,
                "%,d records, %,d readings replayed in %.3f s (%,.0f readings/s%s), %,d alarm events",
                replay.recordCount(),
                replay.readingCount(),
                tookNs / NS_PER_S,
                replay.readingCount() * NS_PER_S / shownNs,
                replay.receiveSpanNs() > 0
                        ? String.format(
                                Locale.ROOT,
                                ", %,.1f times as fast as they came in",
                                (double) replay.receiveSpanNs() / shownNs)
                        : "",
                eventCount));
        if (digest || digestEvery != null) {
            out.println("digest " + replay.shard().digest());
        }
        out.flush();
    }

    /** Counts events, and writes them as lines when there is a file. */
    private static final class AlarmLines implements ResultHandler, AutoCloseable {
        private final OutputStream out;
        private AlarmEventFormatter formatter;
        private long count;

        AlarmLines(Path file) throws IOException {
            out = file == null ? null : new BufferedOutputStream(Files.newOutputStream(file));
        }

        void formatter(AlarmEventFormatter eventFormatter) {
            formatter = eventFormatter;
        }

        long count() {
            return count;
        }

        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            count++;
            if (out == null) {
                return;
            }
            try {
                out.write(formatter.format(event).json().getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }
}
