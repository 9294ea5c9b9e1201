package io.tocsin.gateway.command;

import io.tocsin.alerts.event.AlarmEventFormatter;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.print.Numbers;
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
            "results are reported. FROM and TO are a journal position or an ISO-8601 time of reception."
        })
public final class ReplayCommand implements Callable<Integer> {
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

    @Option(names = "--digest", description = "Prints a digest of all state and alarm events.")
    private boolean digest;

    @Override
    public Integer call() throws ConfigException, CommandException {
        GatewayConfig gateway = config.load();
        Path dir = journal == null ? gateway.journal().dir() : journal;
        if (!Files.isDirectory(dir)) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "there is no journal at " + dir);
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                        dir, gateway.maxSensors(), tornTail -> err.println("note: " + tornTail));
                AlarmLines lines = new AlarmLines(alarms)) {
            Replay replay = new Replay(gateway.plan(), gateway.maxSensors(), ReplayPoint.range(from, to), lines);
            lines.formatter(AlarmEventFormatter.replay(gateway.name(), replay.rules(), replay.dictionary()));
            long startNs = System.nanoTime();
            replay.run(reader, new SnapshotFiles(dir.resolveSibling("snapshots"), 1, err::println, () -> 0));
            report(replay, System.nanoTime() - startNs, lines.count());
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(ExitCodes.FAILED, "cannot write the alarms: " + e.getMessage());
        }
        return ExitCodes.FINE;
    }

    private void report(Replay replay, long tookNs, long eventCount) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Numbers.grouped(replay.recordCount()) + " records replayed in " + Numbers.latency(tookNs)
                + String.format(Locale.ROOT, " (%,.0f/s), ", replay.recordCount() * 1e9 / Math.max(1, tookNs))
                + Numbers.grouped(eventCount) + " alarm events");
        if (digest) {
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
