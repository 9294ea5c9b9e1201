package io.tocsin.persistence.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/**
 * Reserves room on the device for one file. Writing through a mapping to a page without room ends the JVM or loses the
 * data. So this class reserves room before every write through a mapping.
 *
 * <p>Uses {@code fallocate}; if the file system does not support it, writes zeros.
 */
public final class DiskSpace implements AutoCloseable {
    private static final int ZEROS_LENGTH = 64 * 1024;
    private static final int FAILED = -1;
    private static final int INTERRUPTED = 4; // EINTR
    private static final int DEVICE_FULL = 28; // ENOSPC
    private static final int QUOTA_USED_UP = 122; // EDQUOT

    private final FileChannel channel;
    private final DiskReserve reserve;
    private final int fileDescriptor;

    public DiskSpace(Path file, FileChannel channel, DiskReserve reserve) throws IOException {
        this.channel = channel;
        this.reserve = reserve;
        this.fileDescriptor = PosixAPI.posix().open(file.toString(), OpenFlag.O_RDWR, 0);
        if (fileDescriptor == FAILED) {
            throw new IOException("cannot open for reservation, file=" + file);
        }
    }

    /**
     * Reserves.
     *
     * @param from first unreserved byte; no thread may write there before this returns
     * @param to offset after the last byte
     * @throws NoRoomException when there is no room; space reserved so far stays reserved for the next try
     */
    public void reserve(long from, long to) throws IOException {
        reserve.require(to - from);
        PosixAPI posix = PosixAPI.posix();
        int error;
        do {
            int result = posix.fallocate(fileDescriptor, 0, from, to - from);
            if (result == 0) {
                return;
            }
            error = result == FAILED ? posix.lastError() : Math.abs(result);
        } while (error == INTERRUPTED);
        if (error == DEVICE_FULL || error == QUOTA_USED_UP) {
            throw new NoRoomException("the file system gives no room, errno=" + error);
        }
        writeZeros(from, to);
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
            try {
                at += channel.write(zeros, at);
            } catch (IOException e) {
                reserve.require(to - at); // so it is for want of room
                throw e;
            }
        }
    }
}
