package io.tocsin.gateway.command.journal;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.command.ReplayPoint;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.journal.JournalDump;
import io.tocsin.gateway.print.CheckedWriter;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin journal dump}: records as JSON lines. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the journal's records as JSON, one object a line, in the order of their positions.",
            "FROM and TO are a journal position or an ISO-8601 receive time."
        })
final class JournalDumpCommand implements Callable<Integer> {
    /** Ids are dense, so no gateway has written a journal with more sensors. */
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalOption journal;

    @Option(
            names = "--from",
            paramLabel = "FROM",
            converter = ReplayPoint.Converter.class,
            description = "First record to print.")
    private ReplayPoint from;

    @Option(
            names = "--to",
            paramLabel = "TO",
            converter = ReplayPoint.Converter.class,
            description = "End of the output: the first position after it, or the last receive time.")
    private ReplayPoint to;

    @Override
    public Integer call() throws CommandException, ConfigException {
        Path dir = journal.dir();
        Replay.Range range = ReplayPoint.range(from, to);
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                        dir, Dictionaries.MAX_SENSORS, tornTail -> err.println("note: " + tornTail));
                JournalDump dump = new JournalDump(new BufferedWriter(new CheckedWriter(out)), range)) {
            reader.read(reader.firstPosition(), Math.min(range.toPosition(), reader.endPosition()), dump);
        } catch (IOException | UncheckedIOException e) {
            if (out.checkError()) {
                return ExitCodes.FINE; // the owner of the output reports the cause and changes the exit code
            }
            throw new CommandException(ExitCodes.FAILED, "cannot print any further: " + e.getMessage());
        }
        return ExitCodes.FINE;
    }
}
