package io.tocsin.gateway.datadir;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which gateway a data directory belongs to: the file {@code owner}, which holds its name. A gateway of another name would take
 * over state, alarms and positions that are not its own, so it is refused. In a directory of an earlier version, without
 * the file, the name in the newest rules of its snapshots and journal counts.
 */
public final class DataOwner {
    private static final String FILE_NAME = "owner";

    private DataOwner() {}

    /**
     * Whose a data directory is.
     *
     * @return the gateway's name; empty when nobody has used the directory, or nothing in it can be read that says who
     * @throws JournalException when the file that says it cannot be read
     */
    public static Optional<String> of(Path dataDir) {
        Path file = file(dataDir);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return RecordedOwner.of(dataDir);
        }
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new JournalException("cannot tell whose the data directory is: not a file, file=" + file);
            }
            String name = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (name.isEmpty()) {
                throw new JournalException("cannot tell whose the data directory is: no name in it, file=" + file
                        + "; write the gateway's name into it, or move it away");
            }
            return Optional.of(name);
        } catch (IOException e) {
            throw new JournalException(
                    "cannot tell whose the data directory is: " + FaultText.of(e) + ", file=" + file, e);
        }
    }

    /**
     * Refuses a gateway that the data directory does not belong to.
     *
     * @throws JournalException with one line for the user
     */
    public static void require(Path dataDir, String gateway) {
        Optional<String> owner = of(dataDir);
        if (owner.isPresent() && !owner.get().equals(gateway)) {
            throw new JournalException("refused: the data directory belongs to gateway " + owner.get() + ", not to "
                    + gateway + ", dir=" + dataDir + "; give " + gateway
                    + " a dataDir of its own, and to take the state along: tocsin savepoint create with the configuration of "
                    + owner.get() + ", then tocsin savepoint restore FILE with the one of " + gateway);
        }
    }

    /**
     * Notes whose the directory is. The caller holds its lock and has asked {@link #require}, or has moved the state of before
     * out of the way.
     *
     * @throws JournalException when it cannot be written
     */
    public static void claim(Path dataDir, String gateway) {
        Path file = file(dataDir);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && of(dataDir).equals(Optional.of(gateway))) {
            return;
        }
        try {
            DurableFile.write(file, (gateway + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new JournalException(
                    "cannot note whose the data directory is: " + FaultText.of(e) + ", file=" + file, e);
        }
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve(FILE_NAME);
    }
}
