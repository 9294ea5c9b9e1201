package io.tocsin.persistence.journal.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Space of the device that must stay free. A completely full file system breaks more than the journal, and an operator
 * needs some space to make room.
 *
 * <p>A start may use half of the reserve, so that a gateway that stopped on a full device can come up and wait. A
 * waiting journal continues only when more than the reserve is free, so that it does not wait again at once.
 *
 * <p>Any thread.
 */
public final class DiskReserve {
    /** Reserved at once. */
    public static final long RESERVE_STEP_BYTES = 2L << 20;

    /** The reserve is at most this part of a small device. */
    private static final int SMALL_DEVICE_SHARE = 8;

    private static final long GO_ON_BYTES = 2 * RESERVE_STEP_BYTES;

    private final Path dir;
    private final FileStore store;
    private final long keepBytes;
    private volatile long floorBytes;

    /**
     * @param dir a directory on the device
     * @param keepBytes space that stays free, bytes
     */
    public DiskReserve(Path dir, long keepBytes) throws IOException {
        this.dir = dir;
        this.store = Files.getFileStore(dir);
        this.keepBytes = Math.min(keepBytes, store.getTotalSpace() / SMALL_DEVICE_SHARE);
        this.floorBytes = this.keepBytes / 2;
    }

    /** The journal is open and not waiting. */
    public void running() {
        floorBytes = keepBytes;
    }

    /** The journal waits. */
    void waiting() {
        floorBytes = keepBytes + GO_ON_BYTES;
    }

    /**
     * Asks for room.
     *
     * @throws NoRoomException when less than the reserve would stay free
     */
    public void require(long byteCount) throws IOException {
        long freeBytes = store.getUsableSpace();
        if (freeBytes - byteCount < floorBytes) {
            throw new NoRoomException("no room for the journal, dir=" + dir + ", freeBytes=" + freeBytes
                    + ", wantedBytes=" + byteCount + ", reservedBytes=" + floorBytes);
        }
    }

    /** Whether a waiting journal would continue. */
    boolean isRoomAgain() throws IOException {
        return store.getUsableSpace() >= keepBytes + GO_ON_BYTES;
    }

    long freeBytes() throws IOException {
        return store.getUsableSpace();
    }

    Path dir() {
        return dir;
    }
}
