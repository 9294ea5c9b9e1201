package io.tocsin.gateway.command;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.persistence.journal.ChronicleJournalReader;
import io.tocsin.persistence.journal.JournalFault;
import io.tocsin.persistence.journal.JournalVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin journal verify}: whether the journal can be believed. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads everything and checks everything: exit code 0, or 1 with file and offset of the first fault.",
            "An unfinished end that a crash left is no fault; it is named."
        })
final class JournalVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalOption journal;

    @Override
    public Integer call() throws CommandException, ConfigException {
        Path dir = journal.dir();
        Optional<JournalFault> fault = JournalVerifier.verify(dir);
        if (fault.isPresent()) {
            throw new CommandException(ExitCodes.FAILED, "the journal is damaged: " + fault.get());
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                dir, JournalDumpCommand.MAX_SENSORS, tornTail -> out.println("unfinished end: " + tornTail))) {
            long records = reader.endPosition() - reader.firstPosition();
            out.println("fine: " + Numbers.grouped(records) + " records, positions " + reader.firstPosition() + " to "
                    + (reader.endPosition() - 1));
        }
        return ExitCodes.FINE;
    }
}
