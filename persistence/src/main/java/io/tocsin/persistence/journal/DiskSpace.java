package io.tocsin.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/**
 * Reserves room on the device for one file. Writing through a mapping to a page that has no room ends the JVM or loses
 * what was written; so nothing is written through a mapping unless its room is reserved here first.
 *
 * <p>Uses {@code fallocate}; where the file system has none, writes zeros.
 */
final class DiskSpace implements AutoCloseable {
    /** Left free for others: a file system that is full to the last byte breaks more than the journal. */
    static final long KEEP_FREE_BYTES = 8L << 20;

    private static final int ZEROS_LENGTH = 64 * 1024;
    private static final int FAILED = -1;

    private final FileChannel channel;
    private final FileStore store;
    private final int fileDescriptor;

    DiskSpace(Path file, FileChannel channel) throws IOException {
        this.channel = channel;
        this.store = Files.getFileStore(file.getParent()); // the file itself gets another name
        this.fileDescriptor = PosixAPI.posix().open(file.toString(), OpenFlag.O_RDWR, 0);
        if (fileDescriptor == FAILED) {
            throw new IOException("cannot open for reservation, file=" + file);
        }
    }

    /**
     * Reserves.
     *
     * @param from first byte that is not yet reserved; nobody writes there before this returns
     * @param to offset behind the last
     * @throws IOException when there is no room
     */
    void reserve(long from, long to) throws IOException {
        long freeBytes = store.getUsableSpace();
        if (freeBytes < to - from + KEEP_FREE_BYTES) {
            throw new IOException("no space left for the journal, freeBytes=" + freeBytes);
        }
        int result = PosixAPI.posix().fallocate(fileDescriptor, 0, from, to - from);
        if (result != 0) {
            writeZeros(from, to);
        }
    }

    @Override
    public void close() throws IOException {
        if (PosixAPI.posix().close(fileDescriptor) == FAILED) {
            throw new IOException("cannot close the file of a reservation");
        }
    }

    private void writeZeros(long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_LENGTH);
        long at = from;
        while (at < to) {
            zeros.clear().limit((int) Math.min(ZEROS_LENGTH, to - at));
            at += channel.write(zeros, at);
        }
    }
}
