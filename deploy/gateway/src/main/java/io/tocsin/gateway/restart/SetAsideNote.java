package io.tocsin.gateway.restart;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.gateway.datadir.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decision about a damaged journal, in the file {@code setting-aside} of the data directory from before the first file
 * is moved until the gap is journalled. A start that finds the file continues the interrupted work.
 *
 * @param gap the gap to be journalled
 * @param basePosition of the snapshot from which the gateway continues, {@link
 *     io.tocsin.engine.journal.SnapshotStore#NONE} when there is none: it begins anew
 * @param hasJournal whether there is a journal to move
 * @param aside the directory in the data directory that takes the files
 */
record SetAsideNote(JournalGap gap, long basePosition, boolean hasJournal, String aside) {
    private static final String FILE_NAME = "setting-aside";
    private static final String SECTION = "tocsin setting aside 1";

    /**
     * Reads it.
     *
     * @throws JournalException when the file is damaged
     */
    static Optional<SetAsideNote> read(Path dataDir) {
        Path file = dataDir.resolve(FILE_NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(Files.readAllBytes(file)));
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new JournalException(
                    "cannot read the state of setting a damaged journal aside: " + FaultText.of(e) + ", file=" + file,
                    e);
        }
    }

    /** Writes the note; from now on every start carries the decision out. */
    void write(Path dataDir) throws IOException {
        DurableFile.write(dataDir.resolve(FILE_NAME), encode());
    }

    /** Deletes the note once the decision is carried out. */
    static void delete(Path dataDir) throws IOException {
        DurableFile.delete(dataDir.resolve(FILE_NAME));
    }

    private byte[] encode() {
        byte[] gapBytes = new byte[gap.encodedLength()];
        gap.encode(new UnsafeBuffer(gapBytes), 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        out.section(SECTION);
        out.putLong(crc(gapBytes, basePosition, hasJournal, aside));
        out.putLong(basePosition);
        out.putInt(hasJournal ? 1 : 0);
        out.putString(aside);
        out.putBytes(gapBytes);
        out.flush();
        return bytes.toByteArray();
    }

    private static SetAsideNote decode(byte[] bytes) throws IOException {
        StateInput in = new StateInput(new ByteArrayInputStream(bytes));
        in.section(SECTION);
        long crc = in.getLong();
        long basePosition = in.getLong();
        boolean hasJournal = in.getInt() == 1;
        String aside = in.getString();
        byte[] gapBytes = in.getBytes();
        if (crc != crc(gapBytes, basePosition, hasJournal, aside)) {
            throw new IOException("its checksum is wrong");
        }
        JournalGap gap = JournalGap.decode(new UnsafeBuffer(gapBytes), 0, gapBytes.length);
        return new SetAsideNote(gap, basePosition, hasJournal, aside);
    }

    private static long crc(byte[] gapBytes, long basePosition, boolean hasJournal, String aside) {
        CRC32C crc = new CRC32C();
        crc.update(gapBytes);
        byte[] rest = (basePosition + " " + hasJournal + " " + aside).getBytes(StandardCharsets.UTF_8);
        crc.update(rest);
        return crc.getValue();
    }
}
