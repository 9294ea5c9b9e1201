package io.tocsin.persistence.journal.read;

import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.format.DamageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * End of a generation that was closed in order, in the file {@code end} beside its segments. A batch cannot prove that
 * it was itself forced. The mark proves it for the last batches, so that damage at the end of a closed journal is not
 * taken for the unfinished end of a crash.
 *
 * <pre>
 *   0               4               8                              16
 *  +---------------+---------------+-------------------------------+
 *  | 'T' 'o' 'e' 1 | CRC32C of 8…  | position after the last one  |   little endian
 *  +---------------+---------------+-------------------------------+
 * </pre>
 */
public final class EndMark {
    public static final String FILE_NAME = "end";

    /** No mark, or a damaged one: the end is unknown. */
    static final long NONE = -1;

    private static final int MAGIC = 'T' | ('o' << 8) | ('e' << 16) | (1 << 24);
    private static final int LENGTH = 16;
    private static final int POSITION_OFFSET = 8;

    private EndMark() {}

    /** Reserves the mark's room on the device, so that a journal can be closed in order on a full device. */
    public static void reserve(Path generationDir) throws IOException {
        Files.write(generationDir.resolve(FILE_NAME), new byte[LENGTH]);
    }

    /** Releases the mark's room, when the journal continues in another generation. */
    public static void discard(Path generationDir) throws IOException {
        Files.deleteIfExists(generationDir.resolve(FILE_NAME));
    }

    /** Writes the mark; everything below the position has been forced. */
    public static void write(Path generationDir, long endPosition, Forcer forcer) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(POSITION_OFFSET, endPosition);
        bytes.putInt(0, MAGIC).putInt(Integer.BYTES, crc(bytes.array()));
        Path file = generationDir.resolve(FILE_NAME);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            forcer.force(channel, file);
        }
        forcer.forceDirectory(generationDir);
    }

    /**
     * Reads the mark.
     *
     * @return one more than the position of the generation's last record, or {@link #NONE}
     */
    public static long read(Path generationDir) throws DamageException {
        Path file = generationDir.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            boolean isWhole =
                    bytes.length == LENGTH && buffer.getInt(0) == MAGIC && buffer.getInt(Integer.BYTES) == crc(bytes);
            return isWhole ? buffer.getLong(POSITION_OFFSET) : NONE;
        } catch (NoSuchFileException e) {
            return NONE; // retention was faster
        } catch (IOException e) {
            throw DamageException.unreadable(file, 0, "cannot be read", e);
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc32c = new CRC32C();
        crc32c.update(bytes, POSITION_OFFSET, LENGTH - POSITION_OFFSET);
        return (int) crc32c.getValue();
    }
}
