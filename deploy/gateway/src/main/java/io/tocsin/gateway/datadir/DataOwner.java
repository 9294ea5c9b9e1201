package io.tocsin.gateway.datadir;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Owner of a data directory: the gateway whose name and a checksum are in the file {@code owner}. A gateway of another
 * name would take over state, alarms and positions that are not its own, so it is refused. If the file is damaged, or
 * absent in a directory of an earlier version, the name in the newest rules of snapshots and journal counts.
 */
public final class DataOwner {
    private static final String FILE_NAME = "owner";

    private DataOwner() {}

    /**
     * Reads the owner of a data directory.
     *
     * @return the gateway's name; empty when the directory is unused or has no readable name
     * @throws JournalException when the file cannot be read
     */
    public static Optional<String> of(Path dataDir) {
        Optional<String> noted = noted(file(dataDir));
        return noted.isPresent() ? noted : RecordedOwner.of(dataDir);
    }

    /** Name in the file; empty when the file is missing or damaged. */
    private static Optional<String> noted(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            String name = end < 0 ? "" : text.substring(0, end);
            return Arrays.equals(bytes, content(name)) ? Optional.of(name) : Optional.empty();
        } catch (IOException e) {
            throw new JournalException(
                    "cannot read the owner of the data directory: " + FaultText.of(e) + ", file=" + file, e);
        }
    }

    private static byte[] content(String gateway) {
        byte[] line = (gateway + "\n").getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(line);
        String checksum = String.format(Locale.ROOT, "crc32c %08x\n", crc.getValue());
        return (gateway + "\n" + checksum).getBytes(StandardCharsets.UTF_8);
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
                    + gateway + ", dir=" + dataDir + "; give " + gateway + " a dataDir of its own. To move the state:"
                    + " tocsin savepoint create with the configuration of "
                    + owner.get() + ", then tocsin savepoint restore FILE with the configuration of " + gateway);
        }
    }

    /**
     * Writes the owner. The caller holds the directory's lock and has called {@link #require}, or has moved the old
     * state aside.
     *
     * @param log takes one line when the old file was damaged
     * @throws JournalException when it cannot be written
     */
    public static void claim(Path dataDir, String gateway, Consumer<String> log) {
        Path file = file(dataDir);
        Optional<String> noted = noted(file);
        if (noted.equals(Optional.of(gateway))) {
            return;
        }
        if (noted.isEmpty() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            LineLog.warn(
                    log,
                    "the file owner of the data directory was damaged and is written again: " + gateway + ", file="
                            + file);
        }
        try {
            DurableFile.write(file, content(gateway));
        } catch (IOException e) {
            throw new JournalException(
                    "cannot write the owner of the data directory: " + FaultText.of(e) + ", file=" + file, e);
        }
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve(FILE_NAME);
    }
}
