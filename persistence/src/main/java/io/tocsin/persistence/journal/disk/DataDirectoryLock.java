package io.tocsin.persistence.journal.disk;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lock that allows only one gateway in a data directory.
 *
 * <p>A lock of the operating system on the file {@code lock}: the system releases it with the end of the process, so no
 * stale lock remains. The file itself stays and has no meaning.
 */
public final class DataDirectoryLock implements AutoCloseable {
    private static final String FILE_NAME = "lock";

    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock. Creates the directory when it is missing.
     *
     * @param dir the data directory
     * @throws JournalException with one line for the user when another gateway holds the lock or locking fails
     */
    public static DataDirectoryLock acquire(Path dir) {
        FileChannel channel = null;
        boolean locked = false;
        try {
            create(dir.toAbsolutePath());
            channel = FileChannel.open(dir.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = tryLock(channel);
        } catch (IOException e) {
            throw new JournalException("cannot lock the data directory: " + FaultText.of(e) + ", dir=" + dir, e);
        } finally {
            if (channel != null && !locked) {
                closeQuietly(channel);
            }
        }
        if (!locked) {
            throw new JournalException("another gateway works in this data directory, dir=" + dir);
        }
        return new DataDirectoryLock(channel);
    }

    /** Releases the lock. */
    @Override
    public void close() {
        closeQuietly(channel);
    }

    /** Forces the directory's name and those of its parents, so that forced files inside can be found again. */
    private static void create(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            create(dir.getParent());
            Files.createDirectories(dir);
            Forcer.DEVICE.forceDirectory(dir.getParent());
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by another gateway in this same process
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new JournalException("cannot close the lock file of the data directory", e);
        }
    }
}
