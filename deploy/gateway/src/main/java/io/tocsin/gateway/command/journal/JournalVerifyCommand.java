package io.tocsin.gateway.command.journal;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.restart.JournalWitnesses;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.JournalBounds;
import io.tocsin.persistence.journal.read.JournalVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin journal verify}: looks for damage in the journal. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads and checks every record: exit code 0, or 1 with file and offset of the first fault.",
            "Compares the journal with the snapshots, savepoints and alarm log of the same data directory. An"
                    + " unfinished end",
            "after a crash is no fault; it is named."
        })
final class JournalVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalOption journal;

    @Override
    public Integer call() throws CommandException, ConfigException {
        Path dir = journal.dirOrMissing();
        JournalWitnesses witnesses =
                JournalWitnesses.hear(dir.toAbsolutePath().normalize().getParent(), null);
        refuse(JournalVerifier.verify(dir));
        JournalBounds bounds = JournalBounds.of(dir);
        refuse(witnesses.contradiction(bounds));
        if (!bounds.isThere()) {
            throw JournalOption.missing(dir);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                dir, Dictionaries.MAX_SENSORS, tornTail -> out.println("unfinished end: " + tornTail))) {
            long records = reader.endPosition() - reader.firstPosition();
            out.println("fine: " + Numbers.grouped(records) + " records"
                    + (records == 0
                            ? ""
                            : ", positions " + reader.firstPosition() + " to " + (reader.endPosition() - 1)));
        }
        return ExitCodes.FINE;
    }

    private static void refuse(Optional<JournalFault> fault) throws CommandException {
        if (fault.isPresent()) {
            throw new CommandException(ExitCodes.FAILED, "the journal is damaged: " + fault.get());
        }
    }
}
