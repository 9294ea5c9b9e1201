package io.tocsin.persistence.snapshot;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.SnapshotStore;
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
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Snapshots as files of one directory, named by their position. Written under another name, forced, renamed, and the
 * directory forced: a crash leaves a whole file or none. After a write all but the newest {@code keep} are deleted.
 */
public final class SnapshotFiles implements SnapshotStore {
    private static final Pattern NAME = Pattern.compile("snapshot-(\\d{19})\\.tocsnap");
    private static final String UNFINISHED = ".unfinished";

    private final Path dir;
    private final int keep;
    private final Consumer<String> log;
    private final LongSupplier clockNs;

    /**
     * @param dir created when missing
     * @param keep how many to keep, at least 1
     * @param log takes one line for the operator
     * @param clockNs epoch nanoseconds, for the head only
     */
    public SnapshotFiles(Path dir, int keep, Consumer<String> log, LongSupplier clockNs) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least one snapshot must be kept, keep=" + keep);
        }
        this.dir = dir;
        this.keep = keep;
        this.log = log;
        this.clockNs = clockNs;
    }

    @Override
    public void write(long position, Consumer<OutputStream> body) {
        Path file = file(position);
        Path unfinished = dir.resolve(file.getFileName() + UNFINISHED);
        try {
            Files.createDirectories(dir);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                channel.write(head(position, clockNs.getAsLong()));
                BlockOutput out = new BlockOutput(channel);
                body.accept(out);
                out.finish();
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory();
            prune();
        } catch (IOException | UncheckedIOException e) {
            throw new JournalException("cannot write a snapshot, file=" + file + ": " + e, e);
        }
    }

    @Override
    public long restoreNewest(long maxPosition, Consumer<InputStream> body) {
        long[] positions = positions();
        for (int i = positions.length - 1; i >= 0; i--) {
            if (positions[i] <= maxPosition && isWhole(file(positions[i]), positions[i])) {
                read(file(positions[i]), body);
                return positions[i];
            }
        }
        return NONE;
    }

    @Override
    public long[] positions() {
        if (!Files.isDirectory(dir)) {
            return new long[0];
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.flatMapToLong(SnapshotFiles::positionOf).sorted().toArray();
        } catch (IOException e) {
            throw new JournalException("cannot list the snapshots, dir=" + dir + ": " + e, e);
        }
    }

    /** The file of a position, whether it is there or not. */
    public Path file(long position) {
        return dir.resolve(String.format(Locale.ROOT, "snapshot-%019d.tocsnap", position));
    }

    /**
     * Says what is wrong with a snapshot file.
     *
     * @return null when it is whole
     */
    public static String fault(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            readHead(channel);
            new BlockInput(channel).verify();
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** The journal position of a snapshot or savepoint file. */
    public static long position(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHead(channel).getLong(SnapshotLayout.POSITION_OFFSET);
        } catch (IOException e) {
            throw new JournalException("cannot read the snapshot, file=" + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads the state of a snapshot or savepoint file. */
    public static void read(Path file, Consumer<InputStream> body) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            readHead(channel);
            body.accept(new BlockInput(channel));
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new JournalException("cannot read the snapshot, file=" + file + ": " + e.getMessage(), e);
        }
    }

    private boolean isWhole(Path file, long position) {
        String fault = fault(file);
        if (fault == null && position(file) != position) {
            fault = "its position is not the one in its name";
        }
        if (fault != null) {
            log.accept("snapshot skipped, file=" + file + ": " + fault);
        }
        return fault == null;
    }

    private void prune() throws IOException {
        long[] positions = positions();
        for (int i = 0; i < positions.length - keep; i++) {
            Files.deleteIfExists(file(positions[i]));
        }
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> leftOvers = files.filter(
                            file -> file.getFileName().toString().endsWith(UNFINISHED))
                    .toList();
            for (Path leftOver : leftOvers) {
                Files.deleteIfExists(leftOver);
            }
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static LongStream positionOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? LongStream.of(Long.parseLong(name.group(1))) : LongStream.empty();
    }

    private static ByteBuffer head(long position, long createdNs) {
        ByteBuffer head = ByteBuffer.allocate(SnapshotLayout.HEAD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(SnapshotLayout.MAGIC_OFFSET, SnapshotLayout.MAGIC);
        head.putInt(SnapshotLayout.VERSION_OFFSET, SnapshotLayout.VERSION);
        head.putLong(SnapshotLayout.POSITION_OFFSET, position);
        head.putLong(SnapshotLayout.CREATED_OFFSET, createdNs);
        head.putInt(SnapshotLayout.CRC_OFFSET, crcOf(head));
        return head;
    }

    private static ByteBuffer readHead(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(SnapshotLayout.HEAD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        while (head.hasRemaining() && channel.read(head) >= 0) {
            // reads on until the head is full or the file ends
        }
        if (head.hasRemaining() || head.getLong(SnapshotLayout.MAGIC_OFFSET) != SnapshotLayout.MAGIC) {
            throw new IOException("not a snapshot");
        }
        if (head.getInt(SnapshotLayout.CRC_OFFSET) != crcOf(head)) {
            throw new IOException("the head's checksum is wrong, offset=0");
        }
        if (head.getInt(SnapshotLayout.VERSION_OFFSET) != SnapshotLayout.VERSION) {
            throw new IOException(
                    "written by another version of the program, version=" + head.getInt(SnapshotLayout.VERSION_OFFSET));
        }
        return head;
    }

    private static int crcOf(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(0, SnapshotLayout.CRC_OFFSET));
        crc.update(head.slice(
                SnapshotLayout.POSITION_OFFSET, SnapshotLayout.HEAD_LENGTH - SnapshotLayout.POSITION_OFFSET));
        return (int) crc.getValue();
    }
}
