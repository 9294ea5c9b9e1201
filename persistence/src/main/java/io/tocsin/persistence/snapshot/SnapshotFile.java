package io.tocsin.persistence.snapshot;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * One file with a whole state at a journal position: a snapshot or a savepoint. Written under another name, forced,
 * renamed, and the directory forced: a crash leaves a whole file or none.
 */
public final class SnapshotFile {
    /** Suffix of the name of an incomplete file. */
    static final String UNFINISHED = ".unfinished";

    /**
     * Head of a snapshot file.
     *
     * @param position every journal record below it is in the state
     * @param createdNs when it was written, epoch ns
     */
    public record Head(long position, long createdNs) {}

    private SnapshotFile() {}

    /**
     * Writes a state; replaces a file of that name.
     *
     * @param file in a directory that is created when missing
     * @param body writes the state
     * @throws JournalException when it cannot be written; an existing file stays unchanged
     */
    public static void write(Path file, Head head, Consumer<OutputStream> body) {
        replace(file, channel -> {
            channel.write(bytes(head));
            BlockOutput out = new BlockOutput(channel);
            body.accept(out);
            out.finish();
        });
    }

    /**
     * Copies a whole file, as safely as it is written.
     *
     * @throws JournalException when it cannot be written; an existing file stays unchanged
     */
    public static void copy(Path from, Path to) {
        replace(to, channel -> {
            try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ)) {
                long copied = 0;
                while (copied < source.size()) {
                    copied += source.transferTo(copied, source.size() - copied, channel);
                }
            }
        });
    }

    /**
     * Checks a file. Returns its fault, for people.
     *
     * @return null when it is whole
     * @throws JournalException when a newer version of the program wrote it: nothing is wrong with it
     */
    public static String fault(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            readHead(file, channel);
            new BlockInput(channel).verify();
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /**
     * Reads the head only.
     *
     * @throws JournalException when there is none, or a newer version of the program wrote it
     */
    public static Head head(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHead(file, channel);
        } catch (IOException e) {
            throw new JournalException("cannot read the snapshot, file=" + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the head only, of a file that may be damaged or deleted.
     *
     * @return empty when it has no sound head
     * @throws JournalException when a newer version of the program wrote it
     */
    public static Optional<Head> soundHead(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Optional.of(readHead(file, channel));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the state.
     *
     * @throws JournalException when it cannot be read, or a newer version of the program wrote it
     */
    public static void read(Path file, Consumer<InputStream> body) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            readHead(file, channel);
            body.accept(new BlockInput(channel));
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new JournalException("cannot read the snapshot, file=" + file + ": " + e.getMessage(), e);
        }
    }

    /** Forces the names in a directory, so that they survive a power cut. */
    static void forceDirectory(Path dir) throws IOException {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Writes a file's content. */
    private interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private static void replace(Path file, Content content) {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(file.getParent());
        } catch (IOException | UncheckedIOException e) {
            throw new JournalException("cannot write a snapshot, file=" + file + ": " + FaultText.of(e), e);
        }
    }

    private static ByteBuffer bytes(Head head) {
        ByteBuffer bytes = ByteBuffer.allocate(SnapshotLayout.HEAD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(SnapshotLayout.MAGIC_OFFSET, SnapshotLayout.MAGIC);
        bytes.putInt(SnapshotLayout.VERSION_OFFSET, SnapshotLayout.VERSION);
        bytes.putLong(SnapshotLayout.POSITION_OFFSET, head.position());
        bytes.putLong(SnapshotLayout.CREATED_OFFSET, head.createdNs());
        bytes.putInt(SnapshotLayout.CRC_OFFSET, crcOf(bytes));
        return bytes;
    }

    private static Head readHead(Path file, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SnapshotLayout.HEAD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // reads on until the head is full or the file ends
        }
        if (bytes.hasRemaining() || bytes.getLong(SnapshotLayout.MAGIC_OFFSET) != SnapshotLayout.MAGIC) {
            throw new IOException("not a snapshot");
        }
        if (bytes.getInt(SnapshotLayout.CRC_OFFSET) != crcOf(bytes)) {
            throw new IOException("the head's checksum is wrong, offset=0");
        }
        int version = bytes.getInt(SnapshotLayout.VERSION_OFFSET);
        if (version > SnapshotLayout.VERSION) {
            throw new JournalException("a newer version of tocsin wrote this snapshot: its format is " + version
                    + ", this program knows up to " + SnapshotLayout.VERSION + ", file=" + file);
        }
        return new Head(bytes.getLong(SnapshotLayout.POSITION_OFFSET), bytes.getLong(SnapshotLayout.CREATED_OFFSET));
    }

    private static int crcOf(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(0, SnapshotLayout.CRC_OFFSET));
        crc.update(head.slice(
                SnapshotLayout.POSITION_OFFSET, SnapshotLayout.HEAD_LENGTH - SnapshotLayout.POSITION_OFFSET));
        return (int) crc.getValue();
    }
}
